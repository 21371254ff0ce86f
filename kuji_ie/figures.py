"""What a comparison with gold comes to: judgements one by one, and the figures that follow from them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Literal

from kuji_ie.gold import RELATIONS, Relation

Verdict = Literal["found", "paired", "missed", "invented"]

CORE: tuple[Relation, ...] = ("value", "changes", "ranks")
NAMED = ("PROGRAMME", "HONOUR", "awards")


@dataclass(frozen=True, slots=True)
class Score:
    """How many were found, missed and invented."""

    found: int = 0
    missed: int = 0
    invented: int = 0

    @property
    def gold(self) -> int:
        """How many there are to be found."""
        return self.found + self.missed

    @property
    def precision(self) -> float:
        """The part of what was extracted that is right; 1 where nothing was."""
        extracted = self.found + self.invented
        return self.found / extracted if extracted else 1.0

    @property
    def recall(self) -> float:
        """The part of the gold that was found; 1 where the gold is empty."""
        return self.found / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many of the judged attributes are right."""

    right: int = 0
    judged: int = 0

    @property
    def rate(self) -> float:
        """The part that is right; 1 where none was judged."""
        return self.right / self.judged if self.judged else 1.0


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of one relation or name.

    `paired` is a relation whose text and number were found, but tied to another metric: both missed and
    invented. `wanted` and `got` are the metrics, `fact` the id of the gold fact; each is None where there
    is none. `attributes` are those judged of a found relation, each with whether it is right. `start` is
    None for names.
    """

    relation: str
    verdict: Verdict
    text: str
    source: str | None = None
    start: int | None = None
    fact: str | None = None
    wanted: str | None = None
    got: str | None = None
    attributes: tuple[tuple[str, bool], ...] = ()

    def __str__(self) -> str:
        """On one line: paired value 48家 at 210 wants 国高企, got 省科小 (001.txt, 001-007)."""
        place = "" if self.start is None else f" at {self.start}"
        verdict = f"{self.verdict}, but wrong {', '.join(self.wrong)}:" if self.wrong else self.verdict
        wanted = f" wants {self.wanted}" if self.wanted else ""
        got = f"{',' if wanted else ''} got {self.got}" if self.got else ""
        where = ", ".join(part for part in (self.source, self.fact) if part)
        return f"{verdict} {self.relation} {self.text}{place}{wanted}{got}{f' ({where})' if where else ''}"

    @property
    def wrong(self) -> tuple[str, ...]:
        """The attributes that are wrong."""
        return tuple(name for name, is_right in self.attributes if not is_right)

    @property
    def is_faultless(self) -> bool:
        return self.verdict == "found" and not self.wrong


@dataclass(frozen=True, slots=True)
class Report:
    """The judgements on all that was compared, and the figures that follow from them.

    `compared` counts the texts, `faultless` those of them in which nothing is missed, invented or wrong.
    """

    judgements: tuple[Judgement, ...]
    compared: int
    faultless: int

    @property
    def scores(self) -> dict[str, Score]:
        """A score for each relation, for some of them together, and for names and awards where there are any.

        `core` is values, changes and ranks; `core, text only` the same, whatever metric they are tied to.
        """
        relations = {name: self._score(name) for name in RELATIONS}
        summed = {
            "core": self._score(*CORE),
            "all": self._score(*RELATIONS),
            "core, text only": self._score(*CORE, text_only=True),
        }
        named = {name: self._score(name) for name in NAMED}
        return relations | summed | {name: score for name, score in named.items() if score != Score()}

    @property
    def attributes(self) -> dict[str, Accuracy]:
        """The accuracy of each attribute, by name."""
        judged = [pair for judgement in self.judgements for pair in judgement.attributes]
        total, right = Counter(name for name, _ in judged), Counter(name for name, ok in judged if ok)
        return {name: Accuracy(right[name], total[name]) for name in sorted(total)}

    @property
    def misses(self) -> tuple[Judgement, ...]:
        """Whatever is missed, invented, tied to another metric, or wrong in an attribute, in order."""
        return tuple(judgement for judgement in self.judgements if not judgement.is_faultless)

    def to_dict(self) -> dict[str, Any]:
        """The figures as plain data, without the judgements."""
        return {
            "scores": {
                name: {
                    "gold": score.gold,
                    "found": score.found,
                    "missed": score.missed,
                    "invented": score.invented,
                    "precision": round(score.precision, 4),
                    "recall": round(score.recall, 4),
                    "f1": round(score.f1, 4),
                }
                for name, score in self.scores.items()
            },
            "attributes": {
                name: {"right": accuracy.right, "judged": accuracy.judged, "rate": round(accuracy.rate, 4)}
                for name, accuracy in self.attributes.items()
            },
            "compared": self.compared,
            "faultless": self.faultless,
        }

    def _score(self, *relations: str, text_only: bool = False) -> Score:
        """The score over some relations; a `paired` one is missed and invented, but for `text_only` found."""
        counts = Counter(j.verdict for j in self.judgements if j.relation in relations)
        both = counts["paired"]
        if text_only:
            return Score(counts["found"] + both, counts["missed"], counts["invented"])
        return Score(counts["found"], counts["missed"] + both, counts["invented"] + both)
