"""Find the weights of `kuji_ie.confidence` on the annotated data, and tell what the scores are worth.

python tools/fit_confidence.py            cross-validate; print the reliability tables and what a filter at 0.9 gives
python tools/fit_confidence.py --write    also fit on all of it and write kuji_ie/confidence_weights.py

The rules were mended on this data, so that they make few mistakes on it; in a text that nobody has seen they meet words
that stand in no lexicon. That is copied: the data is read again with lexicons from which rows and wordings were struck at
random (`STRUCK`). An observation is right where all its relations are tied to a metric that the gold accepts.

`tests/data/confidence.csv` has observations of ten provincial work reports on which nothing was mended, read one by one
and judged by the same definition: their signs, and whether they are right; many of low score were taken, and few of high.
The weights are fitted on the first two readings and not on the one called `held out`, which only tells what they are
worth. The texts are not here: where a sign changes its meaning, its rows there say what it meant before.

Lines (of reports: the whole report) are dealt to ten parts; each part is judged by weights that were fitted on the
others, and never on another reading of the same line. Exit status 1 where the bar of `BAR` is not reached.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kuji_ie.confidence import observed_signs
from kuji_ie.evaluate import evaluate, pair_facts
from kuji_ie.extraction import Extraction
from kuji_ie.extractor import Extractor
from kuji_ie.figures import Score
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
PUBLIC, WIDE = ("reports", "sentences"), ("wide", "fresh")
PARTS = 10
RIDGE = 3.0  # how strongly weights are drawn to 0
STRUCK_COUNTS = 0.5  # a case with a struck lexicon, against one with the whole
READ_COUNTS = 2.0  # a case of a report that nobody had annotated, likewise
EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 1.01)
LEAST = 0.9
BAR = (0.99, 0.85)  # precision and recall at `LEAST`
HELD_OUT = "held out"


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
    return [*found, *cases_read()]


def cases_read(*, held_out: bool = False) -> Iterator[Case]:
    """Observations of reports on which nothing was mended; each counts as a text of its own."""
    with READ.open(encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream)):
            if (row["reading"] == HELD_OUT) == held_out:
                yield Case(
                    READ.stem,
                    f"{number}",
                    0,
                    "",
                    tuple(filter(None, row["signs"].split("; "))),
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


def sample_of(found: list[Case], names: tuple[str, ...] = ()) -> Sample:
    """The cases as arrays, with columns for the signs of `names`, else for all; texts are dealt to the parts at random."""
    names = names or tuple(sorted({sign for case in found for sign in case.signs}))
    column = {name: at for at, name in enumerate(names, 1)}
    signs = np.zeros((len(found), len(names) + 1))
    signs[:, 0] = 1.0
    for row, case in enumerate(found):
        signs[row, [column[sign] for sign in case.signs if sign in column]] = 1.0
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
    if case.file == READ.stem:
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
    for low, high in pairwise(EDGES):
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


def filtered(found: list[Case], scores: Floats, files: tuple[str, ...]) -> Score:
    """Precision and recall of values, changes and ranks where only observations with a score of `LEAST` are kept."""
    extractor, pairs = Extractor(), []
    sure = {
        (case.text, case.observation)
        for case, score in zip(found, scores, strict=True)
        if not case.reading and score >= LEAST
    }
    for text in texts():
        if text.file in files:
            result = read(extractor, text)
            kept = tuple(o for o in result.observations if (text.id, o.id) in sure)
            pairs.append((replace(result, observations=kept), replace(text.gold, names=None)))
    return evaluate(pairs).scores["core"]


def write(sample: Sample) -> None:
    """Write the weights, fitted on all cases but those held out."""
    weights = fit(sample.signs, sample.right, sample.counts)
    told = sample.signs.sum(axis=0).astype(int)[1:]
    rows = sorted(zip(weights[1:], sample.names, told, strict=True))
    lines = [f'    "{name}": {weight:.2f},  # {count}' for weight, name, count in rows]
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
    files = np.array([case.file for case in found])
    is_struck = np.array([case.reading > 0 for case in found])
    is_read = files == READ.stem
    is_public = np.isin(files, PUBLIC)
    for title, chosen in (
        ("reports and sentences", is_public & ~is_struck),
        ("wide and fresh", ~is_public & ~is_struck & ~is_read),
        ("all four, with struck lexicons", is_struck),
        ("work reports, the first two readings", is_read),
    ):
        print_reliability(title, scores[chosen], sample.right[chosen])
    held = sample_of([*cases_read(held_out=True)], sample.names)
    weights = fit(sample.signs, sample.right, sample.counts)
    print_reliability("work reports, held out", probability(held.signs, weights), held.right)
    public, wide = filtered(found, scores, PUBLIC), filtered(found, scores, WIDE)
    print()
    for title, score in (("reports and sentences", public), ("wide and fresh", wide)):
        print(
            f"{title}, at {LEAST}: precision {score.precision:.4f}, recall {score.recall:.4f} of {score.gold}"
        )
    if "--write" in sys.argv[1:]:
        write(sample)
    return int(public.precision < BAR[0] or public.recall < BAR[1])


if __name__ == "__main__":
    sys.exit(main())
