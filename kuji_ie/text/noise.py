"""What stands in the file but is not the report: adverts, page furniture, site boilerplate.

Noise is marked, not cut: the original text and its offsets stay, later stages read around it. Every pattern
is bounded, or begins where only one place of a run can begin: one million spaces are read once. A pattern of a line
begins with the line feed before it, which the engine finds at once: `^` is tried at every character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kuji_ie.text.patterns import later

NUMBER = r"[0-9]{1,4}"

# Words that sell something or call for it. 微信 and 公众号 alone do not: reports count what they sent there.
CHANNEL = r"(?:微信|公众号|抖音|快手|小红书|淘宝|微博|(?i:QQ|VX|WX))(?:公众号|账?号|群|店铺?)?"
ADVERT = rf"""(?:
    {CHANNEL}[ ]?[:“]                                        # 公众号:秘书之家, 抖音账号:文章写作知识屋
  | {CHANNEL}[ ]?[A-Za-z0-9_-]{{6,}}                          # 微信13000000000, QQ 800012345
  | 代(?:写|笔)[^,。;\n]{{0,8}}(?:微信|电话|咨询|联系|(?i:QQ|VX)|:)
  | (?<![规示模典师风])范文                                   # 公文范文, but not 规范文件, 模范文明
  | 更多[^,。;()\n]{{0,6}}(?:公文|材料|资料|文章|文档|精彩|干货|模板)
  | (?:请|欢迎|敬请)(?:关注|搜索|扫码|添加|收藏)
  | 扫(?:码|一扫|描)[^,。;()\n]{{0,6}}(?:关注|进群|加群|添加|咨询|领取)
  | 添?加(?:我|本人|作者|客服|老师)?的?(?:微信|(?i:QQ|VX))
  | 下载更多 | 搜集整理 | (?:素材|资料|网络)(?:搜集|收集) | 转载请 | 侵权?必?删 | 秘书之家 | 公文写作网?
)"""
# Words one of which stands in every advert: a line without any is not read for one.
ADVERT_WORD = re.compile(
    "微信|公众号|抖音|快手|小红书|淘宝|微博|Q|q|V|v|W|w|代写|代笔|范文|更多|请|欢迎|扫|收集|搜集|侵|删|秘书之家|公文写作"
)
# (代写文章:微信:13000000000) … [更多公文范文请关注公众号:秘书之家]: a bracket that wants to sell something.
ADVERT_BRACKET = later(rf"[(\[][^()\[\]\n]{{0,40}}?{ADVERT}[^()\[\]\n]{{0,60}}[)\]]", re.VERBOSE)
# 抖音账号:文章写作知识屋 代写文章微信:13000000000: a line that comes to it at once and is no sentence.
ADVERT_LINE = later(
    rf"\n[ ]*(?![ ])[^。(\[\n]{{0,16}}?{ADVERT}[^。\n]{{0,160}}。?[ ]*$", re.VERBOSE | re.MULTILINE
)
# 第 3 页 共 12 页, 第1页 / 共6页: anywhere; - 5 -, — 12 —, 3/12, a number alone: on a line of their own.
PAGE_OF = later(rf"第[ ]?{NUMBER}[ ]?页(?:[ ]?[,/(]?[ ]?共[ ]?{NUMBER}[ ]?页[)]?)?")
PAGE_LINE = later(
    rf"\n[ ]*(?:[-—~·]{{1,2}}[ ]?{NUMBER}[ ]?[-—~·]{{1,2}}|{NUMBER}(?:[ ]?/[ ]?{NUMBER})?)[ ]*$", re.MULTILINE
)
# 全力支撑经⏎⏎3、济发展: the number of a page in a word, known by the long, unfinished line before the gap.
PAGE_IN_WORD = later(r"\n[ ]*[0-9]{1,3}、(?=\S)")
ENDED = frozenset("。!?;:,.、”)]")
UNFINISHED = 30  # characters of a line that was cut
# Site furniture: lines that begin so …
BOILERPLATE = later(
    r"""\n[ ]*(?:
        (?:索引号|发布单位|成文日期|有效性|文件编号|公开方式|信息来源|浏览次数|点击次数|点击量|阅读)[ ]?[:|]
      | (?:上传人|上传时间|文档编号|页数|格式|大小|来源|责任编辑|责编|版式设计)[ ]?:
      | (?:主办单位|承办单位|技术支持|地址|邮编|联系电话|电话|传真|E-?mail|电子邮箱)[ ]?:
      | 当前位置 | 您(?:现在)?的位置 | 联系我们 | 网站(?:标识码|地图) | 返回[ ]*(?:下载|首页|顶部)
      | 点击查看 | 展开(?:阅读)?全文 | 资源描述 | 猜你喜欢 | 分享到 | \[?(?:字号|字体) | [上下]一篇
      | 版权所有 | Copyright | © | (?:增值电信业务)?经营许可证(?:编?号)?[ ]?: | 备案(?:序号|号)
      | [^\n]{0,6}(?:公网安备|ICP备) | 《[^\n《》]{1,80}》由会员分享
    )[^\n]*$""",
    re.MULTILINE | re.VERBOSE,
)
# … and lines that are nothing else: buttons, and the name of the file.
BUTTON = later(
    r"""\n[ ]*(?:
        打印(?:本页)? | 收藏(?:本[页站])? | 下载 | 全屏 | 加大 | 还原 | 减小 | 关闭(?:窗口)?
      | 相关(?:资源|搜索|文档|链接):?
      | [^\n。,;:|\ ][^\n。,;:|]{3,60}[ ]{1,9}[(\[]?(?:19|20)[0-9]{2}[-/.][0-9]{2}[-/.][0-9]{2}[)\]]?  # 我县召开总结会 2024-01-15: a link
      | [^\n]{1,80}\.(?:docx?|pdf|pptx?|xlsx?|wps)(?:_第[0-9]{1,4}页)?
    )[ ]*$""",
    re.MULTILINE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Noise:
    """A noisy range of the normalised text, half open, and the name of what it is."""

    start: int
    end: int
    kind: str


FURNITURE = (BOILERPLATE, BUTTON)


def find_noise(text: str) -> list[Noise]:
    """Find the noise of a normalised text, in order, without overlap.

    …孵化生态更趋完善(代写文章:微信:13000000000) marks the bracket as advert; 经⏎⏎3、济发展 marks ⏎⏎3、 as
    page. A bracket that explains (满分100分) or counts (微信推文120篇) is left alone.
    """
    lines = f"\n{text}"
    found = [*_pages_in_words(text), *_lines(PAGE_LINE, "page", lines)]
    found += (Noise(match.start(), match.end(), "page") for match in PAGE_OF.finditer(text))
    found += _adverts(lines)
    for pattern in FURNITURE:
        found += _lines(pattern, "boilerplate", lines)
    found.sort(key=lambda noise: (noise.start, -noise.end))
    result: list[Noise] = []
    for noise in found:
        last = result[-1] if result else None
        if last is None or noise.start >= last.end:
            result.append(noise)
        elif noise.end > last.end:
            result[-1] = Noise(last.start, noise.end, last.kind)
    return result


def _lines(
    pattern: re.Pattern[str], kind: str, lines: str, start: int = 0, end: int | None = None
) -> Iterator[Noise]:
    """The lines of one kind. The feed before a line stands in `lines` where the line begins in the text."""
    for match in pattern.finditer(lines, start, len(lines) if end is None else end):
        yield Noise(match.start(), match.end() - 1, kind)


def _adverts(lines: str) -> Iterator[Noise]:
    """The adverts, in those lines where one of their words stands."""
    end = 0
    while word := ADVERT_WORD.search(lines, end):
        start, end = lines.rfind("\n", 0, word.start()), lines.find("\n", word.end())
        end = end if end > 0 else len(lines)
        for match in ADVERT_BRACKET.finditer(lines, start, end):
            yield Noise(match.start() - 1, match.end() - 1, "advert")
        yield from _lines(ADVERT_LINE, "advert", lines, start, end)


def _pages_in_words(text: str) -> Iterator[Noise]:
    """The numbers of pages in words, from the last character of the word's first part on."""
    for number in PAGE_IN_WORD.finditer(text):
        start = number.start()
        while start and text[start - 1] in " \n":
            start -= 1
        feed = text.find("\n", start)
        is_cut = feed >= UNFINISHED and "\n" not in text[feed - UNFINISHED : feed]
        if start and is_cut and feed < number.start() and text[start - 1] not in ENDED:
            yield Noise(start, number.end(), "page")
