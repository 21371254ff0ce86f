"""Runs that are broken off and gone on with: nothing lost, nothing twice, no half line."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from kuji_ie import __version__
from kuji_ie.batch import extract_all
from kuji_ie.cli import app
from kuji_ie.errors import DocumentError
from kuji_ie.export.formats import Format, Output, write_as
from kuji_ie.extraction import Extraction
from kuji_ie.lexicon import Lexicon
from kuji_ie.models import Metric, Observation, Sentence
from kuji_ie.reading import Input, find_inputs
from kuji_ie.resume import ResumeError, Settings, open_kept, settings_of

MANY = 500
OPTIONS = (("region", "建德市"), ("year", None))
SETTINGS = Settings("1.0.0", "jsonl", OPTIONS, (("core", "aa"), ("mine", "bb")))


class FakeExtractor:
    """Finds one observation in each text: its first two characters."""

    lexicon = Lexicon()

    def __init__(self, **settings: Any) -> None:
        """The settings are those of the command."""

    def extract(self, text: str, *, source: str | None = None) -> Extraction:
        first = text[:2]
        observation = Observation("o1", Metric(first, 0, 2, first), Sentence(0, len(text)))
        return Extraction(text, source, observations=(observation,))


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Five documents, of which the second and the last cannot be read."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(5):
        data = "研发费用9.9亿元。".encode() if number % 3 != 1 else b"\0"
        (folder / f"{number}.txt").write_bytes(data)
    return folder


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def write(
    output: Path, reports: Path, *, resume: bool, until: int | None = None, format: Format = Format.jsonl
) -> list[str]:
    """Extract reports to a file; break off as result `until` is asked for. The errors that are told."""
    told: list[str] = []
    inputs = list(find_inputs([str(reports)]))

    def extracted(left: Any) -> Iterator[Extraction | DocumentError]:
        for number, result in enumerate(extract_all(left, FakeExtractor(), 1)):  # type: ignore[arg-type]
            if number == until:
                raise KeyboardInterrupt
            yield result

    def readable(results: Any) -> Iterator[Extraction]:
        for result in results:
            if isinstance(result, DocumentError):
                told.append(Path(result.path).name)
            else:
                yield result

    settings = replace(SETTINGS, format=format.value)
    with open_kept(output, settings, inputs, resume) as run:
        results = readable(run.keep(extracted(run.inputs)))
        write_as(format, Output(run.stream, output, is_begun=run.is_begun), results)
    return told


@pytest.mark.parametrize("format", [Format.jsonl, Format.csv])
@pytest.mark.parametrize("until", range(6))
def test_a_run_that_is_broken_off_and_gone_on_with(
    tmp_path: Path, reports: Path, format: Format, until: int
) -> None:
    whole, output = tmp_path / "whole", tmp_path / "output"
    told = write(whole, reports, resume=False, format=format)
    assert told == ["1.txt", "4.txt"]
    if until < 5:
        with pytest.raises(KeyboardInterrupt):
            write(output, reports, resume=False, until=until, format=format)
        assert files(tmp_path) == [".output.part", ".output.resume", "whole"][2 * (until == 0) :]
    assert write(output, reports, resume=True, format=format) == told
    assert output.read_bytes() == whole.read_bytes()
    assert files(tmp_path) == ["output", "whole"]


@pytest.mark.parametrize("format", [Format.jsonl, Format.csv])
def test_whatever_of_the_files_is_left(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, reports: Path, format: Format
) -> None:
    """Cut anywhere, as by a disk that was not asked to write them before the power went."""
    whole, output = tmp_path / "whole", tmp_path / "output"
    write(whole, reports, resume=False, format=format)
    with pytest.raises(ZeroDivisionError), open_kept(output, replace(SETTINGS, format=format.value), [*find_inputs([str(reports)])], False) as run:  # fmt: skip
        results = run.keep(extract_all(run.inputs, FakeExtractor(), 1))  # type: ignore[arg-type]
        readable = (result for result in results if isinstance(result, Extraction))
        write_as(format, Output(run.stream, output), readable)
        raise ZeroDivisionError
    part, log = (tmp_path / f".output.{ending}" for ending in ("part", "resume"))
    all_part, all_log = part.read_bytes(), log.read_bytes()
    assert all_part == whole.read_bytes()

    @settings(max_examples=150)
    @given(st.integers(0, len(all_part)), st.integers(0, len(all_log)), st.sampled_from([b"", b"\0", b"{\n"]))
    def check(in_part: int, in_log: int, rubbish: bytes) -> None:
        part.write_bytes(all_part[:in_part])
        log.write_bytes(all_log[:in_log] + rubbish)
        assert write(output, reports, resume=True, format=format) == ["1.txt", "4.txt"]
        assert output.read_bytes() == whole.read_bytes()

    check()


def test_a_run_that_is_gone_on_with_reads_no_document_twice(
    tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "output", reports, resume=False, until=3)
    extracted: list[str] = []
    extract = FakeExtractor.extract
    monkeypatch.setattr(
        FakeExtractor,
        "extract",
        lambda *given, source: extracted.append(source) or extract(*given, source=source),
    )
    write(tmp_path / "output", reports, resume=True)
    assert extracted == ["3.txt"]


def test_without_resume_it_starts_anew(tmp_path: Path, reports: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "output", reports, resume=False, until=3)
    (reports / "0.txt").write_text("专利授权量9件。", encoding="utf-8")
    write(tmp_path / "output", reports, resume=False)
    lines = (tmp_path / "output").read_text("utf-8").splitlines()
    assert [json.loads(line)["observations"][0]["metric"]["name"] for line in lines] == [
        "专利",
        "研发",
        "研发",
    ]


@pytest.mark.parametrize(
    ("now", "problem"),
    [
        (replace(SETTINGS, version="1.1.0"), "the version was 1.0.0 and is 1.1.0"),
        (replace(SETTINGS, format="csv"), "the format was jsonl and is csv"),
        (replace(SETTINGS, options=OPTIONS[1:]), "the region was 建德市 and is not given"),
        (replace(SETTINGS, options=(*OPTIONS[:1], ("year", 2023))), "the year was not given and is 2023"),
        (replace(SETTINGS, options=(*OPTIONS, ("score", 0.9))), "the score was not given and is 0.9"),
        (replace(SETTINGS, packs=SETTINGS.packs[:1]), "the lexicon was core mine and is core"),
        (replace(SETTINGS, packs=SETTINGS.packs[::-1]), "the lexicon was core mine and is mine core"),
        (replace(SETTINGS, packs=(("core", "aa"), ("mine", "cc"))), "the lexicon has changed: mine"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_other_settings_are_refused(tmp_path: Path, reports: Path, now: Settings, problem: str) -> None:
    output = tmp_path / "output"
    with pytest.raises(KeyboardInterrupt):
        write(output, reports, resume=False, until=3)
    kept = files(tmp_path)
    with pytest.raises(ResumeError) as caught, open_kept(output, now, [*find_inputs([str(reports)])], True):
        raise AssertionError("not reached")
    assert (caught.value.output, caught.value.problem) == (str(output), problem)
    assert files(tmp_path) == kept
    write(output, reports, resume=True)


def rewrite(folder: Path) -> None:
    (folder / "2.txt").write_text("专利授权量9件。", encoding="utf-8")


def mend(folder: Path) -> None:
    status = (folder / "1.txt").stat()
    (folder / "1.txt").write_bytes(b"9")
    os.utime(folder / "1.txt", ns=(status.st_atime_ns, status.st_mtime_ns))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (rewrite, "{0}/2.txt has changed"),
        (mend, "{0}/1.txt could not be read and now can be"),
        (
            lambda folder: (folder / "0.txt").unlink(),
            "the documents are not the same: {0}/0.txt was done where {0}/1.txt is given",
        ),
        (
            lambda folder: (folder / "00.md").write_text("x"),
            "the documents are not the same: {0}/1.txt was done where {0}/00.md is given",
        ),
        (
            lambda folder: [(folder / f"{number}.txt").unlink() for number in (2, 3, 4)],
            "3 documents are done, and only 2 are given",
        ),
        (lambda folder: (folder / "3.txt").unlink(), None),
        (lambda folder: (folder / "9.txt").write_text("x"), None),
    ],
)
def test_a_document_that_is_done_and_has_changed_is_refused(
    tmp_path: Path, reports: Path, change: Callable[[Path], object], problem: str | None
) -> None:
    """What is not done yet may change: the output is that of a run now."""
    output = tmp_path / "output"
    with pytest.raises(KeyboardInterrupt):
        write(output, reports, resume=False, until=3)
    change(reports)
    if problem is not None:
        with pytest.raises(ResumeError) as caught:
            write(output, reports, resume=True)
        assert caught.value.problem == problem.format(reports)
        return
    write(output, reports, resume=True)
    write(tmp_path / "whole", reports, resume=False)
    assert output.read_bytes() == (tmp_path / "whole").read_bytes()


def test_the_error_says_what_to_do() -> None:
    error = ResumeError("out.jsonl", "the year was 2022 and is 2023")
    text = "out.jsonl: the year was 2022 and is 2023; go on as before, or start anew without --resume"
    assert str(error) == str(pickle.loads(pickle.dumps(error))) == text


def test_standard_input_is_known_by_what_it_says(tmp_path: Path, reports: Path) -> None:
    output = tmp_path / "output"
    inputs = [Input(None, b"one"), *find_inputs([str(reports)])]
    with pytest.raises(KeyboardInterrupt), open_kept(output, SETTINGS, inputs, False) as run:
        for number, _ in enumerate(run.keep(extract_all(run.inputs, FakeExtractor(), 1))):  # type: ignore[arg-type]
            if number == 1:
                raise KeyboardInterrupt
    with open_kept(output, SETTINGS, inputs, True) as run:
        assert run.inputs == inputs[1:]
        with pytest.raises(OSError, match="another run is writing it"):
            in_another_process(output)
    assert output.exists()


def in_another_process(output: Path) -> None:
    """Open the same file in a process of its own, as locks hold between processes."""
    code = f"""
