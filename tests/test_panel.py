"""Many reports as one panel: rows, plans beside results, growth beside levels, conflicts, what is left out."""

from __future__ import annotations

import pickle
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path

import pytest

import kuji_ie
from kuji_ie import Extraction, Extractor, extract, panel
from kuji_ie.export.panel import panel_cells
from kuji_ie.models import Metric, Observation, Period, Place, Quantity, Sentence
from kuji_ie.panels.compare import level_before, plan_for
from kuji_ie.panels.model import Figure, Panel, PanelRow, Plan, Told
from kuji_ie.panels.rounding import half_unit
from kuji_ie.panels.series import Cell, Series

ROOT = Path(__file__).parent.parent
EXTRACTORS = {year: Extractor(region="建德市", year=year) for year in (2020, 2022, 2023, 2024)}
R22, R23, R24 = "全市研发经费支出", "2023年,全市R&D经费支出", "2024年,全市研发经费支出"
PLANS = "二、2023年工作计划。力争"


def read(*reports: str) -> list[Extraction]:
    """Reports named by their years: 2022: 在孵企业3093家。"""
    results = []
    for report in reports:
        name, text = report.split(": ", 1)
        results.append(EXTRACTORS[int(name[:4])].extract(text, source=name))
    return results


def brief(row: PanelRow) -> str:
    """A row in short: its own figures, who tells them, then what stands beside them."""
    parts = [f"{row.action or ''} {row.metric}".strip(), str(row.start.year)]
    if row.end != date(row.start.year, 12, 31):
        parts.append(f"to {row.end:%m-%d}")
    parts += ["planned"] if row.status == "target" else []
    parts += [str(one) for one in (row.value, row.yoy, row.rank, row.share, row.gap, row.target) if one]
    parts.append("by " + ", ".join(str(told) for told in row.told))
    for plan in (row.plan, row.growth_plan):
        parts += [f"plan {plan.planned} {plan.reached}"] if plan else []
    if row.before:
        parts.append(f"implied {row.before.implied}")
        if row.before.reported:
            parts.append(f"reported {row.before.reported} {row.before.difference}% {row.before.within}")
    parts += [word for word, holds in (("conflict", row.conflict), ("differs", row.differs)) if holds]
    return " | ".join(parts)


