"""Find the weights of `kuji_ie.confidence` on the annotated data, and tell what the scores are worth.

python tools/fit_confidence.py            cross-validate; print the reliability tables and what a filter at 0.9 gives
python tools/fit_confidence.py --write    also fit on all of it and write kuji_ie/confidence_weights.py

The rules were mended on this data, so that they make few mistakes on it; on a text that nobody has seen words are missing
from the lexicon. That is copied: the data is read again with lexicons from which rows and wordings were struck at random
(`STRUCK`). An observation is right where all its relations are tied to a metric that the gold accepts. Lines (of reports:
the whole report) are dealt to ten parts; each part is judged by weights that were fitted on the others, and never on
another reading of the same line.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuji_ie.confidence import observed_signs
from kuji_ie.evaluate import evaluate, pair_facts
from kuji_ie.extraction import Extraction
from kuji_ie.extractor import Extractor
from kuji_ie.gold import Gold, read_gold, read_sentences
from kuji_ie.lexicon import Lexicon, Pack

Floats = NDArray[np.float64]

ROOT = Path(__file__).parent.parent
DATA = ROOT / "tests" / "data"
READ = DATA / "confidence.csv"
TARGET = ROOT / "kuji_ie" / "confidence_weights.py"

# Which part of the names and verbs of the lexicon, and of the wordings of its cues, is struck: none, and more and more.
STRUCK = ((0.0, 0.0), (0.5, 0.15), (0.7, 0.25), (0.7, 0.35))
NAMED = ("metric", "statistic", "honour", "programme", "action")
PARTS = 10
RIDGE = 3.0  # how strongly weights are drawn to 0
STRUCK_COUNTS = 0.5  # a case with a struck lexicon, against one with the whole
READ_COUNTS = 2.0  # a case of a report that nobody had annotated, likewise
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
LEAST = 0.9
SLIGHT = 0.1  # a weight below it says nothing


@dataclass(frozen=True, slots=True)
class Text:
    """One annotated text: a report, or a line of a file of sentences."""

    file: str
    id: str
    gold: Gold
    region: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One observation: what speaks for and against it, and whether it is right. `reading` counts in `STRUCK`.

    `file` and `text` are the names of the annotated file and of its text, `observation` the id of the observation.
    """

    file: str
    text: str
    reading: int
    observation: str
    signs: tuple[str, ...]
    is_right: bool


def texts() -> Iterator[Text]:
    """All that is annotated."""
    for document in sorted((ROOT / "seeds").glob("*.txt")):
        path = DATA / f"{document.name[:3]}.jsonl"
        if path.exists():
            yield Text("reports", path.stem, read_gold(document.read_text(encoding="utf-8"), path))
    for name in ("sentences", "wide", "fresh"):
        for line in read_sentences(DATA / f"{name}.jsonl"):
            yield Text(name, line.id, line.gold, line.region, line.year)


def read(extractor: Extractor, text: Text) -> Extraction:
    """What is extracted from one annotated text."""
    return extractor.extract(text.gold.text, source=text.id, region=text.region, year=text.year)


def struck(share: float, cues: float, seed: int) -> Lexicon:
    """The lexicon without a part of its rows and of the wordings of its cues."""
    chance = random.Random(seed)
    kept = []
    for entry in Lexicon.default():
        if entry.kind in NAMED and chance.random() < share:
            continue
        if entry.kind == "cue":
            entry = replace(entry, aliases=tuple(a for a in entry.aliases if chance.random() >= cues))
        kept.append(entry)
    return Lexicon([Pack("struck", entries=tuple(kept))])


def cases() -> list[Case]:
    """Every observation that is extracted from the data and judged by its gold, by each lexicon."""
    found, annotated = [], [*texts()]
    for reading, (share, cues) in enumerate(STRUCK):
        extractor = Extractor(struck(share, cues, reading) if reading else None)
        for text in annotated:
            result = read(extractor, text)
            right = judged(result, text.gold)
            found += [
                Case(text.file, text.id, reading, o.id, tuple(told), right[o.id])
                for o, told in observed_signs(result.text, result.observations)
                if o.id in right
            ]
    return found + [*cases_read()]


def cases_read() -> Iterator[Case]:
    """Observations of other reports that were read one by one: their signs, and whether they are right."""
    with READ.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream)):
            yield Case(
                row["reading"],
                f"{row['reading']} {number}",
                0,
                "",
                tuple(row["signs"].split("; ")),
                row["right"] == "1",
            )


def judged(result: Extraction, gold: Gold) -> dict[str, bool]:
    """Whether the observations that the gold judges are right, by their ids."""
    right: dict[str, bool] = {}
    for pair in pair_facts(result, gold):
        if pair.observation is not None:
            right[pair.observation.id] = right.get(pair.observation.id, True) and pair.is_tied
    return right


# -- fitting


@dataclass(frozen=True, slots=True)
class Sample:
    """The cases as arrays: a column for each sign behind one of ones, whether right, what each counts, its part."""

    names: tuple[str, ...]
    signs: Floats
    right: Floats
    counts: Floats
    part: NDArray[np.int64]


def sample_of(found: list[Case]) -> Sample:
    """The cases as arrays; texts are dealt to the parts at random."""
    names = tuple(sorted({sign for case in found for sign in case.signs}))
    column = {name: at for at, name in enumerate(names, 1)}
    signs = np.zeros((len(found), len(names) + 1))
    signs[:, 0] = 1.0
    for row, case in enumerate(found):
        signs[row, [column[sign] for sign in case.signs]] = 1.0
    ids = sorted({case.text for case in found})
    random.Random(7).shuffle(ids)
    part = {name: at % PARTS for at, name in enumerate(ids)}
    return Sample(
        names,
        signs,
        np.array([float(case.is_right) for case in found]),
        np.array([counts_of(case) for case in found]),
        np.array([part[case.text] for case in found]),
    )


