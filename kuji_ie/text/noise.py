"""What stands in the file but is not the report: adverts, page furniture, site boilerplate.

Noise is marked, not cut: the original text and its offsets stay, later stages read around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = r"[0-9]{1,4}"

# (代写文章:微信:13258028938) … (更多公文范文请关注公众号:秘书之家): a bracket that wants to sell something.
ADVERT_WORD = r"(?:微信|公众号|代写|范文|抖音|小红书|淘宝|QQ群?|加群|扫码|VX|vx|微博|下载更多|搜集整理)"
ADVERT_BRACKET = re.compile(rf"[(\[][^()\[\]\n]{{0,40}}?{ADVERT_WORD}[^()\[\]\n]{{0,60}}[)\]]")
# 抖音账号:文章写作知识屋 代写文章微信:13258028938: a line that starts like one.
ADVERT_LINE = re.compile(
    r"^[ ]*(?:抖音账?号|代写|更多(?:公文|范文|材料|精彩)|(?:关注|搜索|扫码|添加)?微信(?:公众)?号|公众号|QQ群?)[^\n]{0,200}$",
    re.MULTILINE,
)
# 第 3 页 共 12 页, 第1页 / 共6页: anywhere; - 5 -, — 12 —, a number alone: on a line of their own.
PAGE_OF = re.compile(rf"[ ]*第[ ]?{NUMBER}[ ]?页[ ,/]*(?:[(]?共[ ]?{NUMBER}[ ]?页[)]?)?[ ]*")
PAGE_LINE = re.compile(rf"\n[ ]*(?:[-—~·][ ]*{NUMBER}[ ]*[-—~·]|{NUMBER})[ ]*(?=\n)")
# 全力支撑经⏎⏎3、济发展: the number of a page in a word, known by the unfinished line before the gap.
PAGE_IN_WORD = re.compile(r"(?<=[^\s。!?;:,.、”)\]])[ ]*\n\s*\n[ ]*[0-9]{1,3}、(?=[^\s])")
# Site furniture: lines that begin (or are) one of these.
BOILERPLATE = re.compile(
    r"^[ ]*(?:"
    r"索引号|发布单位[:: |]|成文日期|有效性[:: |]|文件编号|公开方式|信息来源|浏览次数|点击次数|字体[::]"
    r"|上传人|上传时间|文档编号|页数[:]|格式[:]|大小[:]|返回[ ]*下载|点击查看|资源描述|展开阅读全文|相关资源|猜你喜欢"
    r"|相关搜索|当前位置|备案号|经营许可证|版权所有|主办单位[:]|承办单位[:]|技术支持[:]|网站标识码|联系电话|联系我们"
    r"|责任编辑|版式设计|E-mail|邮编[:]|地址[:]|打印$|收藏$|下载$|全屏$|分享到|【?字号|加大$|还原$|减小$|来源[:]"
    r"|[^\n]{0,6}公网安备|[^\n]{0,6}ICP备|《[^\n《》]{1,80}》由会员分享|[^\n]{1,80}\.(?:docx?|pdf|pptx?|xlsx?)(?:_第[0-9]+页)?$"
    r")[^\n]*$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Noise:
    """A noisy range of the normalised text, half open, and the name of what it is."""

    start: int
    end: int
    kind: str


# In this order: the page number in a word must be seen before the lines around it are taken.
PATTERNS = (
    ("page", PAGE_IN_WORD),
    ("page", PAGE_LINE),
    ("page", PAGE_OF),
    ("advert", ADVERT_BRACKET),
    ("advert", ADVERT_LINE),
    ("boilerplate", BOILERPLATE),
)


def find_noise(text: str) -> list[Noise]:
    """Find the noise of a normalised text, in order, without overlap.

    …孵化生态更趋完善(代写文章:微信:13258028938) marks the bracket as advert; 经⏎⏎3、济发展 marks ⏎⏎3、 as page.
    A bracket that only explains (满分100分) is left alone.
    """
    found = [Noise(m.start(), m.end(), kind) for kind, pattern in PATTERNS for m in pattern.finditer(text)]
    found.sort(key=lambda noise: (noise.start, -noise.end))
    result: list[Noise] = []
    for noise in found:
        if noise.end <= noise.start:
            continue
        if result and noise.start < result[-1].end:
            if noise.end > result[-1].end:
                result[-1] = Noise(result[-1].start, noise.end, result[-1].kind)
        else:
            result.append(noise)
    return result
