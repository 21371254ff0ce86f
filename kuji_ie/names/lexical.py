"""Names that stand in a pack, and which entry a wording resolves to."""

from __future__ import annotations

from collections.abc import Iterator

from kuji_ie.lexicon import Lexicon
from kuji_ie.lexicon.gazetteer import Gazetteer
from kuji_ie.linking import Linker, Match
from kuji_ie.models import Label
from kuji_ie.names.mention import Name
from kuji_ie.regions import Region
from kuji_ie.scopes import Scopes
from kuji_ie.text.patterns import later
from kuji_ie.wordings import Wordings

LABELS: dict[str, Label] = {"programme": "PROGRAMME", "honour": "HONOUR", "organisation": "ORG"}
# What makes another word of a name: 五星级酒店, 五星红旗, 一等奖学金.
RUNS_ON = later(
    r"(?<=星)(?:级|红|好评)|(?<=奖)(?:学金|励|金|补)|(?<=券)商|(?<=区)位|(?<=高企)(?:业|[不难稳])|(?<=实验室)体系|(?<=科技特派员)(?:工作(?!站)|创业)|(?<=政)[0-9一二三四五六七八九十]+条"
)
# A programme that is only the first word of a place or a body: 乡村振兴|科技创新示范基地, 长三角一体化|高新区.
OTHER_NOUN = later(
    r"(?!战略|行动|工程|计划)[一-鿿]{0,8}?(?:示范(?:区|村|镇|乡|县|市|带|点|户|园|基地|中心|合作区)|先行区|试验区|工作站|工作基地|服务站|高新区|开发区|产业园|办公室|指挥部|公司|学院|研究院|研究会|联盟|博览会|展览会|峰会|论坛|大会|警示片|基金|帮扶县|馆)"
)
# A contest that is a programme, and an honour where it is won: 荣获|中国创新创业大赛|一等奖.
WON = later(r"(?:获得?|荣获|夺得|斩获|摘得|捧得|喜获|勇夺)[^,。;、\n]{0,8}$")
GRADED = later(r"”?[^,。;、\n]{0,8}(?:[一二三特]等奖|[金银铜优]奖|优秀奖|冠军|[亚季]军|优胜奖|第[一二三]名)")
# …荣获中国创新创业大赛先进制造行业总决赛|“优秀企业”称号: what is won in a contest is named after it
WITHIN = later(r"[^,。;、“”\n]{0,12}赛“[^“”\n]{2,16}”(?:称号|荣誉)")
NO_LEVEL = later(r"(?<=[全我本各该外城上跨两])[省市]")


class LexicalNames:
    """The names of a lexicon: found in text, and looked up for a wording."""

    def __init__(self, lexicon: Lexicon, wordings: Wordings, scopes: Scopes) -> None:
        self._gazetteer = Gazetteer(entry for kind in LABELS for entry in lexicon.entries(kind))
        forms = [{form for entry in lexicon.entries(kind) for form in entry.forms} for kind in LABELS]
        self._both = frozenset(forms[0] & forms[1])
        self._linkers = {
            label: Linker(lexicon.entries(kind), wordings, scopes) for kind, label in LABELS.items()
        }

    def find(self, text: str, home: Region | None = None) -> Iterator[Name]:
        """The entries that a cleaned text names, as they stand in it; those of other regions are left out."""
        for mention in self._gazetteer.find(text, is_normalised=True):
            start, label = mention.start, LABELS[mention.entry.kind]
            if mention.text in self._both:
                label = _kind_of_both(text, start, mention.end)
            marked = mention.text.endswith(("”", '"'))  # “云溪论剑”大会
            runs_on = label == "PROGRAMME" and not marked and OTHER_NOUN.match(text, mention.end)
            if runs_on or RUNS_ON.match(text, mention.end):
                continue
            if NO_LEVEL.match(text, start):  # 全|省众创空间
                start += 1
            if self._linkers[label].is_known(text[start : mention.end], home):
                yield Name(start, mention.end, label, 0)

    def resolve(self, wording: str, label: Label, home: Region | None = None) -> Match | None:
        """The entry that a wording names in a document of `home`, and how; None for a name of no pack."""
        linker = self._linkers.get(label)
        return linker.link(wording, home) if linker else None


def _kind_of_both(text: str, start: int, end: int) -> Label:
    """What a wording names that is a programme and an honour: 办好|中国创新创业大赛 and 荣获中国创新创业大赛金奖."""
    if WITHIN.match(text, end):
        return "PROGRAMME"
    won = WON.search(text, max(0, start - 12), start) or GRADED.match(text, end)
    return "HONOUR" if won else "PROGRAMME"
