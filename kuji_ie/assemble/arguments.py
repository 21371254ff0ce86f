"""The arguments of a text: what the rules propose, settled, and the numbers left over as values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from kuji_ie.models import Change, Direction, Gap, Quantity, Rank, Share, Target
from kuji_ie.rules import changes, gaps, ranks, shares, targets
from kuji_ie.rules.openings import Openings
from kuji_ie.rules.rule import Candidate, Finder, Reading, Vocabulary, settle

ALL_RULES = (*targets.RULES, *changes.RULES, *gaps.RULES, *shares.RULES, *ranks.RULES)
# 两批, 三轮: turns of an event; 亿元以上: a threshold without a number
IDLE = re.compile(
    r"[两二三四五六七八九十]{1,2}(?:批|轮|次|届|大)|(?:超|过)?[百千万亿]{1,3}元?(?:以上|以下)|[百千万亿]{1,3}元"
)
IDLE_OPENS = frozenset("一二两三四五六七八九十百千万亿超过")
# 每万人口, 等8项指标, 全省89个区县: numbers that measure nothing
ASIDE = (
    r"(?:(?:(?<=[\n。;])|^)附?[表图]|附件|年产|日产|年处理|±|这|该|上述|其余|前述|每|平均每|满分|总分值?|满分为|等(?=[^,。;]{1,8}指标))(?P<q>{Q})"
    r"|(?:<scope.word>|共|各)(?P<n>{Q})(?=<scope.unit>)"
    r"|在[^,。;\n\ue000\ue002]{0,8}(?P<s>{Q})(?=[^,。;\n\ue000\ue002]{1,8}(?:中|里|内)(?:[,排列居位第名]))"
    r"|(?:居|列|排名|位居|位列)(?P<t>{Q})(?=<scope.unit>第)"
    r"|(?P<u>{Q})(?=(?:主要|关键|核心|重点|考核)?指标)"
    r"|按[^,。;\n\ue000\ue002]{1,16}的(?P<p>{Q})|连续(?P<r>{Q})"
)
ASIDE_OPENS = (
    "附|表|图|年产|日产|年处理|±|这|该|上述|其余|前述|每|平均每|满分|总分|等|<scope.word>|共|各|在"
    "|居|列|排名|位居|位列|{Q}|按|连续"
)
JOINT = "(?:、|,|和|及|以及|与|;)"


_start = attrgetter("start")


class Group(NamedTuple):
    """Arguments of one relation that stand in a row: one, or the list behind 分别 (5.2%、-8.7%)."""

    start: int  # where the first starts
    end: int  # where the last ends
    items: tuple[Candidate, ...]

    @classmethod
    def of(cls, *items: Candidate) -> Group:
        """The group of some arguments, in their order."""
        return cls(items[0].start, items[-1].end, items)

    @property
    def first(self) -> Candidate:
        """The first of them."""
        return self.items[0]


class ArgumentFinder:
    """Finds the arguments of a text, with one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._finder = Finder(ALL_RULES, vocabulary)
        compile_ = vocabulary.compile
        self._next_size = compile_(f"{JOINT}(?:(?P<up><change.up>)|(?P<down><change.down>))?(?P<q>{{Q}})")
        self._next_rank = compile_(
            f"{JOINT}(?P<scope>(?:(?!<rank.cue>)[^,。;:!?、和\n第]){{0,8}})第(?P<n>{{POSITION}})(?:位|名)?"
        )
        self._pairs = compile_(
            "(?:从|由)(?P<a>{Q})(?:、|和)(?P<b>{Q})[^,。;、\n\ue000\ue002]{0,8}?(?:到|至|为)(?P<c>{Q})(?:、|和)(?P<d>{Q})"
        )
        self._aside = Openings([(compile_(ASIDE), vocabulary.openings(ASIDE_OPENS))])

    def find(self, reading: Reading) -> tuple[list[Group], dict[int, str]]:
        """Every argument of the text, in its order, none overlapping; and the numbers that measure nothing."""
        candidates = settle(self._finder.find(reading))
        groups = [*self._extend(reading, candidates), *self._paired_moves(reading)]
        groups.sort(key=_start)
        taken = [(group.start, group.end) for group in groups]  # in order
        (asides,) = self._aside.find(reading.marked)
        aside = {m.start(m.lastgroup or 0) for m in asides}
        values = [
            Group.of(Candidate(q.start, q.end, q, "value"))
            for start, q in reading.quantities.items()
            if start not in aside and not (q.text[0] in IDLE_OPENS and IDLE.fullmatch(q.text))
        ]
        found = sorted([*groups, *_outside(values, taken)], key=_start)
        return found, dict.fromkeys(aside, "denominator")

    def _paired_moves(self, reading: Reading) -> Iterator[Group]:
        """分别从771家、481家增加到1076家、636家: two moves, in the order of the metrics."""
        for match in self._pairs.finditer(reading.marked):
            sizes = [reading.quantities.get(match.start(name)) for name in ("a", "b", "c", "d")]
            if any(size is None for size in sizes):
                continue
            a, b, c, d = (size for size in sizes if size)
            moves = []
            for first, last in ((a, c), (b, d)):
                text = reading.text[first.start : last.end]
                direction: Direction = "up" if last.amount > first.amount else "down"
                move = Change(
                    text,
                    first.start,
                    last.end,
                    "from_to",
                    direction,
                    None,
                    last.unit,
                    from_=first.amount,
                    to=last.amount,
                )
                moves.append(
                    Candidate(
                        first.start, last.end, move, "从<a>、<b>升至<c>、<d>", spread="each", value=last
                    )
                )
            yield Group.of(*moves)

    def _extend(self, reading: Reading, candidates: list[Candidate]) -> Iterator[Group]:
        """Draw in the rest of a list behind 分别: 分别增长9.7%、12.2%和15.8%."""
        reached = -1
        for at, candidate in enumerate(candidates):
            if candidate.start < reached:
                continue
            items = [candidate]
            if candidate.spread == "each":
                limit = candidates[at + 1].start if at + 1 < len(candidates) else len(reading.marked)
                while following := self._following(reading, items[-1], limit):
                    items.append(following)
                ahead = at + 1
                while ahead < len(candidates) and _continues(reading, items[-1], candidates[ahead]):
                    items.append(_scoped(items[-1], candidates[ahead]))
                    ahead += 1
                    limit = candidates[ahead].start if ahead < len(candidates) else len(reading.marked)
                    while following := self._following(reading, items[-1], limit):
                        items.append(following)
            reached = items[-1].end
            yield Group.of(*_share_unit(items))

    def _following(self, reading: Reading, last: Candidate, limit: int) -> Candidate | None:
        argument = last.argument
        if isinstance(argument, Rank):
            match = self._next_rank.match(reading.marked, last.end, limit)
            place = ranks.position(match["n"]) if match else None
            if not match or not place:
                return None
            start, end = match.start("scope"), match.end()
            scope = ranks.scope_of(match["scope"])
            rank = Rank(reading.text[start:end], start, end, place, scope=scope or argument.scope)
            return last._replace(start=start, end=end, argument=rank)
        if not isinstance(argument, (Change, Gap, Share, Target)):
            return None
        match = self._next_size.match(reading.marked, last.end, limit)
        size = reading.quantities.get(match.start("q")) if match else None
        if not match or not size:
            return None
        start = match.start("up") if match["up"] else match.start("down") if match["down"] else size.start
        text, end = reading.text[start : size.end], size.end
        if isinstance(argument, Share):
            if size.unit != argument.unit:
                return None
            share = replace(argument, text=text, start=start, end=end, amount=size.amount)
            return last._replace(start=start, end=end, argument=share)
        if isinstance(argument, Target):
            target = replace(
                argument,
                text=text,
                start=start,
                end=end,
                rate=size.amount,
                outcome=targets.outcome(size.amount, "met"),
            )
            return last._replace(start=start, end=end, argument=target)
        if isinstance(argument, Gap) and size.unit == "倍":
            gap = replace(argument, text=text, start=start, end=end, amount=size.amount - 1)
            return last._replace(start=start, end=end, argument=gap)
        if isinstance(argument, Gap):
            sign = -1 if (argument.amount or 0) < 0 else 1
            gap = replace(
                argument, text=text, start=start, end=end, amount=sign * size.amount, unit=size.unit
            )
            return last._replace(start=start, end=end, argument=gap)
        if last.rule == changes.MULTIPLE_NAME:
            change = replace(argument, text=text, start=start, end=end, amount=abs(size.amount - 1))
            return last._replace(start=start, end=end, argument=change)
        falls = match["down"] is not None or size.amount < 0
        if not match["up"] and not match["down"] and size.amount > 0:
            falls = argument.direction == "down"
        change = replace(
            argument, text=text, start=start, end=end, amount=abs(size.amount), unit=size.unit, upper=size.upper,
            bound=size.bound, direction="down" if falls else "up",
        )  # fmt: skip
        return last._replace(start=start, end=end, argument=change)


