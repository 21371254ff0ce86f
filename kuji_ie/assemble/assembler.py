"""The assembly: which argument belongs to which metric."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kuji_ie.assemble.arguments import Group, as_quantity
from kuji_ie.assemble.facts import Fact, named
from kuji_ie.assemble.relations import take_relation
from kuji_ie.assemble.scene import Scene
from kuji_ie.assemble.values import continues_row, take_row, take_value
from kuji_ie.rules.metrics import MetricFinder
from kuji_ie.rules.rule import Reading, Vocabulary
from kuji_ie.tokenizers import Token
from kuji_ie.words import Words

ACTIVITY = re.compile(r"(?<=..)(?:建设|工作|培育|发展|培育工作)$")  # 企业研发机构|建设


class Assembler:
    """Ties arguments to metrics, sentence by sentence."""

    def __init__(self, words: Words, vocabulary: Vocabulary) -> None:
        self._words = words
        self._metrics = MetricFinder(words)
        # 在全省89个区县科技进步统计监测(位居第1): the field of a rank before the metric
        self._field = vocabulary.compile(
            "(?:在)?(?P<scope><scope.word>{Q}(?P<unit><scope.unit>))(?:中|里|内)?"
            "|在(?P<scope2>[^,。;\n\ue000\ue002]{0,8}{Q}[^,。;\n\ue000\ue002]{1,8})(?:中|里|内)$"
            "|在(?P<scope3>[^,。;\n\ue000\ue002]{2,12})(?<!评价|考核|监测|评估|测评|评选|评比|排名)(?:中|里|内)$"
        )

    def assemble(
        self, reading: Reading, start: int, end: int, groups: Sequence[Group], tokens: Sequence[Token],
        topic: Fact | None = None, earlier: Sequence[Fact] = (), before: Sequence[Token] = (),
    ) -> tuple[list[Fact], dict[int, str]]:  # fmt: skip
        """The facts of the sentence from `start` to `end`, in the order in which it names them, and the numbers set
        aside with the reason.

        `topic` is the last metric told before, which an ellipsis stands for; `earlier` are the facts of the
        sentence before, of which 其中 may open with a part; `before` the tokens of a sentence before without any.
        """
        scene = Scene(reading, start, end, tokens, self._words, self._metrics, topic, earlier)
        scene.before = (lambda: self._about(before)) if before else None
        at = 0
        while at < len(groups):
            group = groups[at]
            at += 1
            if not as_quantity(group.first):
                take_relation(scene, group, self._field)
                continue
            row = [group]
            while at < len(groups) and continues_row(scene, row, groups[at]):
                row.append(groups[at])
                at += 1
            if len(row) > 1:
                take_row(scene, row)
            else:
                take_value(scene, group, groups[at] if at < len(groups) else None)
        return [fact for fact in scene.facts if not fact.is_empty], scene.aside

    def _about(self, tokens: Sequence[Token]) -> Fact | None:
        """What a sentence without a number is about: 我市高度重视|企业研发机构(建设)。"""
        clause = list(tokens)
        while clause and clause[-1].text in "。!?;,\n":
            clause.pop()
        mention = self._metrics.leading(clause) or self._metrics.before(clause, counted=True)
        if mention is None or mention.build != "noun":
            return None
        fact = named(mention, mention.start)
        fact.noun = fact.name = ACTIVITY.sub("", fact.noun) or fact.noun
        return fact


def by_sentence(
    groups: Sequence[Group], spans: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int, list[Group]]]:
    """The sentences that hold an argument, with their arguments."""
    at = 0
    for start, end in spans:
        found = []
        while at < len(groups) and groups[at].start < end:
            if groups[at].start >= start:
                found.append(groups[at])
            at += 1
        if found:
            yield start, end, found
