"""From a wording to the entry that it names: exactly, in its normal form, or nearly."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Literal

from kuji_ie.lexicon import Entry, Lexicon
from kuji_ie.models import Link
from kuji_ie.regions import Region
from kuji_ie.scopes import ELSEWHERE, EVERYWHERE, UNKNOWN, Scopes
from kuji_ie.units import UnitTable
from kuji_ie.wordings import Wordings, as_plain, plain

# 在孵科技型企业 and 在孵科技企业: one character in seven, two in fourteen. The pairs that must and must not meet are
# MEET and APART of tests/test_linking.py; from 90 downwards 评价入库 and 入库, 科技成果转移 and 科技成果 begin to meet.
NEAR = 92.0
SLACK = 2 * (100 - NEAR) / NEAR  # of its length: wordings further apart in length are not near
LEAST = 3  # characters of a normal form that says a thing: what is left of 总投资 may be any 投资
SHORTEST = 6  # characters of a normal form that may be met nearly: one in five is another word
CANDIDATES = 5
# What is so long, or has a number in it, is the name of one thing wherever it stands: “315”工程, not “双倍增”行动.
TELLING = re.compile(r"[0-9]|.{9}")
# Kinds of what is measured: a statistic comes before the title whose bearers are counted.
COUNTED = (("metric", "statistic"), ("honour", "programme"))

Match = tuple[Entry, Link]


class Linker:
    """Finds which of its entries a wording names, in a document of a given region.

    An exact name or alias comes first (R&D经费支出), then one of the same normal form (全市研究与试验发展经费支出), then one
    that nearly is (R&D经费总支出): with the same end, without a word that tells two things apart (`link.apart`), and
    only if one entry is nearest. An entry of 浙江省 that begins with it is found as 省级… and 省… too.

    Entries come kind by kind: where an earlier kind has the wording a later one is not asked. Where two of a kind
    share a wording the nearer region decides, then the name before the alias, then the later one;
    entries of two regions are not told apart, and None, nor is a short name where the region is not known, and so are two that only share a normal form. An entry whose
    unit is of another dimension than the number (亿元 of 参保人数) is not meant.
    """

    def __init__(
        self, entries: Iterable[Entry], wordings: Wordings, scopes: Scopes, units: UnitTable | None = None
    ) -> None:
        self._entries = tuple(entries)
        self._wordings, self._scopes, self._units = wordings, scopes, units
        self.link = lru_cache(maxsize=8192)(self._link)

    @cached_property
    def _exact(self) -> dict[str, list[Entry]]:
        """The entries by their plain wordings."""
        exact: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            for form in _forms(entry):
                exact[as_plain(form)].append(entry)
        return exact

    @cached_property
    def _normal(self) -> dict[str, list[Entry]]:
        """The entries by their normal forms."""
        normal: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries:
            for form in _forms(entry):
                normal[self._wordings.as_normal(form)].append(entry)
        return normal

    @cached_property
    def _tails(self) -> dict[str, list[str]]:
        """The normal forms long enough to be met nearly, by their last two characters, the shorter ones first."""
        tails: dict[str, list[str]] = defaultdict(list)
        for form in sorted(self._normal, key=len):
            if len(form) >= SHORTEST - 2:
                tails[form[-2:]].append(form)
        return tails

    def _link(self, wording: str, home: Region | None = None, unit: str | None = None) -> Match | None:
        """The entry that `wording` names and how it was found; None where none does, or where two may.

        `unit` is that of the number counted or measured, None where there is none.
        """
        found = self.exact(wording, home, unit)
        if found is not None:
            return found, link_by(known_as(found), "exact")
        found = self.normalised(wording, home, unit)
        if found is not None:
            return found, link_by(known_as(found), "normalised")
        return self.nearly(wording, home, unit)

    def exact(self, wording: str, home: Region | None = None, unit: str | None = None) -> Entry | None:
        """The entry with exactly that name or alias, width, marks and spaces left aside."""
        form = plain(wording)
        entries = self._exact.get(form)
        return next(iter(self._best(entries, form, home, unit)), None) if entries else None

    def normalised(self, wording: str, home: Region | None = None, unit: str | None = None) -> Entry | None:
        """The entry of the same normal form; None where there is none, or two."""
        form = self._wordings.normal(wording)
        return self._only(form, home, unit) if len(form) >= LEAST else None

    def nearly(self, wording: str, home: Region | None = None, unit: str | None = None) -> Match | None:
        """The entry whose normal form is nearly the same, with its likeness; None where none is near enough."""
        form = self._wordings.normal(wording)
        return self._nearly(form, home, unit) if len(form) >= SHORTEST else None

    def is_known(self, wording: str, home: Region | None = None) -> bool:
        """Whether an entry with exactly that wording holds in `home`, be it one of several."""
        form = plain(wording)
        return any(self._rate(entry, form, home) != ELSEWHERE for entry in self._exact.get(form, ()))

    def _only(self, form: str, home: Region | None, unit: str | None) -> Entry | None:
        """The one entry of a normal form; None where there are two."""
        entries = self._normal.get(form)
        best = self._best(entries, form, home, unit) if entries else ()
        return best[0] if best and len({known_as(entry) for entry in best}) == 1 else None

    def _nearly(self, form: str, home: Region | None, unit: str | None) -> Match | None:
        forms = self._tails.get(form[-2:], [])
        slack = int(len(form) * SLACK) + 1
        shortest = bisect_left(forms, len(form) - slack, key=len)
        longest = bisect_right(forms, len(form) + slack, key=len)
        if shortest == longest:
            return None
        from rapidfuzz import fuzz, process

        ranked = process.extract(
            form, forms[shortest:longest], scorer=fuzz.ratio, score_cutoff=NEAR, limit=CANDIDATES
        )
        best: Match | None = None
        for near, score, _ in ranked:
            if best is not None and score < best[1].score:
                break
            entry = None if self._tells_apart(form, near) else self._only(near, home, unit)
            if entry is not None and best is not None and known_as(entry) != best[1].id:
                return None
            if entry is not None:
                best = entry, link_by(known_as(entry), "fuzzy", score)
        return best

    def _tells_apart(self, form: str, near: str) -> bool:
        """Whether what is in only one of two forms makes another thing of it: 新认定 and 认定."""
        from rapidfuzz.distance import Indel

        changed = (
            form[edit.src_pos] if edit.tag == "delete" else near[edit.dest_pos]
            for edit in Indel.editops(form, near)
        )
        return any(char in self._wordings.apart or char.isascii() for char in changed)

    def _best(
        self, entries: Sequence[Entry], form: str, home: Region | None, unit: str | None
    ) -> list[Entry]:
        """The entries of a form that are likeliest meant, the likeliest first; none where regions cannot be told."""
        fitting = [entry for entry in entries if self._fits(entry, unit)] if unit else entries
        if len(fitting) == 1 and not fitting[0].region:
            return list(fitting)  # as nearly always
        for kind in dict.fromkeys(entry.kind for entry in fitting):
            best = self._nearest([entry for entry in fitting if entry.kind == kind], form, home)
            if best:
                return best
        return []

    def _nearest(self, entries: Sequence[Entry], form: str, home: Region | None) -> list[Entry]:
        """The entries of the region nearest to `home`, those called so first, then the later ones."""
        rates = [self._rate(entry, form, home) for entry in entries]
        nearest = max(rates)
        best = [entry for entry, rate in zip(entries, rates, strict=True) if rate == nearest]
        regions = {entry.region for entry in best}
        is_open = nearest < EVERYWHERE and len(regions) > 1
        if nearest == ELSEWHERE or is_open or (nearest == UNKNOWN and not TELLING.search(form)):
            return []
        best.reverse()  # of those called alike the later one holds
        return sorted(best, key=lambda entry: plain(entry.name) != form)

    def _rate(self, entry: Entry, form: str, home: Region | None) -> int:
        rate = self._scopes.rate(entry.region, home)
        says_it = bool(entry.region) and form.startswith(entry.region[:2])
        return max(rate, EVERYWHERE) if says_it else rate

    def _fits(self, entry: Entry, unit: str | None) -> bool:
        """Whether a number in `unit` can be of this entry: 人 for 参保人数, not for 参保率."""
        if unit is None or self._units is None:
            return True
        own = entry.get("unit")
        if own is None or unit == own:
            return True
        given, wanted = self._units.dimension(unit), self._units.dimension(own)
        return given is None or wanted is None or given == wanted


class MetricLinker:
    """Finds the id of what is measured: a metric of the lexicon, or the honour that is counted (省级众创空间 7家)."""

    def __init__(self, lexicon: Lexicon, wordings: Wordings, scopes: Scopes, units: UnitTable) -> None:
        self._wordings = wordings
        self._linkers = [
            Linker((entry for kind in kinds for entry in lexicon.entries(kind)), wordings, scopes, units)
            for kinds in COUNTED
        ]

    def link(
        self, name: str, text: str, action: str | None, home: Region | None, unit: str | None = None
    ) -> Link | None:
        """The link of a metric called `name` that stands as `text` in a document of `home`; None without one.

        新增贷款 is the entry of that name where there is one, else 贷款 of the series 新增. The growth of a metric
        (技术交易额增速, itself ranked or compared) has that metric's id with `.growth`.
        """
        bare = name.removeprefix(action or "")
        bare = bare if len(bare) > 1 else name
        risen = self._wordings.of_growth(bare)
        if risen and not any(linker.exact(bare, home, unit) for linker in self._linkers):
            link = self.link(risen, risen, action, home)
            return link_by(f"{link.id}.growth", link.how, link.score) if link else None
        listed = self._wordings.listed(bare)
        wordings = tuple(dict.fromkeys((bare, text, listed or bare)))
        for linker in self._linkers:
            for wording in dict.fromkeys((f"{action or ''}{bare}", name, *wordings)):
                entry = linker.exact(wording, home, unit)
                if entry is not None:
                    return link_by(known_as(entry), "exact")
            for wording in wordings:
                entry = linker.normalised(wording, home, unit)
                if entry is not None:
                    return link_by(known_as(entry), "normalised")
        near = [linker.nearly(wording, home, unit) for linker in self._linkers for wording in wordings]
        found = [match[1] for match in near if match]
        return max(found, key=lambda link: link.score, default=None)

    def share(self, whole: str, name: str, home: Region | None) -> Link | None:
        """The link of 占GDP比重 after a metric called `whole`, the R&D经费投入 that has that share."""
        found = self._linkers[0].link(whole + name, home, "%")
        return found[1] if found else None


@lru_cache(maxsize=4096)
def link_by(id: str, how: Literal["exact", "normalised", "fuzzy"], score: float = 100.0) -> Link:
    """A link; one object for all that came to the same id in the same way."""
    return Link(id, how, score)


def known_as(entry: Entry) -> str:
    """The canonical id of an entry: a row without one is known by its name."""
    return entry.id or entry.name


def _forms(entry: Entry) -> Sequence[str]:
    """The wordings of an entry; 浙江省重点实验室 of 浙江省 is called 省重点实验室 there."""
    region, forms = entry.region, entry.forms
    if not region:
        return tuple(dict.fromkeys(forms))
    length = len(region)
    own = [form[length - 1 :] for form in forms if form.startswith(region) and len(form) > length + 1]
    return tuple(dict.fromkeys((*forms, *own)))