TABLE = [
    # the level that growth implies beside the one that was reported
    (
        ["2022: 2022年,全市研发经费支出2.12亿元。", "2023: 2023年,全市R&D经费支出2.37亿元,增长11.8%。"],
        [
            "研发经费支出 | 2022 | 2.12亿元 | by 2022 o1",
            "R&D经费支出 | 2023 | 2.37亿元 | 增长11.8% | by 2023 o1 | implied 211990000 | reported 2.12亿元 -0.01% True",
        ],
    ),
    (  # 2.37 / 1.118 is between 2.114 and 2.126: 2.15 does not fit
        ["2022: 2022年,全市研发经费支出2.15亿元。", "2023: 2023年,全市研发经费支出2.37亿元,增长11.8%。"],
        [
            "研发经费支出 | 2022 | 2.15亿元 | by 2022 o1",
            "研发经费支出 | 2023 | 2.37亿元 | 增长11.8% | by 2023 o1 | implied 211990000 | reported 2.15亿元 -1.4% False",
        ],
    ),
    (  # a percentage that rises by points
        ["2022: 2022年,研发投入强度2.44%。", "2023: 2023年,研发投入强度2.58%,提高0.14个百分点。"],
        [
            "研发投入强度 | 2022 | 2.44% | by 2022 o1",
            "研发投入强度 | 2023 | 2.58% | 提高0.14个百分点 | by 2023 o1 | implied 2.44 | reported 2.44% 0% True",
        ],
    ),
    (  # half a year is not compared with a year
        ["2022: 2022年,技术交易额12亿元。", "2023: 2023年上半年,技术交易额8亿元,增长20%。"],
        [
            "技术交易额 | 2022 | 12亿元 | by 2022 o1",
            "技术交易额 | 2023 | to 06-30 | 8亿元 | 增长20% | by 2023 o1 | implied 667000000",
        ],
    ),
    (  # 超 names a limit, from which no level follows; beside one no difference is told
        [
            "2022: 2022年,在孵企业超300家。",
            "2023: 2023年,在孵企业超400家,增长20%。2024年,在孵企业500家,增长21%。",
        ],
        [
            "在孵企业 | 2022 | 超300家 | by 2022 o1",
            "在孵企业 | 2023 | 超400家 | 增长20% | by 2023 o1",
            "在孵企业 | 2024 | planned | 500家 | 增长21% | by 2023 o2",
        ],
    ),
    # last year's plan beside this year's result
    (
        [
            f"2022: {PLANS}新认定高新技术企业50家,在孵企业突破120家,技术交易额达到18亿元。",
            "2023: 2023年,新认定高新技术企业52家,在孵企业118家,技术交易额17.96亿元。",
        ],
        [
            "新认定 高新技术企业 | 2023 | 52家 | by 2023 o1 | plan 50家 True",
            "新认定 高新技术企业 | 2023 | planned | 50家 | by 2022 o1",
            "在孵企业 | 2023 | 118家 | by 2023 o2 | plan 突破120家 False",
            "在孵企业 | 2023 | planned | 突破120家 | by 2022 o2",
            "技术交易额 | 2023 | 17.96亿元 | by 2023 o3 | plan 18亿元 False",
            "技术交易额 | 2023 | planned | 18亿元 | by 2022 o3",
        ],
    ),
    (  # growth that was planned; a fall is reached from above; 失业率 is no metric that should grow
        [
            f"2022: {PLANS}研发经费支出增长8%左右,万元GDP能耗下降3%以上,城镇调查失业率5.5%。",
            "2023: 2023年,研发经费支出增长7.5%,万元GDP能耗下降3.2%,城镇调查失业率5.2%。",
        ],
        [
            "万元GDP能耗 | 2023 | 下降3.2% | by 2023 o2 | plan 下降3%以上 True",
            "万元GDP能耗 | 2023 | planned | 下降3%以上 | by 2022 o2",
            "研发经费支出 | 2023 | 增长7.5% | by 2023 o1 | plan 增长8%左右 None",
            "研发经费支出 | 2023 | planned | 增长8%左右 | by 2022 o1",
            "城镇调查失业率 | 2023 | 5.2% | by 2023 o3 | plan 5.5% None",
            "城镇调查失业率 | 2023 | planned | 5.5% | by 2022 o3",
        ],
    ),
    (  # another verb is another series, another year another plan
        [f"2022: {PLANS}培育雏鹰企业200家,申报高新技术企业60家。", "2023: 2023年,新认定高新技术企业52家。"],
        [
            "新认定 高新技术企业 | 2023 | 52家 | by 2023 o1",
            "申报 高新技术企业 | 2023 | planned | 60家 | by 2022 o2",
            "培育 雏鹰企业 | 2023 | planned | 200家 | by 2022 o1",
        ],
    ),
    (  # the plan of a year is not held against its first half, nor that of another place
        [
            f"2022: {PLANS}在孵企业突破120家。",
            "2023: 2023年上半年,在孵企业118家。2023年,衢州市在孵企业3000家。",
        ],
        [
            "在孵企业 | 2023 | to 06-30 | 118家 | by 2023 o1",
            "在孵企业 | 2023 | planned | 突破120家 | by 2022 o1",
            "在孵企业 | 2023 | 3000家 | by 2023 o2",
        ],
    ),
    # what several tell: the most exact stands in the row, all are named
    (
        ["2022: 2022年,全市研发经费支出超2.1亿元。", "2023: 2022年,全市R&D经费支出2.15亿元,增长9%。"],
        ["研发经费支出 | 2022 | 2.15亿元 | 增长9% | by 2022 o1, 2023 o1 | implied 197250000"],
    ),
    (
        ["2022: 2022年,拥有在孵企业3093家。", "2023: 2022年,在孵企业3093个,列全省第一。"],
        ["在孵企业 | 2022 | 3093家 | 列全省第一 | by 2022 o1, 2023 o1"],
    ),
    (  # a growth without value belongs to the value
        ["2022: 2022年,研发费用增长9.7%。", "2023: 2022年,研发费用9.99亿元。"],
        ["研发费用 | 2022 | 9.99亿元 | 增长9.7% | by 2023 o1, 2022 o1 | implied 910670000"],
    ),
    # conflicts
    (
        ["2022: 2022年,研发经费支出2.12亿元。", "2023: 2022年,研发经费支出2.15亿元。"],
        ["研发经费支出 | 2022 | 2.12亿元 | by 2022 o1, 2023 o1 | conflict"],
    ),
    (  # 2.1 is 2.12 rounded
        ["2022: 2022年,研发经费支出2.12亿元。", "2023: 2022年,研发经费支出2.1亿元。"],
        ["研发经费支出 | 2022 | 2.12亿元 | by 2022 o1, 2023 o1"],
    ),
    (  # one report that tells two numbers is compared with nothing
        ["2023: 2023年,新认定国高企48家,新认定国高企52家。", "2024: 2023年,新认定国高企49家。"],
        ["新认定 国高企 | 2023 | 48家 | by 2023 o1, 2023 o2, 2024 o1 | differs"],
    ),
    # parts
    (
        ["2023: 2023年,认定国高企697家,其中新认定391家。", "2024: 2023年,新认定国高企391家。"],
        [
            "新认定 新认定国高企 | 2023 | 391家 | by 2023 o2, 2024 o1",
            "认定 国高企 | 2023 | 697家 | by 2023 o1",
        ],
    ),
]


