"""Rows proposed out of reports: what, in which order, and that they are rows of a pack as they are."""

import csv
import io
from pathlib import Path

from typer.testing import CliRunner, Result

from kuji_ie import Extraction, Extractor
from kuji_ie.cli import app
from kuji_ie.lexicon import Lexicon
from kuji_ie.suggest import Suggestion, suggest, write_suggestions

CORE = Lexicon.load("core")
SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
REPORTS = (
    "深入实施“星火燎原”行动,新认定市萤火53家。举办“云溪论剑”大会。",
    "新认定市萤火61家。全市云溪指数达98.6,新建萤火角3处。“星火燎原”行动成效显著。",
)


def results(texts: tuple[str, ...] = REPORTS) -> list[Extraction]:
    extractor = Extractor(CORE)
    return [extractor.extract(text) for text in texts]


def brief(suggestions: list[Suggestion]) -> list[tuple[str, str, int, int]]:
    return [(one.kind, one.name, one.count, one.documents) for one in suggestions]


def test_suggest() -> None:
    assert brief(suggest(results(), CORE)) == [
        ("programme", "“星火燎原”行动", 2, 2),
        ("honour", "市萤火", 2, 2),
        ("programme", "“云溪论剑”", 1, 1),  # only its marks show it
        ("metric", "云溪指数", 1, 1),
        ("metric", "萤火角", 1, 1),
    ]


def test_what_a_proposal_tells() -> None:
    programme, honour, *_ = suggest(results(), CORE)
    assert (programme.type, programme.level, honour.level, honour.unit) == ("行动", None, "市", None)
    assert programme.example == "深入实施【“星火燎原”行动】,新认定市萤火53家。举办“云溪论剑”大会。"


def test_nothing_to_propose() -> None:
    assert suggest([], CORE) == []
    assert suggest(results(("新认定国家高新技术企业48家。",)), CORE) == []


def test_proposals_are_rows(tmp_path: Path) -> None:
    """All rows, accepted as they are, load without a fault and give ids."""
    (tmp_path / "pack.toml").write_text('name = "mine"\nregion = "绍兴市"\nextends = ["core"]', "utf-8")
    with (tmp_path / "entries.csv").open("w", encoding="utf-8-sig", newline="") as stream:
        write_suggestions(stream, suggest(results(), CORE))
    lexicon, problems = Lexicon.scan(tmp_path)
    assert problems == []
    extractor = Extractor(lexicon, region="绍兴市")
    assert [o.metric.id for o in extractor.extract(REPORTS[1]).observations] == [
        "市萤火",
        "云溪指数",
        "萤火角",
    ]
    assert suggest([extractor.extract(text) for text in REPORTS], lexicon) == []


def test_csv() -> None:
    stream = io.StringIO()
    write_suggestions(stream, suggest(results(), CORE))
    rows = list(csv.DictReader(io.StringIO(stream.getvalue())))
    assert [row["name"] for row in rows][:2] == ["“星火燎原”行动", "市萤火"]
    assert rows[0]["count"] == "2"


def test_the_seeds_without_their_pack() -> None:
    """Of the programmes and honours of the Zhejiang pack that stand in the seeds most come back, early on."""
    from kuji_ie.wordings import plain

    texts = tuple(path.read_text("utf-8") for path in SEEDS)
    everything = plain("".join(texts))
    entries = [
        entry
        for entry in Lexicon.load("zhejiang")
        if entry.pack == "zhejiang" and entry.kind in ("programme", "honour")
    ]
    present = [entry for entry in entries if any(plain(form) in everything for form in entry.forms)]
    first = suggest(results(texts), CORE)[:120]
    proposed = {plain(form) for one in first for form in (one.name, *one.aliases)}
    back = [entry for entry in present if any(plain(form) in proposed for form in entry.forms)]
    assert len(back) >= 0.7 * len(present)


def test_the_command(tmp_path: Path) -> None:
    def run(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    report, output = tmp_path / "a.txt", tmp_path / "proposals.csv"
    report.write_text("深入实施“星火燎原”行动,新认定市萤火53家。", "utf-8")
    done = run("lexicon", "suggest", report, tmp_path / "none.txt", "--lexicon", "core", "--output", output)
    assert done.exit_code == 1
    assert f"kuji-ie: {tmp_path / 'none.txt'}: no such file" in done.stderr
    assert [line.split(",")[:3] for line in output.read_text("utf-8-sig").splitlines()] == [
        ["kind", "id", "name"],
        ["programme", "", "“星火燎原”行动"],
        ["honour", "", "市萤火"],
    ]
    before = output.read_bytes()
    done = run("lexicon", "suggest", tmp_path / "none.txt", "--output", output)
    assert (done.exit_code, done.stdout, output.read_bytes()) == (1, "", before)
    done = run("lexicon", "suggest", report, "--lexicon", "core", "--limit", 1)
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 2)
