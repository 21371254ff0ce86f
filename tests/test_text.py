"""Width, noise and broken lines: what is read of a text, and the way back to what was passed."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kuji_ie.text.clean import clean
from kuji_ie.text.noise import find_noise
from kuji_ie.text.normalise import normalise
from kuji_ie.text.patterns import later

HARD = "全年新建省级概念验证中心2家、中试基地5家,集聚成果转化专员86名。"
LONG = "各项工作扎实推进,重点指标稳中有进,创新平台建设和成果转化取得了新的进展,科技企业培育"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("新增３８家，居全省第９位（苏中第１位）。", "新增38家,居全省第9位(苏中第1位)。"),
        ("占ＧＤＰ比重２．７％；Ｒ＆Ｄ", "占GDP比重2.7%;R&D"),
        ("【字号】〔2023〕7号［注］〖表〗", "[字号][2023]7号[注][表]"),
        ("‘揭榜’「挂帅」『擂台』", "“揭榜”“挂帅”“擂台”"),
        ("1～3家、4－5家、6–7家、8―9家", "1~3家、4-5家、6—7家、8—9家"),
        ("a\tb\u3000c\xa0d\u2009e\u200bf\ufeffg\xadh", "a b c d e f g h"),
        ("a\r\nb\x0cc\u2028d\x85e", "a \nb\nc\nd\ne"),
        ("⽉、⾼企、立⽴", "月、高企、立立"),  # radicals out of a PDF
        ("增⻓、⺠营", "增长、民营"),  # likewise, of which Unicode tells no twin
        ("、。·…—《》“”", "、。·…—《》“”"),  # these stay
        ("a\ue000b\ud800c\udfffd\ue00f", "a\ufffdb\ufffdc\ufffdd\ufffd"),  # the lexer's marks, surrogates
        ("😀二〇二三", "😀二〇二三"),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # adverts in brackets
        (
            "成效更趋明显(代写文章:微信:13000000000)。",
            [("advert", "(代写文章:微信:13000000000)")],
        ),
        (
            "上市企业5家(更多公文范文请关注公众号:某某文库),募资38亿元",
            [("advert", "(更多公文范文请关注公众号:某某文库)")],
        ),
        ("14个,[加微信:gw000518领取资料]其中", [("advert", "[加微信:gw000518领取资料]")]),
        ("(QQ800012345)(扫码关注我们)", [("advert", "(QQ800012345)"), ("advert", "(扫码关注我们)")]),
        # brackets that explain or count
        ("得分78分(满分100分),高企(含培育库)、在新媒体(微信、微博、抖音)推送200条", []),
        ("制定制度(规范文件3项),创建(模范文明单位2家),示范文化基地(微信推文120篇)", []),
        # adverts as lines
        (
            "完成项目50项。\n抖音账号:写作屋 代写文章微信:13000000000 抖音账号:写作屋",
            [("advert", "抖音账号:写作屋 代写文章微信:13000000000 抖音账号:写作屋")],
        ),
        ("更多精彩资料请搜索某某网\n全年", [("advert", "更多精彩资料请搜索某某网")]),
        ("微信公众号推送信息230篇,阅读量12万次。", []),
        ("开展论文代写代投专项整治,规范文件3项。", []),
        # pages
        ("贷款9.85亿元, 第 3 页 共 12 页 在保426户", [("page", "第 3 页 共 12 页")]),
        ("第1页 / 共6页\n第2页,发展", [("page", "第1页 / 共6页"), ("page", "第2页")]),
        ("科技型中\n- 5 -\n小企业", [("page", "- 5 -")]),
        ("科技型中\n 3/12\n小企业\n—— 7 ——", [("page", " 3/12"), ("page", "—— 7 ——")]),
        (f"{LONG}经\n\n3、济发展", [("page", "\n\n3、")]),
        (f"{LONG}经 \n \n 3、济发展", [("page", " \n \n 3、")]),
        (f"{LONG}\n{LONG}。 \n\n3、提升", []),
        ("\n\n3、济发展", []),
        ("主要工作\n\n3、提升能级", []),  # a heading is short: the point below it stays
        (f"{LONG}。\n\n3、提升能级", []),  # a sentence that is finished
        # the furniture of a site
        (
            "索引号: | 002/2024 | 公开方式:\n发布单位:某局",
            [("boilerplate", "索引号: | 002/2024 | 公开方式:"), ("boilerplate", "发布单位:某局")],
        ),
        (
            "工作总结.docx\n上传人:某 页数:6\n工作总结.docx_第2页\n全年",
            [
                ("boilerplate", "工作总结.docx"),
                ("boilerplate", "上传人:某 页数:6"),
                ("boilerplate", "工作总结.docx_第2页"),
            ],
        ),
        (
            "下载\n[字号:\n苏公网安备32030002000123号\n版权所有 ©2023",
            [
                ("boilerplate", "下载"),
                ("boilerplate", "[字号:"),
                ("boilerplate", "苏公网安备32030002000123号"),
                ("boilerplate", "版权所有 ©2023"),
            ],
        ),
        ("经营许可证办理12件\n下载量3万次\n来源于企业的资金5亿元\n地址变更3家\n相关资源共享平台5个", []),
        ("", []),
    ],
)
def test_find_noise(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(noise.kind, text[noise.start : noise.end]) for noise in find_noise(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # hard line breaks
        ("全年新建\n省级概念验证中心 2 家\n、中试基地 5 家，集聚成果转化\n专员 86 名。", HARD),
        ("新增国高企\r\n48家", "新增国高企48家"),
        ("增长\n　　31.9%，", "增长31.9%,"),
        ("（其中\n省级3家）", "(其中省级3家)"),
        # kept apart: sentences, headings, blank lines
        ("新增3家。\n总数8家。", "新增3家。\n总数8家。"),
        ("一、主要工作\n新增3家", "一、主要工作\n新增3家"),
        ("新增3个平台\n（二）做强主体\n2、聚焦创新", "新增3个平台\n(二)做强主体\n2、聚焦创新"),
        ("工作总结\n\n全年新增3家", "工作总结\n\n全年新增3家"),
        ("——聚焦主体\n一是强化培育\n①做强平台", "——聚焦主体\n一是强化培育\n①做强平台"),
        (f"一是{LONG}。新增高企\n48家", f"一是{LONG}。新增高企48家"),  # a paragraph, no heading
        # kept apart: a figure a line
        ("研发费用 9.99亿元\n技术交易额 5.2亿元\n占比 3%", "研发费用9.99亿元\n技术交易额5.2亿元\n占比3%"),
        # pages and adverts
        ("科技型中\n- 5 -\n小企业", "科技型中小企业"),
        ("科技型中\n\n12\n\n小企业", "科技型中小企业"),
        ("贷款9.85亿元， 第 3 页 共 12 页 在保426户", "贷款9.85亿元,在保426户"),
        (f"{LONG}经\n\n3、济发展", f"{LONG}经济发展"),
        ("中试基地14个，（代写材料加微信:gw000518）其中省级5个", "中试基地14个,其中省级5个"),
        ("集聚专员\n关注公众号：某某文库\n86名", "集聚专员86名"),
        ("标题\n下载\n打印\n全年新增", "标题\n\n\n全年新增"),  # furniture between lines keeps them apart
        ("更多范文请关注公众号：某某文库", ""),
        # spaces
        ("有效高企 1,286 家, 专利 12, 680 件", "有效高企1,286家,专利12,680件"),
        ("有效高企 1 286 家,人员12 345 678人", "有效高企1286家,人员12345678人"),
        ("2022 12 件,2023 123 家", "2022 12件,2023 123家"),  # a year and a number
        ("指标 12  345", "指标12  345"),  # two columns
        ("Science Park 和 R & D,5 G 基站,PCT 120 件", "Science Park和R&D,5G基站,PCT 120件"),
        ("　　 全 年 ", "全年"),
        ("", ""),
        (" \n\t\n", "\n\n"),
    ],
)
def test_clean(text: str, expected: str) -> None:
    assert clean(text).text == expected


def test_a_span_keeps_the_text_as_passed() -> None:
    cleaned = clean("全年新建\n省级概念 验证中心 ２ 家（微信：13000000000）、中试基地５家")
    assert cleaned.text == "全年新建省级概念验证中心2家、中试基地5家"
    span = cleaned.span(4, 14)
    assert (span.text, span.start, span.end) == ("省级概念 验证中心 ２ 家", 5, 18)
    across = cleaned.span(12, 15)  # 2家、 with the advert in between
    assert across.text == "２ 家（微信：13000000000）、"


PIECES = st.sampled_from(
    [
        *" 　\n\r\t字家,，。;；、()（）[【】“”‘’一二3５%-—·.第页共/微信QQ:：①\ud800\ue000😀",
        "第3页",
        "- 5 -",
        "\n\n3、",
        LONG,
        "公众号:",
        "\n下载\n",
        "1 286",
        "一、",
        "a.docx",
    ]
)
ANY = st.text(st.characters(exclude_categories=[])) | st.lists(PIECES).map("".join)


@given(ANY)
def test_normalise_keeps_the_length(text: str) -> None:
    assert len(normalise(text)) == len(text)
    assert normalise(normalise(text)) == normalise(text)


@given(ANY)
def test_noise_is_in_order(text: str) -> None:
    places = [edge for noise in find_noise(normalise(text)) for edge in (noise.start, noise.end)]
    assert places == sorted(places)
    assert all(noise.start < noise.end for noise in find_noise(normalise(text)))


@example("")
@given(ANY)
def test_every_span_maps_back(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.original == text
    origins = [cleaned.origin(position) for position in range(len(cleaned.text))]
    assert origins == sorted(set(origins))
    assert cleaned.text == "".join(normalise(text)[origin] for origin in origins)
    for start in range(0, len(cleaned.text), 3):
        span = cleaned.span(start, min(start + 5, len(cleaned.text)))
        assert span.text == text[span.start : span.end]
        assert span.start == origins[start]


RUNS = [" ", "\n", "1", "(", "《", "[a", "(微信", "微信公众号\n", "第 ", "字\n", " \n", "1 "]


@pytest.mark.parametrize("unit", RUNS)
def test_a_long_run_is_read_once(unit: str) -> None:
    """Where a pattern went back over a run, this would take hours."""
    text = unit * (300_000 // len(unit))
    assert len(clean(text).text) <= len(text)


def test_a_pattern_is_compiled_on_first_use():
    broken, pattern = later("("), later("(?P<n>[0-9]+) 家", re.VERBOSE)
    assert [match["n"] for match in pattern.finditer("新增3家、5家")] == ["3", "5"]
    assert (pattern.search("无"), pattern.groupindex, pattern.pattern) == (None, {"n": 1}, "(?P<n>[0-9]+) 家")
    assert pickle.loads(pickle.dumps(pattern)).fullmatch("12家")["n"] == "12"
    with pytest.raises(re.error):
        broken.search("")
    with pytest.raises(AttributeError):
        pattern.no_such_method  # noqa: B018