def _scoped(last: Candidate, following: Candidate) -> Candidate:
    """分别位居全省第三、第五: the scope is told once."""
    before, rank = last.argument, following.argument
    if isinstance(before, Rank) and isinstance(rank, Rank) and rank.scope is None:
        return following._replace(argument=replace(rank, scope=before.scope))
    return following


def _continues(reading: Reading, last: Candidate, following: Candidate) -> bool:
    """Whether a candidate of its own (下降2.1%) is the next item of the list before it."""
    if type(last.argument) is not type(following.argument):
        return False
    between = reading.marked[last.end : following.start]
    return re.fullmatch(JOINT, between) is not None or (
        isinstance(last.argument, Rank) and re.fullmatch("[、和及]", between) is not None
    )


def _share_unit(items: list[Candidate]) -> tuple[Candidate, ...]:
    """分别提高5.4个和7.1个百分点: the last names the unit of all."""
    gap = items[0].argument
    if len(items) > 1 and isinstance(gap, Gap) and gap.against:  # 分别高于全国、全省|0.41个和0.63个百分点
        rivals = re.split("[、和与]", gap.against)
        if len(rivals) == len(items):
            pairs = zip(items, rivals, strict=True)
            items = [
                i._replace(argument=replace(i.argument, against=r))
                for i, r in pairs
                if isinstance(i.argument, Gap)
            ]
    unit = getattr(items[-1].argument, "unit", None)
    if len(items) < 2 or unit != "个百分点":
        return tuple(items)
    shared = []
    for item in items:
        argument = item.argument
        if isinstance(argument, (Change, Gap)) and argument.unit == "个":
            item = item._replace(argument=replace(argument, unit=unit))
        shared.append(item)
    return tuple(shared)


def _outside(values: list[Group], taken: list[tuple[int, int]]) -> Iterator[Group]:
    """The values that no other argument covers."""
    at = 0
    for group in sorted(values, key=_start):
        while at < len(taken) and taken[at][1] <= group.start:
            at += 1
        if at == len(taken) or taken[at][0] >= group.end:
            yield group


def as_quantity(candidate: Candidate) -> Quantity | None:
    """The value of a candidate that is one."""
    return candidate.argument if isinstance(candidate.argument, Quantity) else None
