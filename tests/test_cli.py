"""The command line: what is printed where, and the exit status; the extraction itself is tested elsewhere."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kuji_ie import __version__
from kuji_ie.cli import app
from kuji_ie.errors import DocumentError, LexiconError
from kuji_ie.export.output import open_whole
from kuji_ie.export.table import open_console, print_extraction
from kuji_ie.extraction import Extraction
from kuji_ie.lexicon import Lexicon
from kuji_ie.models import Metric, Observation, Sentence
from kuji_ie.reading import decode

CONTRACT = Path(__file__).parent / "data" / "contract.json"
REPORT = "在孵企业3093家。"


class FakeExtractor:
    """Finds one observation in each text: its first two characters."""

    lexicon = Lexicon()

    def __init__(self, **settings: Any) -> None:
        if settings.get("lexicon") == ["nowhere"]:
            raise LexiconError("nowhere", None, "there is no pack 'nowhere'", "write core")
        self.settings = settings

    def extract(self, text: str, *, source: str | None = None) -> Extraction:
        first = text[:2]
        observation = Observation("o1", Metric(first, 0, 2, first), Sentence(0, len(text)))
        return Extraction(text, source, observations=(observation,))


@pytest.fixture(autouse=True)
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("kuji_ie.extractor.Extractor", FakeExtractor)
    yield


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name in ("b.txt", "a.md", "README.md", "c.csv"):
        (folder / name).write_text(f"{name[0]}:{REPORT}", encoding="utf-8")
    return folder


def run(*arguments: object, input: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=input)


def metrics(lines: str) -> list[tuple[str, str]]:
    """Source and metric of each line of JSON."""
    results = [json.loads(line) for line in lines.splitlines()]
    return [(result["source"], result["observations"][0]["metric"]["name"]) for result in results]


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_as_json_lines(reports: Path, jobs: int) -> None:
    done = run("extract", reports, "--format", "jsonl", "--jobs", jobs)
    assert metrics(done.stdout) == [("a.md", "a:"), ("b.txt", "b:")]
    assert (done.exit_code, done.stderr) == (0, "")


def test_one_document_as_json_is_an_object(reports: Path) -> None:
    done = run("extract", reports / "b.txt", "--format", "json")
    assert json.loads(done.stdout)["source"] == "b.txt"


def test_more_documents_as_json_are_a_list(reports: Path) -> None:
    done = run("extract", reports / "b.txt", reports / "a.md", "--format", "json")
    assert [result["source"] for result in json.loads(done.stdout)] == ["b.txt", "a.md"]


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.parquet", "x.json", "x.jsonl", "X.CSV"])
def test_the_name_of_the_output_says_its_format(reports: Path, tmp_path: Path, name: str) -> None:
    written = tmp_path / name
    done = run("extract", reports, "--output", written)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    again = run("extract", reports, "--format", written.suffix[1:].lower(), "--output", tmp_path / "y")
    assert again.exit_code == 0
    assert written.read_bytes() == (tmp_path / "y").read_bytes()


@pytest.mark.parametrize("name", ["panel.html", "panel.xlsx"])
def test_what_was_written_into_the_folder_is_not_read_the_next_time(reports: Path, name: str) -> None:
    runs = [run("extract", reports, "--output", reports / name) for _ in range(2)]
    assert [(done.exit_code, done.stderr) for done in runs] == [(0, ""), (0, "")]
    assert metrics(run("extract", reports, "--format", "jsonl").stdout)[:2] == [
        ("a.md", "a:"),
        ("b.txt", "b:"),
    ]


def test_a_name_of_no_format_is_wrong_usage(reports: Path, tmp_path: Path) -> None:
    done = run("extract", reports, "--output", tmp_path / "x.xls")
    assert (done.exit_code, list(tmp_path.glob("x*"))) == (2, [])
    assert "no format ends in .xls" in done.stderr
    assert run("extract", reports, "--output", tmp_path / "x.xls", "--format", "csv").exit_code == 0


def test_bytes_go_to_another_program(reports: Path) -> None:
    done = run("extract", reports, "--format", "parquet")
    assert (done.exit_code, done.stdout_bytes[:4], done.stdout_bytes[-4:]) == (0, b"PAR1", b"PAR1")


def test_csv_has_a_mark_in_a_file_only(reports: Path, tmp_path: Path) -> None:
    run("extract", reports, "--output", tmp_path / "x.csv")
    written = (tmp_path / "x.csv").read_bytes()
    assert written == b"\xef\xbb\xbf" + run("extract", reports, "--format", "csv").stdout_bytes


def test_sdmx_has_its_structure_beside_it_and_tells_what_it_leaves_out(reports: Path, tmp_path: Path) -> None:
    done = run("extract", reports / "b.txt", "--format", "sdmx-csv", "--output", tmp_path / "x.csv")
    assert (done.exit_code, done.stderr) == (0, "kuji-ie: not in the sdmx-csv: b.txt o1: no figure\n")
    assert (tmp_path / "x.csv").read_text(encoding="utf-8").startswith("STRUCTURE,STRUCTURE_ID,ACTION,")
    assert "DataStructure" in (tmp_path / "x.structure.xml").read_text(encoding="utf-8")


def test_a_format_whose_library_is_missing(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    done = run("extract", reports, "--output", tmp_path / "x.xlsx")
    remedy = "a workbook needs the library xlsxwriter: pip install 'kuji-ie[xlsx]'"
    assert (done.exit_code, done.stderr) == (1, f"kuji-ie: {remedy}\n")
    assert not (tmp_path / "x.xlsx").exists()


def test_standard_input() -> None:
    done = run("extract", "-", "--format", "jsonl", input=REPORT.encode("gb18030"))
    assert metrics(done.stdout) == [("-", "在孵")]


def test_a_table() -> None:
    stream = io.StringIO()
    result = Extraction.from_dict(json.loads(CONTRACT.read_text(encoding="utf-8")))
    print_extraction(open_console(stream), result)
    title, head, _, first, second, more = [
        " ".join(line.split()) for line in stream.getvalue().rstrip().split("\n")
    ]
    assert title == "001.txt · 建德市 · 2023 · 2 observations, 1 name"
    assert head == "place metric value change rank also"
    assert first == "414 高新技术产业投资 17.96亿元 ▲31.9% 杭州 #3 (growth)"
    assert second == (
        "500 └ 研发投入权重 15% 8% → 15% top 5 ▲4 places"
        " 低于全市5.66个百分点; 占杭州市四分之一; 完成全年任务的70%"
    )
    assert more == ("▼≈1.5–2个百分点 vs 2020年 (growth) (progress); planned; 新安化工; 2024-01…06; 越城区")
    assert "\x1b" not in stream.getvalue()


def test_a_table_of_nothing_and_of_signs_that_steer_a_terminal() -> None:
    stream = io.StringIO()
    sly = Metric("[red]\x1b[31m\n家", 0, 12, "[red]\x1b[31m\n家")
    for observations in ((), (Observation("o1", sly, Sentence(0, 12)),)):
        print_extraction(open_console(stream), Extraction(source="x.txt", observations=observations))
    assert stream.getvalue().startswith("x.txt · 0 observations, 0 names\n\nx.txt · 1 observation, 0 names\n")
    assert "[red] [31m 家" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()


def test_a_table_is_plain_when_piped(reports: Path) -> None:
    done = run("extract", reports / "b.txt")
    assert done.stdout.startswith("b.txt · 1 observation, 0 names\nplace   metric")
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("none.txt", "no such file"),
        ("none", "no such file"),
        ("c.csv", ".csv files are not read, only .txt, .md, .html, .docx and .pdf"),
        ("binary.txt", "not a text file, or not in UTF-8 or GB 18030; save it as UTF-8 text"),
        ("broken.txt", "not in UTF-8 or GB 18030; save it as UTF-8 text"),
        ("empty", "there is no .txt, .md, .html, .docx or .pdf file in this folder"),
        ("x" * 300, "file name too long"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_others_done(reports: Path, name: str, reason: str) -> None:
    (reports / "empty").mkdir()
    (reports / "binary.txt").write_bytes(b"\0\1")
    (reports / "broken.txt").write_bytes(b"\xff\xff\xff")
    done = run("extract", reports / name, reports / "b.txt", "--format", "jsonl")
    assert metrics(done.stdout) == [("b.txt", "b:")]
    assert (done.exit_code, done.stderr) == (1, f"kuji-ie: {reports / name}: {reason}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["extract", "x.txt", "--format", "xml"],
        ["extract", "x.txt", "--jobs", "0"],
        ["extract", "x.txt", "--year", "soon"],
        ["extract", "x.txt", "--lexicon", "nowhere"],
        ["extract", "x.txt", "--output", "no/such/folder/x.json"],
        ["evaluate", "x.txt"],
        ["lexicon", "check"],
        ["undo"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr


def test_settings_reach_the_extractor(reports: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []
    monkeypatch.setattr(FakeExtractor, "__init__", lambda self, **settings: made.append(settings))
    run("extract", reports, "--lexicon", "core", "--lexicon", "mine", "--region", "越城区", "--year", 2023)
    run("extract", reports)
    assert made == [
        {"lexicon": ["core", "mine"], "region": "越城区", "year": 2023},
        {"lexicon": None, "region": None, "year": None},
    ]


def test_a_worker_that_dies_ends_the_command(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeExtractor, "extract", lambda *_, **__: os._exit(1))
    output = tmp_path / "out.jsonl"
    done = run("extract", reports, "--format", "jsonl", "--jobs", 2, "--output", output)
    assert (done.exit_code, done.stderr.split(";")[0]) == (1, "kuji-ie: one of 2 worker processes died")
    assert not output.exists()


def test_output_is_whole_or_not_there(reports: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    assert run("extract", reports, "--format", "jsonl", "--output", output).stdout == ""
    written = output.read_text(encoding="utf-8")
    assert len(metrics(written)) == 2
    assert run("extract", "none.txt", "--format", "jsonl", "--output", output).exit_code == 1
    with pytest.raises(RuntimeError), open_whole(output) as stream:
        stream.write("half")
        raise RuntimeError
    assert output.read_text(encoding="utf-8") == written
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "reports"]


def test_output_through_a_link_and_to_a_device(tmp_path: Path) -> None:
    link, target = tmp_path / "link", tmp_path / "target"
    link.symlink_to(target)
    for path in (link, Path("/dev/null")):
        with open_whole(path) as stream:
            stream.write("all")
    assert link.is_symlink()
    assert target.read_text() == "all"
    assert not Path("/dev/null").is_file()


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (REPORT.encode(), REPORT),
        (REPORT.encode("utf-8-sig"), REPORT),
        (REPORT.encode("gb18030"), REPORT),
        ("𠮷野家".encode("gb18030"), "𠮷野家"),
        (b"", ""),
        (b"\r\n", "\r\n"),
        ((REPORT * 20).encode()[:-1], REPORT * 19 + REPORT[:-1] + "\ufffd"),
    ],
)
def test_decoding(data: bytes, text: str) -> None:
    assert decode(data, "x.txt") == text


def test_decoding_something_else() -> None:
    with pytest.raises(DocumentError, match=r"x\.txt: not in UTF-8 or GB 18030"):
        decode(b"\xff\xff", "x.txt")


@pytest.fixture
def annotated(tmp_path: Path) -> tuple[Path, Path]:
    fact = {
        "quote": REPORT,
        "metric": "在孵",
        "value": {"text": "3093家", "amount": 3093, "unit": "家"},
        "status": "actual",
    }
    document, gold = tmp_path / "001.txt", tmp_path / "001.jsonl"
    document.write_text(REPORT, encoding="utf-8")
    gold.write_text(json.dumps(fact), encoding="utf-8")
    return document, gold


def test_evaluate(annotated: tuple[Path, Path]) -> None:
    done = run("evaluate", *annotated, "--misses")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert lines[0] == ["missed", "value", "3093家", "at", "4", "wants", "在孵", "(001.txt,", "line-1)"]
    assert ["core", "1", "1.000", "0.000", "0.000"] in lines
    assert done.exit_code == 0


def test_evaluate_as_json(annotated: tuple[Path, Path]) -> None:
    done = run("evaluate", *annotated, "--json", "--misses")
    assert json.loads(done.stdout)["scores"]["core"]["missed"] == 1
    assert done.stderr.startswith("missed value 3093家")


def test_evaluate_with_gold_that_is_wrong(annotated: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "wrong.jsonl").write_text("{}", encoding="utf-8")
    done = run("evaluate", annotated[0], tmp_path / "wrong.jsonl", *annotated, "--json")
    assert json.loads(done.stdout)["compared"] == 1
    assert f"kuji-ie: {tmp_path / 'wrong.jsonl'}, line 1: " in done.stderr
    assert done.exit_code == 1


def test_lexicon_list() -> None:
    done = run("lexicon", "list")
    assert done.exit_code == 0
    packs = [line.split()[0] for line in done.stdout.splitlines()[2:]]
    assert packs == ["core", *sorted(packs[1:])]
    assert {"anhui", "guangdong", "jiangsu", "shandong", "zhejiang"} <= {*packs}


def test_lexicon_check(tmp_path: Path) -> None:
    done = run("lexicon", "check", "core")
    assert done.exit_code == 0
    assert "entries" in done.stdout
    (tmp_path / "pack.toml").write_text("name = 'mine'\nextends = ['core']\nregion = '绍兴市'", "utf-8")
    (tmp_path / "honours.csv").write_text(
        "id,name,level\na,星火企业,市\na,烛火企业,市\nb,,省\nc,青苗企业,镇\n", "utf-8"
    )
    done = run("lexicon", "check", tmp_path)
    assert done.exit_code == 1
    table = str(tmp_path / "honours.csv")
    assert done.stdout.splitlines()[-4:] == [
        f"error, {table}, row 3 (invalid): 'a' stands in row 2 already; write another id, or make the two rows one with aliases",
        f"error, {table}, row 4 (invalid): the name is empty; write a name, or delete the row",
        f"warning, {table}, row 5 (unknown-level): there is no level '镇'; write one of 国家 省 市 区县 乡镇 社会",
        done.stdout.splitlines()[-1],
    ]
    assert done.stdout.splitlines()[-1].endswith("entries, 2 errors, 1 warning, 0 notes")
    (tmp_path / "pack.toml").unlink()
    done = run("lexicon", "check", tmp_path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert str(tmp_path) in done.stderr


def test_version() -> None:
    assert run("--version").stdout == f"kuji-ie {__version__}\n"