@pytest.mark.parametrize(("reports", "expected"), TABLE, ids=lambda value: value[0][:40])
def test_rows(reports: list[str], expected: list[str]) -> None:
    assert [brief(row) for row in panel(read(*reports))] == expected


CONFLICTS = [
    (
        ["2022: 2022年,研发经费支出2.12亿元。", "2023: 2022年,研发经费支出2.15亿元,增长14%。"],
        ["value: 2.12亿元 (2022 o1), 2.15亿元 (2023 o1)"],
    ),
    (
        ["2022: 2022年,在孵企业3093家,列全省第一。", "2023: 2022年,在孵企业3100个,列全省第二。"],
        ["value: 3093家 (2022 o1), 3100个 (2023 o1)", "rank: 列全省第一 (2022 o1), 列全省第二 (2023 o1)"],
    ),
    (  # each other report once
        ["2022: 2022年,专利授权48件。", "2023: 2022年,专利授权49件。", "2024: 2022年,专利授权50件。"],
        ["value: 48件 (2022 o1), 49件 (2023 o1)", "value: 48件 (2022 o1), 50件 (2024 o1)"],
    ),
    (
        ["2022: 2022年,研发费用增长9.7%。", "2023: 2022年,研发费用增长8.7%。"],
        ["yoy: 增长9.7% (2022 o1), 增长8.7% (2023 o1)"],
    ),
    (  # plans may be changed as well; what was planned before comes first
        [f"2022: {PLANS}在孵企业达到120家。", "2023: 2023年,力争在孵企业达到150家。"],
        ["value: 120家 (2022 o1), 150家 (2023 o1)"],
    ),
    # none: rounding, limits, hedges, other scopes, other years, other verbs, other companies
    (["2022: 2022年,研发经费支出2.12亿元。", "2023: 2022年,研发经费支出2亿元。"], []),
    (["2022: 2022年,在孵企业超3000家。", "2023: 2022年,在孵企业3093家。"], []),
    (["2022: 2022年,在孵企业约3000家。", "2023: 2022年,在孵企业3500家。"], []),
    (["2022: 2022年,在孵企业列全省第一。", "2023: 2022年,在孵企业列全国第五。"], []),
    (["2022: 2022年,在孵企业3093家。", "2023: 2023年,在孵企业3100家。"], []),
    (["2022: 2022年,申报国高企48家。", "2023: 2022年,新认定国高企30家。"], []),
    (["2022: 2022年,有效高企数1550家。", "2023: 2022年,新认定高企391家。"], []),
    (["2022: 2022年,占比45%。", "2023: 2022年,占比50%。"], []),
]


@pytest.mark.parametrize(("reports", "expected"), CONFLICTS, ids=lambda value: str(value)[:60])
def test_conflicts(reports: list[str], expected: list[str]) -> None:
    found = panel(read(*reports)).conflicts
    assert [str(conflict).split(" actual ")[-1].split(" target ")[-1] for conflict in found] == expected