def counts_of(case: Case) -> float:
    """How much a case counts in fitting."""
    if case.file.startswith("read"):
        return READ_COUNTS
    return STRUCK_COUNTS if case.reading else 1.0


def fit(signs: Floats, right: Floats, counts: Floats) -> Floats:
    """The weights of a logistic regression with a ridge, the first of them the bias, by Newton's method."""
    weights = np.zeros(signs.shape[1])
    ridge = np.full(signs.shape[1], RIDGE)
    ridge[0] = 1e-9
    for _ in range(50):
        said = probability(signs, weights)
        slope = signs.T @ (counts * (said - right)) + ridge * weights
        bend = (signs * (counts * said * (1 - said))[:, None]).T @ signs + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        weights -= step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def probability(signs: Floats, weights: Floats) -> Floats:
    """The scores of cases."""
    scores: Floats = 1 / (1 + np.exp(-signs @ weights))
    return scores


def cross_validated(sample: Sample) -> Floats:
    """A score for each case by weights that were fitted on the other parts."""
    scores = np.zeros(len(sample.right))
    for part in range(PARTS):
        out = sample.part == part
        scores[out] = probability(
            sample.signs[out], fit(*(a[~out] for a in (sample.signs, sample.right, sample.counts)))
        )
    return scores


# -- what it is worth


def interval(right: float, count: float) -> tuple[float, float]:
    """The interval of Wilson, at 95 %, of a part of so many."""
    z, part = 1.96, right / count
    middle = (part + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * (part * (1 - part) / count + z * z / (4 * count * count)) ** 0.5
    return middle - half, middle + half


def print_reliability(title: str, scores: Floats, right: Floats) -> None:
    """A reliability table: of the observations with scores in a bin, how many there are and how many are right."""
    print(f"\n{title}: {len(right)} observations, {right.mean():.3f} right")
    print("| score | observations | mean score | right | 95 % interval |\n| --- | --- | --- | --- | --- |")
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        inside = (scores >= low) & (scores < high)
        count = int(inside.sum())
        if count:
            least, most = interval(right[inside].sum(), count)
            bin_name = f"{low:g} to {min(high, 1):g}"
            print(
                f"| {bin_name} | {count} | {scores[inside].mean():.3f} | {right[inside].mean():.3f} | {least:.3f} to {most:.3f} |"
            )
    kept = scores >= LEAST
    print(
        f"at {LEAST}: {right[kept].mean():.4f} right, {right[kept].sum() / right.sum():.4f} of the right ones kept"
    )


def print_filtered(title: str, found: list[Case], scores: Floats, files: Iterable[str]) -> None:
    """Precision and recall of the relations where only observations with a score of `LEAST` are kept."""
    extractor, pairs = Extractor(), []
    score = {
        (case.text, case.observation): s for case, s in zip(found, scores, strict=True) if not case.reading
    }
    for text in texts():
        if text.file in files:
            result = read(extractor, text)
            kept = tuple(o for o in result.observations if score.get((text.id, o.id), 0.0) >= LEAST)
            pairs.append((replace(result, observations=kept), replace(text.gold, names=None)))
    figures = evaluate(pairs).scores
    for relations in ("core", "all"):
        one = figures[relations]
        print(f"{title}, {relations}: precision {one.precision:.4f}, recall {one.recall:.4f} of {one.gold}")


def write(sample: Sample) -> None:
    """Write the weights, fitted on all cases."""
    weights = fit(sample.signs, sample.right, sample.counts)
    told = Counter({name: int(sample.signs[:, at].sum()) for at, name in enumerate(sample.names, 1)})
    rows = sorted(zip(weights[1:], sample.names, strict=True))
    lines = [f'    "{name}": {weight:.2f},  # {told[name]}' for weight, name in rows]
    TARGET.write_text(
        '"""How much each sign of `kuji_ie.confidence` weighs, and in how many cases it was met.\n\n'
        'Written by `python tools/fit_confidence.py --write`; not to be edited by hand.\n"""\n\n'
        f"BIAS = {weights[0]:.2f}\nWEIGHTS = {{\n" + "\n".join(lines) + "\n}\n",
        encoding="utf-8",
    )


def main() -> int:
    found = cases()
    sample = sample_of(found)
    scores = cross_validated(sample)
    readings = np.array([case.reading for case in found])
    files = np.array([case.file for case in found])
    public = np.isin(files, ("reports", "sentences"))
    read_here = np.char.startswith(files, "read")
    whole = (readings == 0) & ~read_here
    print_reliability("the data, as it is", scores[whole], sample.right[whole])
    print_reliability("the data, with struck lexicons", scores[readings > 0], sample.right[readings > 0])
    print_reliability(
        "reports and sentences, as they are", scores[whole & public], sample.right[whole & public]
    )
    print_reliability("reports read one by one", scores[read_here], sample.right[read_here])
    print()
    print_filtered("cross-validated, reports and sentences", found, scores, ("reports", "sentences"))
    print_filtered("cross-validated, wide and fresh", found, scores, ("wide", "fresh"))
    if "--write" in sys.argv[1:]:
        write(sample)
    return 0


if __name__ == "__main__":
    sys.exit(main())