import sys
from pathlib import Path
from kuji_ie.resume import Settings, open_kept
try:
    with open_kept(Path({str(output)!r}), Settings("", "", (), ()), [], False): pass
except OSError as error:
    sys.exit(error.strerror)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(done.stderr.strip())


# --- the command line ---


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kuji_ie.extractor.Extractor", FakeExtractor)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["extract", *map(str, arguments)], env={"COLUMNS": "300"})


@pytest.mark.usefixtures("fake")
def test_a_key_breaks_it_off_and_the_command_says_how_to_go_on(
    tmp_path: Path, reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "output.jsonl"
    texts: list[str] = []

    def extract(self: FakeExtractor, text: str, *, source: str | None = None) -> Extraction:
        texts.append(text)
        if len(texts) == 2:
            raise KeyboardInterrupt
        return Extraction(text, source)

    monkeypatch.setattr(FakeExtractor, "extract", extract)
    done = run(reports, "--output", output)
    hint = "kuji-ie: broken off after 2 of 5 documents; the same command with --resume goes on"
    assert hint in done.stderr.splitlines()
    assert done.exit_code != 0
    refused = run(reports, "--output", output, "--year", 2023, "--resume")
    assert refused.exit_code == 2
    assert "the year was not given and is 2023" in refused.stderr
    done = run(reports, "--output", output, "--resume")
    assert done.exit_code == 1  # of two that cannot be read
    assert [line.split(":")[1].strip() for line in done.stderr.splitlines()] == [
        str(reports / "1.txt"),
        str(reports / "4.txt"),
    ]
    assert [json.loads(line)["source"] for line in output.read_text("utf-8").splitlines()] == [
        "0.txt",
        "2.txt",
        "3.txt",
    ]
    assert files(tmp_path) == ["output.jsonl"]


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ([], "there is no file to go on with; give --output"),
        (
            ["--output", "x.xlsx"],
            "xlsx is written at one go, only jsonl and csv can be gone on with; write jsonl",
        ),
        (["--output", "x.json"], "json is written at one go"),
        (["--output", "x.jsonl", "--explain", "o1"], "table is written at one go"),
    ],
)
def test_what_cannot_be_gone_on_with(reports: Path, arguments: list[str], problem: str) -> None:
    done = run(reports, "--resume", *arguments)
    assert done.exit_code == 2
    assert problem in done.stderr