def test_a_conflict_names_both() -> None:
    (conflict,) = panel(read(*CONFLICTS[0][0])).conflicts
    one = Told(0, "2022", "o1", "2022年,研发经费支出2.12亿元。")
    other = Told(1, "2023", "o1", "2022年,研发经费支出2.15亿元,增长14%。")
    half = Decimal(500000)
    assert conflict.one == Figure("2.12亿元", Decimal(212000000), one, half, unit="元")
    assert conflict.other == Figure("2.15亿元", Decimal(215000000), other, half, unit="元")
    assert (conflict.region.code, conflict.metric_id, conflict.figure) == (
        "330182",
        "rd_expenditure",
        "value",
    )


def test_what_is_left_out_is_counted() -> None:
    report = extract("专利授权48件,占比45%。", region="建德市")  # no year
    bare = replace(report, observations=tuple(replace(o, region=None) for o in report.observations))
    other = EXTRACTORS[2023].extract("专利授权48件,占比45%。", source="b.txt")
    made = panel([report, bare, other])
    left = [(one.reason, one.metric, one.told.document) for one in made.left_out]
    assert left == [
        ("no period", "专利授权", 0),
        ("no period", "占比", 0),
        ("no region", "专利授权", 1),
        ("no region", "占比", 1),
        ("name too general", "占比", 2),
    ]
    assert repr(made) == (
        "Panel(1 row of 3 documents, 5 left out (1 name too general, 2 no period, 2 no region))"
    )
    assert sum(len(row.told) for row in made) + len(left) == 6


def test_a_part_under_the_name_of_its_whole_is_left_out() -> None:
    region, period = Place(None, "建德市", "330182"), Period(None, date(2023, 1, 1), date(2023, 12, 31))

    def count(id: str, part_of: str | None, amount: int, metric: str) -> Observation:
        value = Quantity(f"{amount}家", 0, 3, Decimal(amount), unit="家")
        return Observation(
            id,
            Metric(metric, 0, 3, metric),
            Sentence(0, 3),
            value,
            period=period,
            region=region,
            part_of=part_of,
        )

    result = Extraction(
        observations=(
            count("o1", None, 90, "孵化器"),
            count("o2", "o1", 60, "孵化器"),
            count("o3", "o1", 9, "加速器"),
        )
    )
    made = panel([result])
    assert [(row.metric, row.whole, str(row.value)) for row in made] == [
        ("加速器", "孵化器", "9家"),
        ("孵化器", None, "90家"),
    ]
    assert [one.reason for one in made.left_out] == ["part under the name of its whole"]


@pytest.mark.parametrize(
    ("text", "amount", "half"),
    [
        ("17.96亿元", "1796000000", "500000"),
        ("48家", "48", "0.5"),
        ("1500余家", "1500", "0.5"),
        ("1,234.50万元", "12345000", "50"),
        ("２.３％", "2.3", "0.05"),
        ("增长31.9%", "31.9", "0.05"),
        ("比2022年下降7.4%", "-7.4", "0.05"),
        ("9.0%", "9", "0.05"),
        ("0.0%", "0", "0.05"),
        ("17.96", "1796000000", "500000"),  # of a table in 亿元
        ("三亿元", "300000000", "50000000"),
        ("三千零五", "3005", "0.5"),
        ("1亿2000万元", "120000000", "5000000"),
        ("是2018年的2.8倍", "1.8", "0.05"),
        ("四分之一", "25", "2.5"),
        ("1~3家", "1", "0.5"),
    ],
)
def test_half_a_unit_of_the_last_digit(text: str, amount: str, half: str) -> None:
    assert half_unit(text, Decimal(amount)) == Decimal(half)


