"""What two writers write differently of one name, brought to one form."""

from __future__ import annotations

import re
from functools import lru_cache

from kuji_ie.lexicon import Lexicon
from kuji_ie.rules.rule import Vocabulary
from kuji_ie.text.normalise import normalise
from kuji_ie.text.patterns import later

LEAST = 2  # characters that a name keeps, whatever is left out of it
LONGEST = 80  # characters of a name; what is longer is a sentence
LISTED = later(r"等(?:各级|各类)*(?P<kind>[\u4e00-\u9fff]{3,12})$")
_PLAIN = re.compile("[0-9a-z\u4e00-\u9fff]*")
_UNSEEN = str.maketrans("", "", '“”《》" \n\t')


def as_plain(wording: str) -> str:
    """A wording without its width, marks and spaces: Ｒ＆Ｄ “经费” is r&d经费."""
    if _PLAIN.fullmatch(wording):  # as nearly every wording of a lexicon, which are read at each start
        return wording
    return normalise(wording).translate(_UNSEEN).casefold()


plain = lru_cache(maxsize=8192)(as_plain)  # for the wordings of texts, which come again


class Wordings:
    """Brings names to a normal form by the cue roles `link.same`, `link.drop`, `link.head` and `link.tail`.

    规模以上工业企业研发经费占全市生产总值的比例 and 规上工业企业R&D经费占GDP比重 have one form, 省级众创空间 and 市级众创空间
    two: only what says nothing of the thing itself is left out or exchanged. The form is no wording to show.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        same = {plain(form): name for name, form in vocabulary.pairs("link.same") if form != name}
        self._same = {form: plain(name) for form, name in same.items()}
        self._exchange = _any_of({*self._same, *map(plain, vocabulary.words("link.drop"))})
        heads, tails = (tuple(map(plain, vocabulary.words(role))) for role in ("link.head", "link.tail"))
        self._heads, self._tails = heads, (*tails, ")")  # without one of these there is nothing to leave out
        self._head = re.compile(f"(?:{_any_of(heads).pattern})+")
        self._tail = re.compile(f"(?:{_any_of(tails).pattern})+$")
        # 省级科技企业孵化器(众创空间): what explains a name, not what narrows it (外国高端人才(A类), 人才(海外))
        self._bracket = re.compile(r"\([^()a-z0-9类级海外]{2,}\)$")
        growth = _any_of(map(plain, vocabulary.words("rank.growth"))).pattern
        self._growth = re.compile(f"(?:同比)?(?:{growth})$")
        self.apart = frozenset("".join(vocabulary.words("link.apart")))
        self.normal = lru_cache(maxsize=4096)(self.as_normal)

    @classmethod
    def of(cls, lexicon: Lexicon) -> Wordings:
        """By the cues of a lexicon."""
        return cls(Vocabulary.of(lexicon))

    def of_growth(self, wording: str) -> str | None:
        """The metric whose growth a wording names (技术交易额 of 技术交易额同比增速), None where it names none."""
        match = self._growth.search(plain(wording))
        return plain(wording)[: match.start()] if match and match.start() >= LEAST else None

    def listed(self, wording: str) -> str | None:
        """What a list gives examples of: 合作银行 of 云溪银行、北湖银行等合作银行; None where nothing is listed."""
        match = LISTED.search(wording)
        return match["kind"] if match else None

    def as_normal(self, wording: str) -> str:
        """The normal form of one wording; `normal` keeps those asked for last."""
        form = as_plain(wording)
        is_normal = not (form.startswith(self._heads) or form.endswith(self._tails))
        if len(form) > LONGEST or (is_normal and not self._exchange.search(form)):
            return form
        for _ in range(2):  # 研究与试验发展|经费支出: the first exchange makes the wording of the second
            form = self._exchange.sub(lambda found: self._same.get(found[0], ""), form)
        form = self._bracket.sub("", form)
        head = self._head.match(form)
        if head and len(form) - head.end() >= LEAST:
            form = form[head.end() :]
        tail = self._tail.search(form)
        return form[: tail.start()] if tail and tail.start() >= LEAST else form


def _any_of(words: object) -> re.Pattern[str]:
    ranked = sorted(words, key=lambda word: (-len(word), word))  # type: ignore[call-overload]
    return re.compile("|".join(map(re.escape, ranked)) or "(?!)")
