"""The command `serve`: a page in the browser of this machine."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from typing import Annotated

import typer

from kuji_ie.cli_common import LexiconOption, RegionOption, YearOption, complain, make_extractor
from kuji_ie.errors import KujiError


def serve(
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Listen here; any but this lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="N", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = 8000,
    lexicon: LexiconOption = None,
    region: RegionOption = None,
    year: YearOption = None,
    browser: Annotated[
        bool, typer.Option("--open/--no-open", help="Open a browser, where there is a display.")
    ] = False,
) -> None:
    """Show a page to paste reports into, or to drop files on; nothing is kept."""
    from kuji_ie.extras import require
    from kuji_ie.serve import EXTRA, LOCAL, PURPOSE, make_app

    try:
        uvicorn = require("uvicorn", EXTRA, PURPOSE)
        app = make_app(make_extractor(lexicon, region, year), host)
    except KujiError as error:
        complain(error)
        raise typer.Exit(1) from error
    listener = listen(host, port)
    port = listener.getsockname()[1]
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    if host not in LOCAL:
        complain(
            f"warning: listening on {host}, so that everybody who reaches this machine can use it,"
            " without a password and unencrypted; leave --host out to keep it to yourself"
        )
    typer.echo(f"kuji-ie is at {url} (stop it with Ctrl+C)")
    if browser and has_display():
        webbrowser.open(url)
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=5)
    )
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        typer.echo()


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; one that cannot be had is wrong usage."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise typer.BadParameter(
            f"cannot listen on {host}, port {port}: {reason}; choose another with --host or --port"
        ) from error


def has_display() -> bool:
    """Whether a browser would be seen."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