def figure(text: str, unit: str = "家") -> Figure:
    """≥100, >100, ~100, 4.5-5, 100: a number with its bound."""
    bounds = {">": "over", "≥": "at_least", "<": "under", "≤": "at_most", "~": "about"}
    bound = bounds.get(text[0], "exact")
    low, _, high = text.lstrip("".join(bounds)).partition("…")
    half = half_unit(low, Decimal(low))
    upper = Decimal(high) if high else None
    return Figure(text, Decimal(low), Told(0, None, "o1"), half, upper, unit, bound)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("planned", "achieved", "reached"),
    [
        ("120", "120", True),
        ("120", "119", False),
        (">120", "120", False),
        (">120", ">120", True),
        ("≥120", "120", True),
        ("120", ">120", True),
        ("120", ">110", None),
        ("120", "<120", False),
        ("120", "≤120", None),
        ("120", "~125", None),
        ("~120", "121", True),
        ("~120", "119", None),
        ("4.5…5", "4.6", True),
        ("4.5…5", "4.4", False),
        ("120", "110…115", False),
        ("120", "110…130", None),
        ("≤5.5", "5.5", True),
        ("≤5.5", "5.6", False),
        ("<5.5", "5.5", False),
        ("≤5.5", "<5.5", True),
        ("≤5.5", ">5.5", False),
        ("≤5.5", ">5.2", None),
        ("-3", "-3.2", True),
        ("-3", "-2.9", False),
    ],
)
def test_reached(planned: str, achieved: str, reached: bool | None) -> None:
    goal = figure(planned)
    assert plan_for("在孵企业", goal, figure(achieved)) == Plan(goal, reached)


def test_no_plan_for_another_kind() -> None:
    growth = replace(figure("8"), of="growth")
    assert plan_for("在孵企业", figure("8"), figure("8", "%")) is None
    assert plan_for("在孵企业", growth, figure("8")) is None
    assert plan_for("在孵企业", figure("8"), figure("9", "个")) == Plan(figure("8"), True)
    assert plan_for("失业率", figure("5.5", "%"), figure("5.2", "%")) == Plan(figure("5.5", "%"), None)


@pytest.mark.parametrize(
    ("value", "yoy", "reported", "expected"),
    [
        (("17.96", "亿"), ("31.9", "%"), None, ("13.6164", "13.6074", "13.6254", None, None)),
        (("118", "家"), ("18", "家"), ("100", "家"), ("100", "99", "101", "0", True)),
        (("118", "家"), ("18", "家"), ("102", "家"), ("100", "99", "101", "-1.96", False)),
        (("27", "家"), ("1.7", "倍"), ("10", "家"), ("10", "9.63", "10.38", "0", True)),
        (("15", "%"), ("1.5", "个百分点"), ("13.5", "%"), ("13.5", "12.95", "14.05", "0", True)),
        (("90", "家"), ("-10", "%"), ("100", "家"), ("100", "98.89", "101.12", "0", True)),
        (("90", "家"), ("-10", "%"), ("0", "家"), ("100", "98.89", "101.12", None, False)),
        (("90", "家"), ("10", "%"), (">80", "家"), ("81.82", "80.99", "82.65", None, None)),
        # what tells no level before: a percentage that grows by percent, hedges, limits, a fall to nothing, other units
        (("15", "%"), ("1.5", "%"), None, None),
        (("15", "家"), ("~10", "%"), None, None),
        (("15", "家"), ("10…12", "%"), None, None),
        ((">15", "家"), ("10", "%"), None, None),
        (("1", "家"), ("-100", "%"), None, None),
        (("15", "亿"), ("10", "家"), None, None),
    ],
)
def test_the_level_before(
    value: tuple[str, str],
    yoy: tuple[str, str],
    reported: tuple[str, str] | None,
    expected: tuple[str | None, ...] | None,
) -> None:
    before = level_before(figure(*value), figure(*yoy), figure(*reported) if reported else None)
    if expected is None:
        assert before is None
    else:
        assert before is not None
        implied, low, high, difference, within = expected
        assert (before.implied, before.low, before.high) == tuple(map(Decimal, (implied, low, high)))  # type: ignore[arg-type]
        assert (before.difference, before.within) == (difference and Decimal(difference), within)


