"""A page on this machine to paste a report into: `kuji-ie serve`. Nothing is kept, nothing leaves the machine."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from kuji_ie.errors import DocumentError
from kuji_ie.export.formats import Format, Output, write_as
from kuji_ie.export.page.render import asset, policy, render
from kuji_ie.export.page.words import Words
from kuji_ie.extractor import FIRST_YEAR, check_year
from kuji_ie.extras import MissingExtra, require

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kuji_ie.extraction import Extraction
    from kuji_ie.extractor import Extractor

LIMIT = 32 * 2**20  # bytes of one document
LONGEST = 3_000_000  # characters of its text
SECONDS = 120.0  # in which a document has to arrive, and again in which it has to be read
AT_ONCE = 4  # documents that are read; one more is told to come again
LOCAL = ("localhost", "127.0.0.1", "::1")
ANY = ("", "0.0.0.0", "::")  # hosts that mean every address of the machine
PURPOSE, EXTRA = "kuji-ie serve", "serve"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
NOTHING = "default-src 'none'; frame-ancestors 'none'"  # the policy of all that is no page

# The formats of `/api/extract?format=…` with their media types, each a button of the page. One more is one more row.
DOWNLOADS = {
    Format.json: "application/json",
    Format.csv: "text/csv; charset=utf-8",
    Format.xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.html: "text/html; charset=utf-8",
}


def make_app(
    extractor: Extractor, host: str = "127.0.0.1", limit: int = LIMIT, seconds: float = SECONDS
) -> Starlette:
    """The application: `GET /` is the page, `POST /api/extract` takes the bytes of one document.

    `name` in the query is the file's name, by which it is read (none: the body is text); `format` one of `DOWNLOADS`,
    `json` unless given; `region` and `year` what the report is about. An error comes as `{"error": "…"}`: 400 for a
    wrong query, 408 for what does not arrive in `seconds`, 413 for more than `limit` bytes, 422 for what cannot be read,
    501 for a format whose library is not installed, 503 for what takes longer than `seconds`, and while `AT_ONCE`
    documents are being read. `host` is answered to besides localhost. Raises `MissingExtra` without the extra `serve`.
    """
    require("starlette.applications", EXTRA, PURPOSE)
    import anyio  # which starlette stands on
    import anyio.to_thread
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.requests import ClientDisconnect
    from starlette.routing import Route

    async def home(request: Request) -> Response:
        return _home(limit)

    free = threading.BoundedSemaphore(AT_ONCE)

    def work(data: bytes, query: Query) -> Response:
        try:
            return answer(extractor, data, query)
        finally:  # also where nobody waits for it any more
            free.release()

    async def extract(request: Request) -> Response:
        try:
            query = Query.of(request)
        except ValueError as error:
            return _failure(400, str(error))
        try:
            with anyio.fail_after(seconds):
                data = await read_body(request, limit)
        except ClientDisconnect:
            return _failure(400, "the document did not arrive whole")
        except TimeoutError:
            return _failure(408, f"the document did not arrive within {seconds:g} seconds")
        if data is None:
            return _failure(413, f"the document is larger than {limit // 2**20} MB")
        if not free.acquire(blocking=False):
            return _failure(503, "too many documents at once; try again in a minute")
        try:
            with anyio.fail_after(seconds):
                return await anyio.to_thread.run_sync(work, data, query, abandon_on_cancel=True)
        except TimeoutError:
            return _failure(503, f"the document takes longer than {seconds:g} seconds; use the command line")
        except DocumentError as error:
            return _failure(422, str(error))
        except MissingExtra as error:
            return _failure(501, str(error))

    routes = [Route("/", home), Route("/api/extract", extract, methods=["POST"])]
    return Starlette(routes=routes, middleware=[Middleware(Guard, host=host)])


@dataclass(frozen=True, slots=True)
class Query:
    """What the address of a request says beside the document."""

    name: str | None
    format: Format
    region: str | None
    year: int | None

    @classmethod
    def of(cls, request: Request) -> Query:
        """Read it. Raises `ValueError` for a format that there is not and for a year that is no number."""
        given = request.query_params
        name, year = given.get("format", "json"), given.get("year", "")
        format = next((format for format in DOWNLOADS if format.value == name), None)
        if format is None:
            there = ", ".join(format.value for format in DOWNLOADS)
            raise ValueError(f"there is no format {name!r}; choose one of {there}")
        if year and not (year.isascii() and year.isdigit() and len(year) == 4):
            raise ValueError(f"the year {year!r} is no year; write four digits: 2023")
        check_year(int(year or FIRST_YEAR))
        return cls(
            given.get("name") or None, format, given.get("region") or None, int(year) if year else None
        )


def answer(extractor: Extractor, data: bytes, query: Query) -> Response:
    """Read, extract and write one document. Raises `DocumentError` for what cannot be read, `MissingExtra`."""
    from starlette.responses import Response

    text = read_upload(data, query.name)
    if len(text) > LONGEST:
        raise DocumentError(
            query.name or "text", f"has more than {LONGEST:,} characters; use the command line, or split it"
        )
    result = extractor.extract(text, source=query.name, region=query.region, year=query.year)
    name = f"{PurePath(query.name or 'kuji_ie').stem}.{query.format.value}"
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(written(result, query.format), headers=headers, media_type=DOWNLOADS[query.format])


def written(result: Extraction, format: Format) -> bytes:
    """One result in a format, as the file of it would be. Raises `MissingExtra` where its library is not installed."""
    name = Path(f"result.{format.value}")
    if format.is_binary:
        data = io.BytesIO()
        write_as(format, Output(data, name), [result])
        return data.getvalue()
    text = io.StringIO()
    write_as(format, Output(text, name), [result])
    return text.getvalue().encode("utf-8", errors="replace")


def read_upload(data: bytes, name: str | None) -> str:
    """The text of what was sent: a document by its name, or without one the text that was pasted."""
    from kuji_ie.reading import decode, read_bytes

    return decode(data, "text") if name is None else read_bytes(data, name)


async def read_body(request: Request, limit: int) -> bytes | None:
    """The body of a request, None where it is longer than `limit` bytes; no more than that is ever held."""
    length = request.headers.get("content-length", "0")
    if not (length.isascii() and length.isdigit() and len(length) < 20) or int(length) > limit:
        return None
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            return None
    return bytes(body)


class Guard:
    """What stands before every answer: is the request meant for us, and the headers that a browser is to heed.

    A page of another site could have its name point to this machine (DNS rebinding); the Host header then still names
    that site. A request that another site's page sends says so in Origin.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                more = {"Content-Security-Policy": NOTHING, **HEADERS}
                message["headers"] += [
                    (name.lower().encode(), value.encode())
                    for name, value in more.items()
                    if name.lower().encode() not in present
                ]
            await send(message)

        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        if not is_meant_for_us(host, self._host):
            await _failure(400, f"kuji-ie does not answer to the host {host!r}; use http://localhost")(
                scope, receive, send_guarded
            )
        elif origin is not None and urlsplit(origin).netloc != host:
            await _failure(403, "kuji-ie does not answer to the pages of other sites")(
                scope, receive, send_guarded
            )
        else:
            await self._app(scope, receive, send_guarded)


