"""`kuji-ie serve`: what is answered to whom, and that errors are told."""

from __future__ import annotations

import json
import socket
import sys
import threading
from pathlib import Path
from typing import Any, ClassVar

import pytest
from documents import make_docx, make_pdf
from typer.testing import CliRunner

from kuji_ie import Extractor
from kuji_ie.cli import app as command_line
from kuji_ie.export.formats import Format, write
from kuji_ie.serve import DOWNLOADS, is_meant_for_us, make_app

pytest.importorskip("starlette")
pytest.importorskip("httpx")
import anyio
from starlette.responses import Response
from starlette.testclient import TestClient

REPORT = "在孵企业3093家,列全省第一。"
LIMIT = 2000


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


@pytest.fixture(scope="module")
def client(extractor: Extractor) -> TestClient:
    return TestClient(make_app(extractor, limit=LIMIT), base_url="http://localhost:8000")


def post(client: TestClient, data: bytes | str = REPORT, **query: str) -> Any:
    content = data.encode() if isinstance(data, str) else data
    return client.post("/api/extract", params=query, content=content)


def test_a_pasted_text(client: TestClient, extractor: Extractor) -> None:
    answer = post(client)
    assert answer.status_code == 200
    assert answer.json() == extractor.extract(REPORT).to_dict()


def test_a_file_and_what_is_known_of_it(client: TestClient, extractor: Extractor) -> None:
    answer = post(client, REPORT.encode("gb18030"), name="报告.txt", region="滨江区", year="2020")
    expected = extractor.extract(REPORT, source="报告.txt", region="滨江区", year=2020)
    assert answer.json() == expected.to_dict()
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%E6%8A%A5%E5%91%8A.json"


def test_a_document_is_read_by_its_name(extractor: Extractor) -> None:
    client = TestClient(make_app(extractor), base_url="http://localhost:8000")
    found = post(client, make_docx(REPORT), name="a.docx").json()["observations"]
    assert [o["metric"]["name"] for o in found] == ["在孵企业"]
    answer = post(client, make_pdf(REPORT)[:-100], name="broken.pdf")
    assert (answer.status_code, answer.json()) == (
        422,
        {"error": "broken.pdf: cut short: the end of the PDF is missing; download or copy it again"},
    )
    assert post(client, "%PDF 3093家").status_code == 200  # what is pasted is text, whatever it begins with


@pytest.mark.parametrize("format", DOWNLOADS, ids=lambda format: format.value)
def test_formats(client: TestClient, extractor: Extractor, tmp_path: Path, format: Format) -> None:
    """Each is what the file of that format holds."""
    answer = post(client, format=format.value)
    assert (answer.status_code, answer.headers["content-type"]) == (200, DOWNLOADS[format])
    path = tmp_path / f"result.{format.value}"
    result = extractor.extract(REPORT)
    if format is Format.xlsx:
        assert answer.content.startswith(b"PK")
    elif format is Format.json:
        assert answer.json() == result.to_dict()
    else:
        write([result], path)
        assert answer.content == path.read_bytes()