def test_a_year_before() -> None:
    def shifted(start: date, end: date) -> tuple[date, date] | None:
        before = Cell(Series("a", "b"), start, end, "actual").year_before()
        return before and (before.start, before.end)

    assert shifted(date(2024, 1, 1), date(2024, 2, 29)) == (date(2023, 1, 1), date(2023, 2, 28))
    assert shifted(date(2025, 2, 1), date(2025, 2, 28)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert shifted(date(2024, 1, 1), date(2024, 12, 31)) == (date(2023, 1, 1), date(2023, 12, 31))
    assert shifted(date(2021, 1, 1), date(2025, 12, 31)) is None
    assert shifted(date(1, 1, 1), date(1, 12, 31)) is None


@pytest.fixture(scope="module")
def seeds() -> list[Extraction]:
    """The two reports of 滨江区 and the three others."""
    extractor = Extractor()
    paths = sorted((ROOT / "seeds").glob("*.txt"))
    return [extractor.extract(path.read_text("utf-8"), source=path.name) for path in paths]


def test_the_order_of_the_reports_does_not_matter(seeds: list[Extraction]) -> None:
    def shown(results: list[Extraction]) -> list[tuple[object, ...]]:
        made = panel(results)
        return [*panel_cells(made), *panel_cells(made, "conflicts")]

    shuffled = list(seeds)
    random.Random(7).shuffle(shuffled)
    with localcontext() as context:
        context.prec = 3
        assert shown(shuffled) == shown(seeds)


def test_nothing_is_lost_and_nothing_is_invented(seeds: list[Extraction]) -> None:
    """Each observation is in one row or left out; each figure stands in the report that it names."""
    made = panel(iter(seeds))
    told = [(one.document, one.observation) for row in made for one in row.told]
    told += [(one.told.document, one.told.observation) for one in made.left_out]
    every = [(number, o.id) for number, result in enumerate(seeds) for o in result.observations]
    assert sorted(told) == sorted(every)
    for row in made:
        for one in (row.value, row.yoy, row.rank, row.share, row.gap, row.target):
            assert one is None or one.text in seeds[one.told.document].text
    keys = [(row.region, row.metric_id or row.metric, row.action, row.subject, row.whole, row.start, row.end, row.status, row.unit) for row in made]  # fmt: skip
    assert len(keys) == len(set(keys))
    assert pickle.loads(pickle.dumps(made)) == made


def test_two_reports_three_years_apart(seeds: list[Extraction]) -> None:
    """滨江区 of 2020 and 2023: levels and plans in their years, none held against another year's."""
    made = panel([seeds[0], seeds[2]])
    rows = [row for row in made if row.metric_id == "incubated_enterprises"]
    assert [brief(row) for row in rows] == [
        f"在孵企业 | 2020 | 3093家 | 列全省第一 | by {seeds[0].source} o12",
        f"在孵企业 | 2021 | planned | 突破3500家 | by {seeds[0].source} o38",
        f"在孵企业 | 2023 | 3988家 | by {seeds[2].source} o53",
        f"在孵企业 | 2024 | planned | 突破4200家 | by {seeds[2].source} o94",
    ]
    assert [row for row in made if row.plan or row.growth_plan or row.conflict] == []
    assert [row for row in made if row.before and row.before.reported] == []


def test_numbers_of_any_size() -> None:
    """Nothing overflows: neither what can be written in a report nor what a program can write as JSON."""
    (long,) = read("2023: 2023年,研发经费支出999999999999999.999999999999亿元,增长0.1%。")
    (short,) = read("2022: 2022年,研发经费支出0.01元。")
    row = panel([long, short]).rows[-1]
    assert row.before and row.before.reported and row.before.within is False
    (o,) = long.observations
    assert o.value
    for amount in (Decimal(10) ** 400, Decimal(10) ** -300, Decimal(0)):
        made = panel(
            [replace(long, observations=(replace(o, value=replace(o.value, amount=amount)),)), short]
        )
        assert made.rows[-1].value and made.rows[-1].value.amount == amount


@pytest.mark.parametrize("results", [[None], ["text"], extract("")])
def test_only_results(results: object) -> None:
    with pytest.raises(TypeError, match="panel takes"):
        panel(results)  # type: ignore[arg-type]


def test_an_empty_panel() -> None:
    made = panel([])
    assert (len(made), list(made), repr(made)) == (0, [], "Panel(0 rows of 0 documents)")
    assert made == Panel() == panel(iter(()))
    assert made.to_frame().empty and made.to_arrow("conflicts").num_rows == 0
    assert kuji_ie.panel is panel