def is_meant_for_us(header: str, host: str) -> bool:
    """Whether a Host header names this machine: localhost:8000, [::1], or the `host` that is listened on.

    Where that is every address of the machine, an address does: it is names that can be turned on us.
    """
    try:
        name = urlsplit(f"//{header}").hostname or ""
        if name and name in (*LOCAL, host.lower()):
            return True
        return host in ANY and bool(ip_address(name))
    except ValueError:
        return False


def _home(limit: int) -> Response:
    from starlette.responses import HTMLResponse

    from kuji_ie.reading import SUFFIXES

    styles, scripts = ("base", "serve"), ("serve",)
    html = render(
        "serve.html",
        Words(),
        styles,
        scripts,
        limit=limit,
        accept=",".join(SUFFIXES),
        downloads=tuple(format.value for format in DOWNLOADS),
    )
    return HTMLResponse(html, headers={"Content-Security-Policy": _home_policy()})


def _home_policy() -> str:
    """The policy of the page, which that of the frame inside adds to: so both run, and nothing else."""
    ours = (asset("base.css", "serve.css"), asset("serve.js"))
    frame = (asset("base.css", "page.css"), asset("page.js"))
    return policy(ours, frame, more=("connect-src 'self'", "frame-ancestors 'none'"))


def _failure(status: int, problem: str) -> Response:
    from starlette.responses import JSONResponse

    body: dict[str, Any] = {"error": problem}
    return JSONResponse(body, status)
