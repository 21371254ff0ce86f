"""Times: what is read of them, what they mean in a document, what is no time."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuji_ie.dating import resolve
from kuji_ie.periods import Anchor, Interval, find_periods


def year(first: int, last: int | None = None) -> Interval:
    return Interval(date(first, 1, 1), date(last or first, 12, 31))


def span(text: str) -> Interval:
    start, end = text.split("/")
    return Interval(date.fromisoformat(start), date.fromisoformat(end))


ANNUAL = Anchor(year=2023, period=year(2023), plan_year=2024)
HALF_YEAR = Anchor(year=2023, period=span("2023-01-01/2023-06-30"), plan_year=2023)
UNKNOWN = Anchor()


def dated(text: str, anchor: Anchor = ANNUAL, *, planned: bool = False) -> list[tuple[str, str | None]]:
    """Each mention of `text` with its days."""
    found = [(m, resolve(m, anchor, planned=planned)) for m in find_periods(text)]
    return [(mention.text, str(interval) if interval else None) for mention, interval in found]


@pytest.mark.parametrize(
    ("wordings", "expected"),
    [
        (
            "2023年 2023年度 二〇二三年 今年 当年 本年度 全年 年内 年底 截止2023年底 2023年年底",
            "2023-01-01/2023-12-31",
        ),
        ("去年 上年 上一年度 去年底 上年末 2022年底 2022年末 截至2022年底 去年全年", "2022-01-01/2022-12-31"),
        ("明年 2024年", "2024-01-01/2024-12-31"),
        ("2025年 2025年底", "2025-01-01/2025-12-31"),
        (
            "上半年 2023年上半年 2023上半年 今年上半年 半年度 1-6月 前6个月 一、二〇二三年上半年",
            "2023-01-01/2023-06-30",
        ),
        ("下半年", "2023-07-01/2023-12-31"),
        ("一季度 首季 首季度 第一季度 1-3月 1~3月份 1月至3月 一至三月 1月—3月", "2023-01-01/2023-03-31"),
        ("二季度", "2023-04-01/2023-06-30"),
        ("三季度 第三季度 3季度", "2023-07-01/2023-09-30"),
        ("前三季度 1-9月 1-9月份 一至三季度 前9个月 前三季 今年前三季度", "2023-01-01/2023-09-30"),
        ("四季度", "2023-10-01/2023-12-31"),
        ("6月 6月份 2023年6月 六月", "2023-06-01/2023-06-30"),
        ("2月", "2023-02-01/2023-02-28"),
        ("12月 十二月 12月份", "2023-12-01/2023-12-31"),
        ("截至10月底 截止到10月31日 10月末 截至今年10月底", "2023-01-01/2023-10-31"),
        ("截至6月20日", "2023-01-01/2023-06-20"),
        ("12月9日 2023年12月9日 2023-12-09", "2023-12-09/2023-12-09"),
        ("2020年10月31日", "2020-10-31/2020-10-31"),
        ("9月上旬", "2023-09-01/2023-09-10"),
        ("2023年5月20日至6月10日", "2023-05-20/2023-06-10"),
        ("3月19日至20日", "2023-03-19/2023-03-20"),
        ("2020年6月至2021年5月", "2020-06-01/2021-05-31"),
        ("2018年至2022年 2018-2022年 2018—2022年 2018~2022年", "2018-01-01/2022-12-31"),
        ("“十四五”期间 十四五时期 “十四五”以来", "2021-01-01/2025-12-31"),
        ("“十三五”末", "2020-01-01/2020-12-31"),
        ("“十五五”时期", "2026-01-01/2030-12-31"),
        ("“十四五”前三年 近三年 三年来 近3年 最近三年", "2021-01-01/2023-12-31"),
        ("五年来 过去五年 过去的五年 五年间 近5年", "2019-01-01/2023-12-31"),
        ("今后五年 未来五年", "2024-01-01/2028-12-31"),
        ("2021年以来 2021年至今 2021年起", "2021-01-01/2023-12-31"),
        ("三季度以来", "2023-07-01/2023-12-31"),
        ("今年以来 截至目前 截止目前 目前 至今 直至目前 截至今", "2023-01-01/2023-12-31"),
        ("去年同期 上年同期", "2022-01-01/2022-12-31"),
        ("三年内 届末 6月初 2月30日", None),
    ],
)
def test_wordings(wordings: str, expected: str | None) -> None:
    for wording in wordings.split():
        assert [interval for _, interval in dated(wording + "新增8家")] == [expected], wording


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("今年以来,走访企业", [("今年以来", "2023-01-01/2023-06-30")]),
        ("目前已有27家", [("目前", "2023-01-01/2023-06-30")]),
        ("预计全年136亿元", [("全年", "2023-01-01/2023-12-31")]),
        ("下半年将引进", [("下半年", "2023-07-01/2023-12-31")]),
        ("2021年以来", [("2021年以来", "2021-01-01/2023-06-30")]),
        ("去年同期241家", [("去年同期", "2022-01-01/2022-06-30")]),
    ],
)
def test_half_year_report(text: str, expected: list[tuple[str, str]]) -> None:
    assert dated(text, HALF_YEAR) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("力争全年新认定100家", [("全年", "2024-01-01/2024-12-31")]),
        ("今年主要预期目标", [("今年", "2024-01-01/2024-12-31")]),
        ("明年计划新建3个", [("明年", "2024-01-01/2024-12-31")]),
        ("6月底前完成", [("6月底", "2024-01-01/2024-06-30")]),
        ("到2025年达到2.8%", [("2025年", "2025-01-01/2025-12-31")]),
        ("三季度以来", [("三季度以来", "2023-07-01/2023-12-31")]),
    ],
)
def test_in_a_plan(text: str, expected: list[tuple[str, str]]) -> None:
    assert dated(text, planned=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "全年",
        "今年",
        "去年",
        "1-9月",
        "截至10月底",
        "截至目前",
        "五年来",
        "去年同期",
        "2021年以来",
        "今后五年",
    ],
)
def test_without_a_year_nothing_is_guessed(text: str) -> None:
    assert dated(text, UNKNOWN) == [(text, None)]


@pytest.mark.parametrize(
    "text",
    [
        "创新指数达263.9分", "有效国高企1550家", "创新能力500强", "2023版", "2000余人", "2020平方米",
        "科技助力经济2020", "1.5年", "减免3个月房租", "三年行动", "第3季", "疫情期间", "5.66个百分点",
        "第十二届", "“1+2+6+N”", "4.5%—5%", "硕士以上年薪", "全年龄段",
        "每月一调度、每季一通报、半年一督查", "以前年度", "近年来", "连续三年", "40多年来",
        "2020年度第一批高新技术企业", "各项目前期工作", "为7年来最高", "创近10年新高", "2012年以来最高",
        "三年年均", "电话057188880000", "政发〔2022〕17号", "亩均12.5月", "",
    ],
)  # fmt: skip
def test_no_period(text: str) -> None:
    assert dated(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("从2月的-7.7%提升至5月的7.5%", [("2月", True), ("5月", False)]),
        ("由一季度的-4.3%回升至全年的6.2%", [("一季度", True), ("全年", False)]),
        ("全年412项,比上年增长21.8%", [("全年", False), ("上年", True)]),
        ("较2020年提升3.3个百分点", [("2020年", True)]),
        ("与上年持平", [("上年", True)]),
        ("与“十三五”末相比,翻了一番", [("“十三五”末", True)]),
        ("是2018年的2.8倍", [("2018年", True)]),
        ("高于同期GDP增速", [("同期", True)]),
        ("从2018年至2022年,累计", [("2018年至2022年", False)]),
        ("从今年1月起", [("今年1月起", False)]),
        ("2021年19项、2022年28项", [("2021年", False), ("2022年", False)]),
        ("实施方案(2023—2027年)》", [("2023—2027年", False)]),
        ("减免3个月(2~4月)房租", [("2~4月", False)]),
        ("2023 年 上半年,全区", [("2023 年 上半年", False)]),
        ("2018 度 —— 2022 年,累计", [("2018 度 —— 2022 年", False)]),  # no wording has more before its 年
        ("截至到 12 月 -- 2024 年 6 月", [("截至到 12 月 -- 2024 年 6 月", False)]),
        ("2023年,上半年", [("2023年,上半年", False)]),
        ("2023年,一是", [("2023年", False)]),
    ],
)
def test_mentions(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(m.text, m.is_base) for m in find_periods(text)] == expected


@pytest.mark.parametrize(
    ("text", "current", "expected"),
    [
        ("去年同期", "2023-01-01/2023-10-31", "2022-01-01/2022-10-31"),
        ("2019年同期", "2023-01-01/2023-10-31", "2019-01-01/2019-10-31"),
        ("去年同期", "2024-02-01/2024-02-29", "2023-02-01/2023-02-28"),
        ("同期", "2021-01-01/2023-12-31", "2021-01-01/2023-12-31"),
        ("当月", "2023-06-01/2023-06-30", "2023-06-01/2023-06-30"),
        ("上月", "2023-01-01/2023-01-31", "2022-12-01/2022-12-31"),
        ("上季度", "2023-04-01/2023-06-30", "2023-01-01/2023-03-31"),
        ("上季度", "2023-02-01/2023-04-30", None),
        ("上月", "2023-01-01/2023-06-30", None),
    ],
)
def test_beside_the_span_in_force(text: str, current: str, expected: str | None) -> None:
    (mention,) = find_periods(text)
    interval = resolve(mention, ANNUAL, current=span(current))
    assert (str(interval) if interval else None) == expected


@given(
    st.text(
        alphabet="0129一五十年月日底季度半上下去今全前截至目同期“”四-—~.,; 以来近内起\ud800😀", max_size=40
    )
)
def test_any_text(text: str) -> None:
    done = 0
    for mention in find_periods(text):
        assert done <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        for anchor in (ANNUAL, HALF_YEAR, UNKNOWN):
            for planned in (False, True):
                interval = resolve(mention, anchor, planned=planned)
                assert interval is None or interval.start <= interval.end
        done = mention.end


@pytest.mark.parametrize(
    "piece", ["1", "年", "2023年", "十", "截至", "1-", "近三", "“十四五", " ", "2023-", "上", "1月至"]
)
def test_long_text_is_linear(piece: str) -> None:
    started = time.perf_counter()
    find_periods(piece * (50_000 // len(piece)))
    assert time.perf_counter() - started < 3
