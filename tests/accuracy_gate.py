"""The accuracy gate: no figure may fall below the floor that was reached before.

    python tests/accuracy_gate.py            measure; exit status 1 where a figure is below its floor
    python tests/accuracy_gate.py --write    raise the floors in accuracy.json to what is reached now

A floor is never lowered by this script: for a loss that is meant, edit accuracy.json and tell the changelog.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from kuji_ie.evaluate import evaluate, judge_names
from kuji_ie.export.json import from_data
from kuji_ie.extractor import Extractor
from kuji_ie.figures import Judgement, Report
from kuji_ie.gold import Gold, Names, read_gold, read_sentences

HERE = Path(__file__).parent
DATA = HERE / "data"
SEEDS = HERE.parent / "seeds"
FLOORS = HERE / "accuracy.json"

Figures = dict[str, float]

NAMED = ("PROGRAMME", "HONOUR", "awards")
NAME_FIELDS = frozenset(field.name for field in fields(Names))


def measured_reports() -> Iterator[tuple[str, Gold]]:
    """The three annotated reports, by the names of their files."""
    for document in sorted(SEEDS.glob("*.txt")):
        gold = DATA / f"{document.name[:3]}.jsonl"
        if gold.exists():
            yield document.name, read_gold(document.read_text(encoding="utf-8"), gold)


def measure_reports(extractor: Extractor) -> Report:
    """The three annotated reports."""
    return evaluate((extractor.extract(gold.text, source=name), gold) for name, gold in measured_reports())


def measure_sentences(extractor: Extractor, name: str) -> Report:
    """The annotated sentences of one file, each a text of its own whose region and year are known."""
    return evaluate(
        (extractor.extract(s.gold.text, source=s.id, region=s.region, year=s.year), s.gold)
        for s in read_sentences(DATA / name)
    )


def measure_names(extractor: Extractor, name: str) -> Report:
    """The annotated names and awards of one file, each line a text of its own; facts are not annotated."""
    judgements: list[Judgement] = []
    compared = faultless = 0
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        names = from_data(Names, {key: value for key, value in data.items() if key in NAME_FIELDS})
        extraction = extractor.extract(data["text"], source=data["id"], region=data.get("region") or None)
        judged = [*judge_names(extraction, names)]
        judgements += judged
        compared += 1
        faultless += all(judgement.is_faultless for judgement in judged)
    return Report(tuple(judgements), compared, faultless)


def name_figures(name: str, report: Report) -> Figures:
    """Precision, recall and F1 of programmes, honours and awards, rounded down."""
    scores = {relation: report.scores[relation] for relation in NAMED}
    figures = {f"{name}: {relation}, precision": score.precision for relation, score in scores.items()}
    figures |= {f"{name}: {relation}, recall": score.recall for relation, score in scores.items()}
    figures |= {f"{name}: {relation}, F1": score.f1 for relation, score in scores.items()}
    figures[f"{name}: without fault"] = report.faultless
    return {key: rounded(value) for key, value in figures.items()}


def rounded(value: float) -> float:
    """A figure as a floor, never above what was reached."""
    return math.floor(value * 10_000) / 10_000


def figures_of(name: str, report: Report) -> Figures:
    """The figures of a report, rounded down, so that a floor is never above what was reached.

    Attributes are counted, not given as a rate, which falls where one more relation is found.
    """
    scores = report.scores
    figures = {f"{name}: {relation}, F1": score.f1 for relation, score in scores.items()}
    figures[f"{name}: core, precision"] = scores["core"].precision
    figures |= {f"{name}: {attribute} right": a.right for attribute, a in report.attributes.items()}
    figures[f"{name}: without fault"] = report.faultless
    return {key: rounded(value) for key, value in figures.items()}


def main() -> int:
    extractor = Extractor()
    figures = figures_of("reports", measure_reports(extractor))
    for name in ("sentences", "wide", "fresh"):
        figures |= figures_of(name, measure_sentences(extractor, f"{name}.jsonl"))
    for name in ("names", "more_names"):
        figures |= name_figures(name, measure_names(extractor, f"{name}.jsonl"))
    floors: Figures = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    fallen = [name for name, floor in floors.items() if figures.get(name, 0.0) < floor]
    for name, figure in figures.items():
        mark = "  BELOW ITS FLOOR" if name in fallen else ""
        print(f"{name:36}{figure:9g}  (floor {floors.get(name, 0.0):g}){mark}")
    for name in fallen:
        print(f"accuracy: {name} fell from {floors[name]} to {figures.get(name)}", file=sys.stderr)
    if "--write" in sys.argv[1:]:
        raised = {name: max(figure, floors.get(name, 0.0)) for name, figure in figures.items()}
        FLOORS.write_text(json.dumps(floors | raised, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 1 if fallen else 0


if __name__ == "__main__":
    sys.exit(main())