@pytest.mark.usefixtures("fake")
def test_resume_with_nothing_to_go_on_with(tmp_path: Path, reports: Path) -> None:
    output = tmp_path / "x.csv"
    for _ in range(2):
        assert run(reports, "--output", output, "--resume").exit_code == 1
    assert files(tmp_path) == ["x.csv"]
    assert run(reports, "--output", "/dev/null", "--format", "jsonl", "--resume").exit_code == 1


def test_the_settings_of_a_run() -> None:
    lexicon = Lexicon.load("core")
    given = settings_of("jsonl", {"year": 2023}, lexicon)
    ((name, before),) = given.packs
    assert given == Settings(__version__, "jsonl", (("year", 2023),), (("core", before),))
    assert name == "core"
    assert given.change_to(settings_of("jsonl", {"year": 2023}, Lexicon.load("core"))) is None
    added = settings_of("jsonl", {"year": 2023}, Lexicon.load("core").add("honour", "星火企业"))
    assert given.change_to(added) == "the lexicon was core and is core "


# --- killed ---


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """500 documents, of which 5 cannot be read."""
    folder = tmp_path_factory.mktemp("many")
    for number in range(MANY):
        text = f"全年研发费用{number}.9亿元。" if number % 100 != 50 else "\0"
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    return folder