def test_a_format_without_its_library(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    answer = post(client, format="xlsx")
    assert answer.status_code == 501
    assert "pip install 'kuji-ie[xlsx]'" in answer.json()["error"]


@pytest.mark.parametrize(
    ("data", "query", "status", "error"),
    [
        (b"\xff\xff", {}, 422, "text: not in UTF-8 or GB 18030; save it as UTF-8 text"),
        (
            b"\0",
            {"name": "a.txt"},
            422,
            "a.txt: not a text file, or not in UTF-8 or GB 18030; save it as UTF-8 text",
        ),
        (b"", {"format": "doc"}, 400, "there is no format 'doc'; choose one of json, csv, xlsx, html"),
        (b"", {"year": "0000"}, 400, "the year 0 is no year of a report; give one from 1900 to 2200"),
        (b"", {"year": "soon"}, 400, "the year 'soon' is no year; write four digits: 2023"),
        (b"x" * (LIMIT + 1), {}, 413, "the document is larger than 0 MB"),
    ],
)
def test_errors(client: TestClient, data: bytes, query: dict[str, str], status: int, error: str) -> None:
    answer = post(client, data, **query)
    assert (answer.status_code, answer.json()) == (status, {"error": error})


def test_a_body_without_its_length_is_limited_too(client: TestClient) -> None:
    answer = client.post("/api/extract", content=(b"x" * 500 for _ in range(LIMIT)))
    assert answer.status_code == 413
    for length in ("-1", "\xb2", "9" * 5000):
        headers = {"content-length": length.encode("latin-1")}
        assert client.post("/api/extract", content=b"", headers=headers).status_code == 413


def test_what_takes_too_long(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page gets its answer; the work goes on until it ends, and its place is free then."""
    begun, done = threading.Event(), threading.Event()

    def slow(*_: object) -> Response:
        begun.set()
        done.wait(60)
        return Response("late")

    client = TestClient(make_app(extractor, seconds=0.2), base_url="http://localhost:8000")
    monkeypatch.setattr("kuji_ie.serve.answer", slow)
    monkeypatch.setattr("kuji_ie.serve.AT_ONCE", 1)
    late = post(client)
    assert (late.status_code, late.json()) == (
        503,
        {"error": "the document takes longer than 0.2 seconds; use the command line"},
    )
    assert begun.is_set()
    done.set()


def test_one_more_than_at_once(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    done = threading.Event()

    def slow(*_: object) -> Response:
        done.wait(60)
        return Response("late")

    monkeypatch.setattr("kuji_ie.serve.AT_ONCE", 1)
    monkeypatch.setattr("kuji_ie.serve.answer", slow)
    app = make_app(extractor, seconds=0.2)
    with TestClient(app, base_url="http://localhost:8000") as client:
        assert post(client).status_code == 503
        refused = post(client)
        done.set()
    assert (refused.status_code, refused.json()) == (
        503,
        {"error": "too many documents at once; try again in a minute"},
    )


def test_what_does_not_arrive(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object) -> bytes:
        await anyio.sleep(60)
        return b""

    monkeypatch.setattr("kuji_ie.serve.read_body", never)
    client = TestClient(make_app(extractor, seconds=0.1), base_url="http://localhost:8000")
    answer = post(client)
    assert (answer.status_code, answer.json()) == (
        408,
        {"error": "the document did not arrive within 0.1 seconds"},
    )


def test_a_text_that_is_too_long(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuji_ie.serve.LONGEST", 5)
    answer = post(client)
    assert answer.status_code == 422
    assert answer.json()["error"] == "text: has more than 5 characters; use the command line, or split it"


def test_nothing_is_kept(
    extractor: Extractor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """No file is written, in no folder that it might use, and no line is logged."""
    monkeypatch.chdir(tmp_path)
    for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    client = TestClient(make_app(extractor), base_url="http://localhost:8000")
    with caplog.at_level("DEBUG"):
        for format in DOWNLOADS:
            assert post(client, make_docx(REPORT), name="a.docx", format=format.value).status_code == 200
    assert [*tmp_path.rglob("*")] == []
    assert "3093" not in caplog.text


def test_empty(client: TestClient) -> None:
    assert post(client, "").json()["observations"] == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("POST", "/api/extract", 200),
        ("GET", "/api/extract", 405),
        ("GET", "/../etc/passwd", 404),
        ("OPTIONS", "/api/extract", 405),
    ],
)
def test_headers(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    headers = answer.headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert not [name for name in headers if name.startswith("access-control") or name == "set-cookie"]


@pytest.mark.parametrize(
    ("header", "host", "expected"),
    [
        ("localhost", "127.0.0.1", True),
        ("LOCALHOST:8000", "127.0.0.1", True),
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("[::1]:8000", "127.0.0.1", True),
        ("report.local:80", "report.local", True),
        ("192.168.1.5:8000", "0.0.0.0", True),
        ("192.168.1.5:8000", "127.0.0.1", False),
        ("example.org", "0.0.0.0", False),
        ("example.org", "127.0.0.1", False),
        ("localhost.example.org", "127.0.0.1", False),
        ("localhost@example.org", "127.0.0.1", False),
        ("[::1", "127.0.0.1", False),
        ("", "127.0.0.1", False),
        ("", "", False),
    ],
)
def test_hosts(header: str, host: str, expected: bool) -> None:
    assert is_meant_for_us(header, host) is expected


def test_other_sites_are_not_answered(client: TestClient) -> None:
    answer = client.get("/", headers={"host": "example.org"})
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": "kuji-ie does not answer to the host 'example.org'; use http://localhost"},
    )
    for origin, status in (("http://example.org", 403), ("null", 403), ("http://localhost:8000", 200)):
        answer = client.post("/api/extract", content=b"", headers={"origin": origin})
        assert (answer.status_code, "content-security-policy" in answer.headers) == (status, True)


class FakeUvicorn:
    """Stands for uvicorn: tells what it is to serve, and stops at once."""

    served: ClassVar[list[tuple[str, int]]] = []

    def Config(self, app: Any, **settings: Any) -> Any:
        assert settings["access_log"] is False
        return self

    def Server(self, config: Any) -> Any:
        return self

    def run(self, sockets: list[socket.socket]) -> None:
        self.served += [listener.getsockname()[:2] for listener in sockets]
        for listener in sockets:
            listener.close()
        raise KeyboardInterrupt


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    monkeypatch.setitem(sys.modules, "uvicorn", FakeUvicorn())  # type: ignore[arg-type]
    monkeypatch.setattr(FakeUvicorn, "served", [])
    monkeypatch.setattr("webbrowser.open", lambda url: pytest.fail("a browser opened"))
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    return FakeUvicorn.served


def test_the_command(served: list[tuple[str, int]]) -> None:
    done = CliRunner().invoke(command_line, ["serve", "--port", "0", "--lexicon", "core"])
    ((host, port),) = served
    assert (done.exit_code, done.stderr, host) == (0, "", "127.0.0.1")
    assert done.stdout == f"kuji-ie is at http://127.0.0.1:{port}/ (stop it with Ctrl+C)\n\n"


def test_no_browser_without_a_display(served: list[tuple[str, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert CliRunner().invoke(command_line, ["serve", "--port", "0", "--open"]).exit_code == 0
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setenv("DISPLAY", ":0")
    CliRunner().invoke(command_line, ["serve", "--port", "0", "--open"])
    assert opened == [f"http://127.0.0.1:{served[-1][1]}/"]


def test_another_host_is_warned_of(served: list[tuple[str, int]]) -> None:
    done = CliRunner().invoke(command_line, ["serve", "--port", "0", "--host", "0.0.0.0"])
    assert served[0][0] == "0.0.0.0"
    assert done.stderr.startswith("kuji-ie: warning: listening on 0.0.0.0, so that everybody who reaches")


def test_a_port_that_is_taken(served: list[tuple[str, int]]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = CliRunner().invoke(command_line, ["serve", "--port", str(port)])
    assert (done.exit_code, served) == (2, [])
    assert "address already in use" in " ".join(done.stderr.replace("│", " ").split())


def test_without_its_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    done = CliRunner().invoke(command_line, ["serve"])
    assert done.exit_code == 1
    assert "pip install 'kuji-ie[serve]'" in done.stderr


def test_json_is_that_of_the_contract(client: TestClient) -> None:
    assert json.loads(post(client).content)["schema"] == "kuji-ie/1"