def start(folder: Path, output: Path, jobs: int, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "kuji_ie", "extract", str(folder), "--lexicon", "core"]
    command += ["--output", str(output), "--jobs", str(jobs), *options]
    return subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something holds; a test that waits in vain fails."""
    for _ in range(6000):
        if condition():
            return
        time.sleep(0.005)
    raise AssertionError("not in 30 seconds")


def kill(process: subprocess.Popen[bytes], condition: Callable[[], bool]) -> None:
    """Kill a command when something holds; the processes that it started end as well."""
    wait_for(lambda: condition() or process.poll() is not None)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    wait_for(lambda: is_gone(process.pid))


def is_gone(group: int) -> bool:
    """Whether no process of a group is left."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture(scope="module")
def whole(many: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """What a run that nobody kills writes, and what it tells."""
    output = tmp_path_factory.mktemp("whole") / "out.jsonl"
    process = start(many, output, 2)
    _, told = process.communicate()
    assert process.returncode == 1
    return output.read_bytes(), told


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows kills otherwise")
@pytest.mark.parametrize(("jobs", "moments"), [(1, (1, 200)), (2, (60, 150))])
def test_killed_in_the_middle_of_500_files(
    many: Path, whole: tuple[bytes, bytes], tmp_path: Path, jobs: int, moments: tuple[int, ...]
) -> None:
    """Killed after some documents, gone on with and killed again: in the end it is as if nobody had."""
    output, log = tmp_path / "out.jsonl", tmp_path / ".out.jsonl.resume"

    def count() -> int:
        return log.read_bytes().count(b"\n") - 1 if log.exists() else 0

    reached = 0
    for number, moment in enumerate(moments):
        process = start(many, output, jobs, *(["--resume"] if number else []))
        kill(process, lambda least=moment: count() >= least)  # type: ignore[misc]
        assert reached <= moment <= count() < MANY
        assert not output.exists()
        reached = count()
    process = start(many, output, jobs, "--resume")
    _, told = process.communicate()
    written, complained = whole
    assert (process.returncode, told) == (1, complained)
    assert output.read_bytes() == written
    sources = [json.loads(line)["source"] for line in written.splitlines()]
    assert sources == [f"{number:03}.txt" for number in range(MANY) if number % 100 != 50]
    assert files(tmp_path) == ["out.jsonl"]
