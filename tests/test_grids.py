"""Tables: what is one, and what its cells say."""

from __future__ import annotations

from textwrap import dedent

import pytest
from brief import Obs, brief, obs
from hypothesis import given
from hypothesis import strategies as st
from test_extract import assert_in_place

from kuji_ie import Extraction, extract
from kuji_ie.grids.find import find_grids

Case = tuple[str, str, list[Obs]]


def read(text: str) -> Extraction:
    """The extraction of a table in a report of 建德市 on 2023."""
    return extract(dedent(text).strip("\n"), region="建德市", year=2023)


TABLES: list[Case] = [
    (
        "rows of metrics: value, change and rank, the unit above the table",
        """
        表1 2023年主要科技指标(单位:亿元)

        | 指标 | 绝对数 | 比上年增长(%) | 位次 |
        | --- | --- | --- | --- |
        | 规上工业研发费用 | 9.99 | 9.7 | 3 |
        | 其中:高新技术企业(家) | 145 | -2.1 | 5 |
        """,
        [
            obs("规上工业研发费用", "9.99", yoy="9.7", ranks="3 growth"),
            obs(
                "其中:高新技术企业(家)",
                "145",
                yoy="-2.1",
                ranks="5 growth",
                name="高新技术企业",
                part="规上工业研发费用",
            ),
        ],
    ),
    (
        "a column of units, a year beside the last",
        """
        | 序号 | 指标 | 单位 | 2023年 | 2022年 | 增长(%) |
        | --- | --- | --- | --- | --- | --- |
        | 1 | 全社会R&D经费 | 亿元 | 25.6 | 22.1 | 15.8 |
        | 2 | 研发投入强度 | % | 3.21 | 3.05 | — |
        | 3 | 有效发明专利 | 件 | 1,203 | 1 100 | 9.4 |
        """,
        [
            obs("全社会R&D经费", "25.6", yoy="15.8"),
            obs("全社会R&D经费", "22.1"),
            obs("研发投入强度", "3.21"),
            obs("研发投入强度", "3.05"),
            obs("有效发明专利", "1,203", yoy="9.4"),
            obs("有效发明专利", "1 100"),
        ],
    ),
    (
        "tabs, full width",
        """
        单位：万元
        指标\t本年累计\t上年同期\t增减％
        技术合同成交额\t１２３４５\t10000\t23.5
        其中：技术开发合同\t2345\t2500\t-6.2
        """,
        [
            obs("技术合同成交额", "１２３４５", yoy="23.5"),
            obs("技术合同成交额", "10000"),
            obs("其中：技术开发合同", yoy="-6.2", name="技术开发合同", part="技术合同成交额"),
        ],
    ),
    (
        "a head of two lines, merged cells empty",
        """
        | 指标 | 2023年 | | 2022年 | |
        | --- | --- | --- | --- | --- |
        | | 总量 | 增长(%) | 总量 | 增长(%) |
        | 研发投入(亿元) | 25.6 | 15.8 | 22.1 | 10 |
        | 高新技术企业(家) | 145 | 持平 | 145 | 3.6 |
        """,
        [
            obs("研发投入(亿元)", "25.6", yoy="15.8", name="研发投入"),
            obs("研发投入(亿元)", "22.1", yoy="10", name="研发投入"),
            obs("高新技术企业(家)", "145", changes="yoy flat", name="高新技术企业"),
            obs("高新技术企业(家)", "145", yoy="3.6", name="高新技术企业"),
        ],
    ),
    (
        "a head of two lines, merged cells told again",
        """
        | 类别 | 2023年 | 2023年 | 2022年 | 2022年 |
        | --- | --- | --- | --- | --- |
        | 类别 | 数量(件) | 占比(%) | 数量(件) | 占比(%) |
        | 发明专利授权量 | 300 | 30 | 250 | 28 |
        | 实用新型专利授权量 | 700 | 70 | 650 | 72 |
        """,
        [
            obs("发明专利授权量", "300", share="30%"),
            obs("发明专利授权量", "250", share="28%"),
            obs("实用新型专利授权量", "700", share="70%"),
            obs("实用新型专利授权量", "650", share="72%"),
        ],
    ),
    (
        "targets and rates of completion",
        """
        | 指标名称 | 计量单位 | 2023年目标 | 2023年完成 | 完成率 | 2024年目标 |
        | --- | --- | --- | --- | --- | --- |
        | 新认定高新技术企业 | 家 | 40 | 48 | 120% | 50 |
        | 技术交易额 | 亿元 | 20 | 18 | 90% | 22 |
        """,
        [
            obs(
                "新认定高新技术企业",
                "48",
                action="新认定",
                name="高新技术企业",
                target="40家 rate 120 exceeded",
            ),
            obs("新认定高新技术企业", "50", action="新认定", name="高新技术企业", status="target"),
            obs("技术交易额", "18", target="2000000000元 rate 90 progress"),
            obs("技术交易额", "22", status="target"),
        ],
    ),
    (
        "the rate of completion in the words of the head",
        """
        |序号|指标名称|年度目标|1-10月完成|完成年度目标(%)|
        |1|技术交易额(亿元)|20|18.5|92.5|
        |2|新增高企(家)|30|33|110|
        """,
        [
            obs("技术交易额(亿元)", "18.5", name="技术交易额", target="2000000000元 rate 92.5 progress"),
            obs("新增高企(家)", "33", action="新增", name="高企", target="30家 rate 110 exceeded"),
        ],
    ),
    (
        "a target without a rate",
        """
        | 指标 | 计划数 | 完成数 |
        |---|---|---|
        | 发明专利授权量(件) | 300 | 320 |
        | 企业研发机构(家) | 50 | 40 |
        """,
        [
            obs("发明专利授权量(件)", "320", name="发明专利授权量", target="300件 exceeded"),
            obs("企业研发机构(家)", "40", name="企业研发机构", target="50家 progress"),
        ],
    ),
    (
        "planned values alone, with bounds",
        """
        | 主要指标 | 单位 | 2024年预期目标 |
        |---|---|---|
        | 地区生产总值增速 | % | 5.5左右 |
        | R&D经费占GDP比重 | % | 3.2 |
        | 新增科技型中小企业 | 家 | 120以上 |
        """,
        [
            obs("地区生产总值增速", "5.5左右", status="target"),
            obs("R&D经费占GDP比重", "3.2", status="target"),
            obs("新增科技型中小企业", "120以上", action="新增", name="科技型中小企业", status="target"),
        ],
    ),
    (
        "a corner that is empty, units in the cells",
        """
        |  | 2023年 | 2024年目标 |
        |---|---|---|
        | 全社会研发投入强度 | 3.2% | 3.4%以上 |
        | 高新技术企业 | 145家 | 160家左右 |
        | 技术合同成交额 | 20亿元 | 22亿元 |
        """,
        [
            obs("全社会研发投入强度", "3.2%"),
            obs("全社会研发投入强度", "3.4%以上", status="target"),
            obs("高新技术企业", "145家"),
            obs("高新技术企业", "160家左右", status="target"),
            obs("技术合同成交额", "20亿元"),
            obs("技术合同成交额", "22亿元", status="target"),
        ],
    ),
    (
        "month and total",
        """
        2023年1-6月科技指标
        | 指标 | 计量单位 | 本月 | 同比±% | 累计 | 同比±% |
        |---|---|---|---|---|---|
        | 技术交易额 | 万元 | 100 | 3.1 | 1200 | 4.4 |
        | 发明专利授权量 | 件 | 10 | -5 | 110 | 0 |
        """,
        [
            obs("技术交易额", "100", yoy="3.1"),
            obs("技术交易额", "1200", yoy="4.4"),
            obs("发明专利授权量", "10", yoy="-5"),
            obs("发明专利授权量", "110", changes="yoy flat 0%"),
        ],
    ),
    (
        "a gap, an absolute change",
        """
        | 指标名称 | 单位 | 累计 | 同比增长(%) | 高于全省平均(个百分点) | 同比净增 |
        |---|---|---|---|---|---|
        | 高新技术产业投资 | 亿元 | 17.96 | 31.9 | 5.2 | 4.3 |
        | 高新技术产业增加值占比 | % | 68.3 | — | -1.2 | — |
        """,
        [
            obs(
                "高新技术产业投资",
                "17.96",
                yoy="31.9",
                changes="yoy up 430000000元",
                gaps="5.2个百分点 全省平均",
            ),
            obs("高新技术产业增加值占比", "68.3", gaps="-1.2个百分点 全省平均"),
        ],
    ),
    (
        "the growth in words, in points, with arrows",
        """
        | 指标 | 2023年 | 2022年 | 同比增减 |
        |---|---|---|---|
        | 高新技术企业(家) | 145 | 120 | 增加25家 |
        | 技术交易额(亿元) | 20 | 22 | 下降9.1% |
        | 研发投入强度(%) | 3.2 | 3.0 | ↑0.2个百分点 |
        """,
        [
            obs("高新技术企业(家)", "145", changes="yoy up 25家", name="高新技术企业"),
            obs("高新技术企业(家)", "120", name="高新技术企业"),
            obs("技术交易额(亿元)", "20", yoy="-9.1", name="技术交易额"),
            obs("技术交易额(亿元)", "22", name="技术交易额"),
            obs("研发投入强度(%)", "3.2", changes="yoy up 0.2个百分点", name="研发投入强度"),
            obs("研发投入强度(%)", "3.0", name="研发投入强度"),
        ],
    ),
    (
        "against years before",
        """
        | 指标 | 2023年 | 比2022年增长(%) | 比2020年增长(%) | 环比增长(%) |
        |---|---|---|---|---|
        | 研发人员(人) | 3400 | 10 | 33 | 2 |
        """,
        [obs("研发人员(人)", "3400", yoy="10", changes=("period up 33%", "mom up 2%"), name="研发人员")],
    ),
    (
        "growth and rank as rows",
        """
        | 指标 | 单位 | 2021年 | 2022年 | 2023年 |
        |---|---|---|---|---|
        | R&D经费支出 | 亿元 | 1.3 | 1.4 | 1.5 |
        | 同比增长 | % | 5 | 7.7 | 7.1 |
        | 全省位次 | 位 | 7 | 7 | 6 |
        """,
        [
            obs("R&D经费支出", "1.3", yoy="5", ranks="7 全省"),
            obs("R&D经费支出", "1.4", yoy="7.7", ranks="7 全省"),
            obs("R&D经费支出", "1.5", yoy="7.1", ranks="6 全省"),
        ],
    ),
    (
        "share, and rank in a scope",
        """
        | 指标 | 单位 | 实绩 | 同比(%) | 占全市比重(%) | 全省排名 |
        |---|---|---|---|---|---|
        | 数字经济核心产业增加值 | 亿元 | 23.4 | 9.9 | 1.5 | 第10 |
        """,
        [obs("数字经济核心产业增加值", "23.4", yoy="9.9", ranks="10 全省", share="1.5% 全市")],
    ),
    (
        "change alone",
        """
        | 指标 | 1-6月增速(%) | 增速位次 |
        |---|---|---|
        | 规上工业增加值 | 7.1 | 4 |
        | 固定资产投资 | -3.2 | 9 |
        """,
        [
            obs("规上工业增加值", yoy="7.1", ranks="4 growth"),
            obs("固定资产投资", yoy="-3.2", ranks="9 growth"),
        ],
    ),
    (
        "parts, numbered rows, headings and a note within",
        """
        | 指标 | 单位 | 绝对值 | 增长(%) |
        |---|---|---|---|
        | 一、研发投入 | | | |
        | (一)R&D经费 | 亿元 | 12.5 | 8.1 |
        | #基础研究经费 | 亿元 | 0.5 | 10 |
        | 二、科技企业 | | | |
        | 1.高新技术企业 | 家 | 145 | 12 |
        | 其中:新认定高新技术企业 | 家 | 48 | 20 |
        | 注:数据为快报数 | | | |
        """,
        [
            obs("(一)R&D经费", "12.5", yoy="8.1", name="R&D经费"),
            obs("#基础研究经费", "0.5", yoy="10", name="基础研究经费", part="(一)R&D经费"),
            obs("1.高新技术企业", "145", yoy="12", name="高新技术企业"),
            obs(
                "其中:新认定高新技术企业",
                "48",
                yoy="20",
                action="新认定",
                name="高新技术企业",
                part="1.高新技术企业",
            ),
        ],
    ),
    (
        "kinds that the lexicon knows, without a unit",
        """
        | 类型 | 数量 |
        |---|---|
        | 国家高新技术企业 | 48 |
        | 省级企业研究院 | 10 |
        | 合计 | 58 |
        """,
        [obs("国家高新技术企业", "48"), obs("省级企业研究院", "10")],
    ),
    (
        "what may go without a unit, and what may not",
        """
        | 指标 | 数值 |
        |---|---|
        | 高新技术企业数量 | 145 |
        | 高新技术产业投资 | 17.96 |
        | 研发投入强度 | 3.1 |
        | 创新指数 | 112.3 |
        """,
        [obs("高新技术企业数量", "145"), obs("研发投入强度", "3.1"), obs("创新指数", "112.3")],
    ),
    (
        "the unit above the table is not that of all",
        """
        单位:亿元
        | 指标 | 2023年 | 增速 |
        |---|---|---|
        | 研发投入 | 25.6 | 15.8 |
        | 研发投入强度 | 3.2 | |
        | 某某装备覆盖率 | 81.5 | |
        """,
        [obs("研发投入", "25.6", yoy="15.8"), obs("研发投入强度", "3.2")],
    ),
    (
        "two units above the table",
        """
        (单位:亿元、%)
        | 指标 | 2023年 |
        |---|---|
        | 研发投入 | 25.6 |
        | 研发投入强度 | 3.2 |
        | 某某总额 | 1.2 |
        """,
        [obs("研发投入", "25.6"), obs("研发投入强度", "3.2")],
    ),
    (
        "regions and their metrics, each with its growth",
        """
        附表 2023年1-6月各区县科技指标

        | 县(市、区) | 研发费用(万元) | | 高新技术企业数(家) | |
        | --- | --- | --- | --- | --- |
        | | 总量 | 增长% | 总量 | 增速排名 |
        | 西湖区 | 123,456 | 12.3 | 1200 | 1 |
        | 桐庐县 | 8,880.5 | -1.2 | 120 | 4 |
        | 平均 | 60000 | 5 | 600 | |
        """,
        [
            obs("研发费用(万元)", "123,456", yoy="12.3", name="研发费用"),
            obs("高新技术企业数(家)", "1200", ranks="1 growth", name="高新技术企业数"),
            obs("研发费用(万元)", "8,880.5", yoy="-1.2", name="研发费用"),
            obs("高新技术企业数(家)", "120", ranks="4 growth", name="高新技术企业数"),
        ],
    ),
    (
        "a league of regions",
        """
        | 地区 | R&D经费(亿元) | 增速(%) | 排名 | R&D经费投入强度(%) | 强度排名 |
        |---|---|---|---|---|---|
        | 滨江区 | 120.3 | 12.1 | 1 | 8.9 | 1 |
        | 建德市 | 9.99 | -2.1 | 13 | 2.11 | 10 |
        """,
        [
            obs("R&D经费(亿元)", "120.3", yoy="12.1", ranks="1 growth", name="R&D经费"),
            obs("R&D经费投入强度(%)", "8.9", ranks="1", name="R&D经费投入强度"),
            obs("R&D经费(亿元)", "9.99", yoy="-2.1", ranks="13 growth", name="R&D经费"),
            obs("R&D经费投入强度(%)", "2.11", ranks="10", name="R&D经费投入强度"),
        ],
    ),
    (
        "a region row by row, the metric in the title",
        """
        2023年各县(市、区)高新技术企业培育进度
        | 县(市、区) | 年度目标(家) | 完成数(家) | 完成率(%) | 排名 |
        |---|---|---|---|---|
        | 建德市 | 40 | 48 | 120 | 1 |
        | 桐庐县 | 40 | 20 | 50 | 2 |
        """,
        [
            obs("高新技术企业", "48", ranks="1", target="40家 rate 120 exceeded"),
            obs("高新技术企业", "20", ranks="2", target="40家 rate 50 progress"),
        ],
    ),
    (
        "actions as columns, the metric in the title",
        """
        2023年各县区高新技术企业认定情况(单位:家)
        | 县区 | 新认定 | 新增 | 合计 |
        |---|---|---|---|
        | 建德市 | 30 | 1 | 40 |
        """,
        [
            obs("新认定", "30", action="新认定", name="高新技术企业"),
            obs("新增", "1", action="新增", name="高新技术企业"),
            obs("高新技术企业", "40"),
        ],
    ),
    (
        "the time of last year beside, of one metric",
        """
        前三季度全市R&D经费情况表
        | 区县 | 1-9月(亿元) | 上年同期(亿元) | 增速(%) | 增速排名 |
        |---|---|---|---|---|
        | 滨江区 | 90.5 | 80.2 | 12.8 | 3 |
        """,
        [obs("R&D经费", "90.5", yoy="12.8", ranks="3 growth"), obs("R&D经费", "80.2")],
    ),
    (
        "regions as columns",
        """
        | 指标 | 全省 | 杭州市 | 宁波市 |
        |---|---|---|---|
        | R&D经费投入强度(%) | 3.2 | 3.86 | 3.2 |
        | 高新技术企业数(家) | 40000 | 14000 | 6000 |
        """,
        [
            obs("R&D经费投入强度(%)", "3.2", name="R&D经费投入强度"),
            obs("R&D经费投入强度(%)", "3.86", name="R&D经费投入强度"),
            obs("R&D经费投入强度(%)", "3.2", name="R&D经费投入强度"),
            obs("高新技术企业数(家)", "40000", name="高新技术企业数"),
            obs("高新技术企业数(家)", "14000", name="高新技术企业数"),
            obs("高新技术企业数(家)", "6000", name="高新技术企业数"),
        ],
    ),
    (
        "places in a column called 单位",
        """
        | 单位 | 研发费用(万元) | 排名 |
        |---|---|---|
        | 建德市 | 30 | 1 |
        | 淳安县 | 20 | 2 |
        """,
        [
            obs("研发费用(万元)", "30", ranks="1", name="研发费用"),
            obs("研发费用(万元)", "20", ranks="2", name="研发费用"),
        ],
    ),
    (
        "organisations",
        """
        | 序号 | 企业名称 | 研发费用(万元) | 同比增长 |
        |---|---|---|---|
        | 1 | 某某化工有限公司 | 1200 | 12% |
        | 2 | 某某新材料有限公司 | 900 | -3% |
        | 合计 | | 2100 | |
        """,
        [
            obs("研发费用(万元)", "1200", yoy="12", name="研发费用"),
            obs("研发费用(万元)", "900", yoy="-3", name="研发费用"),
        ],
    ),
    (
        "organisations of another kind",
        """
        | 高校名称 | 科研经费(万元) | 授权专利(件) |
        |---|---|---|
        | 某某学院 | 12,000 | 67 |
        """,
        [obs("科研经费(万元)", "12,000", name="科研经费"), obs("授权专利(件)", "67", name="授权专利")],
    ),
    (
        "years as rows",
        """
        年份\tR&D经费（亿元）\tR&D人员（人年）
        2021\t12.3\t1,200
        2022\t13.5\t1,350
        """,
        [
            obs("R&D经费（亿元）", "12.3", name="R&D经费"),
            obs("R&D人员（人年）", "1,200", name="R&D人员"),
            obs("R&D经费（亿元）", "13.5", name="R&D经费"),
            obs("R&D人员（人年）", "1,350", name="R&D人员"),
        ],
    ),
    (
        "years as rows, of one metric in the title",
        """
        2021—2023年全市R&D经费支出
        | 年份 | 金额(亿元) | 增长(%) |
        |---|---|---|
        | 2022年 | 10.1 | 2.1 |
        | 2023年 | 11.2 | 10.9 |
        """,
        [obs("R&D经费支出", "10.1", yoy="2.1"), obs("R&D经费支出", "11.2", yoy="10.9")],
    ),
    (
        "organisations by year",
        """
        | 企业 | 年份 | 专利数(件) |
        |---|---|---|
        | 某某公司 | 2022 | 12 |
        | 某某公司 | 2023 | 15 |
        """,
        [obs("专利数(件)", "12", name="专利数"), obs("专利数(件)", "15", name="专利数")],
    ),
    (
        "metrics of regions, row by row",
        """
        | 地区 | 指标 | 单位 | 2023年 | 排名 |
        |---|---|---|---|---|
        | 西湖区 | 研发投入强度 | % | 5.1 | 2 |
        | | 高新技术企业 | 家 | 1500 | 1 |
        | 桐庐县 | 研发投入强度 | % | 2.1 | 9 |
        """,
        [
            obs("研发投入强度", "5.1", ranks="2"),
            obs("高新技术企业", "1500", ranks="1"),
            obs("研发投入强度", "2.1", ranks="9"),
        ],
    ),
    (
        "scores of regions",
        """
        | 地区 | 综合得分 | 排名 |
        |---|---|---|
        | 滨江区 | 98.5 | 1 |
        """,
        [obs("综合得分", "98.5", ranks="1")],
    ),
    (
        "two levels of labels",
        """
        | 一级指标 | 二级指标 | 单位 | 2023年 | 位次 |
        |---|---|---|---|---|
        | 创新投入 | R&D人员全时当量 | 人年 | 2300 | 6 |
        | 创新产出 | 每万人口高价值发明专利拥有量 | 件/万人 | 12.3 | 7 |
        """,
        [obs("R&D人员全时当量", "2300", ranks="6"), obs("每万人口高价值发明专利拥有量", "12.3", ranks="7")],
    ),
    (
        "the title as a row of the table, marks of markdown",
        """
        | **表1 主要指标** | | |
        |---|---|---|
        | **指标** | **2023年** | **增长**<br>**(%)** |
        | **研发投入**/亿元 | **25.6** | 15.8 |
        """,
        [obs("研发投入**/亿元", "25.6", yoy="15.8", name="研发投入")],
    ),
    (
        "the average growth up to a target",
        """
        表2 “十四五”主要指标
        | 指标 | 2020年 | 2025年目标 | 年均增长 |
        |---|---|---|---|
        | 高新技术企业(家) | 100 | 200 | 14.9% |
        """,
        [
            obs("高新技术企业(家)", "100", name="高新技术企业"),
            obs("高新技术企业(家)", "200", changes="period up 14.9%", name="高新技术企业", status="target"),
        ],
    ),
    (
        "cells that say nothing, or nothing that is understood",
        """
        | 指标 | 2023年 | 增长(%) | 位次 |
        |---|---|---|---|
        | 研发投入(亿元) | — | … | / |
        | 技术交易额(亿元) | (12) | 3.3 | 3/13 |
        | 高新技术企业(家) | 详见附件 |  | - |
        """,
        [obs("技术交易额(亿元)", yoy="3.3", name="技术交易额")],
    ),
    (
        "a column that is not understood takes its growth with it",
        """
        单位:万元
        | 指标 | 某某数 | 上年同期 | 增减% |
        |---|---|---|---|
        | 技术合同成交额 | 12345 | 10000 | 23.5 |
        """,
        [obs("技术合同成交额", "10000")],
    ),
    (
        "the head again on the next page",
        """
        | 指标 | 2023 | 2022 |
        |---|---|---|
        | 研发投入(亿元) | 25.6 | 22.1 |
        | 指标 | 2023 | 2022 |
        | 技术交易额(亿元) | 20 | 22 |
        """,
        [
            obs("研发投入(亿元)", "25.6", name="研发投入"),
            obs("研发投入(亿元)", "22.1", name="研发投入"),
            obs("技术交易额(亿元)", "20", name="技术交易额"),
            obs("技术交易额(亿元)", "22", name="技术交易额"),
        ],
    ),
    (
        "cells of sentences are prose",
        """
        | 序号 | 重点工作 | 完成情况 | 责任单位 |
        | --- | --- | --- | --- |
        | 1 | 高企培育 | 新认定国家高新技术企业48家,同比增长20%。 | 高新科 |
        | 2 | 研发投入 | 规上工业研发费用9.99亿元,增长9.7%。 | 规划科 |
        """,
        [
            obs("国家高新技术企业", "48家", yoy="20", action="新认定"),
            obs("规上工业研发费用", "9.99亿元", yoy="9.7"),
        ],
    ),
    (
        "a fall told by the head, a movement of the column before",
        """
        | 指标 | 单位 | 2023年 | 同比下降(%) | 比2020年降低 |
        |---|---|---|---|---|
        | 单位GDP能耗 | 吨标准煤/万元 | 0.32 | 3.1 | -5% |
        """,
        [obs("单位GDP能耗", "0.32", yoy="-3.1", changes="period down 5%")],
    ),
    (
        "whose income: of the firms that the title names",
        """
        表4 各市高新技术企业情况(2023年)
        | 市 | 企业数 | 营业收入(亿元) | 较上年提升(个百分点) |
        |---|---|---|---|
        | 杭州市 | 14000 | 23000.5 | 1.2 |
        """,
        [
            obs("高新技术企业", "14000"),
            obs("营业收入(亿元)", "23000.5", changes="yoy up 1.2个百分点", name="高新技术企业营业收入"),
        ],
    ),
    (
        "a comparison that is not understood is no metric",
        """
        | 地区 | 研发费用(万元) | 较目标差额(万元) |
        |---|---|---|
        | 杭州市 | 14000 | 230 |
        """,
        [obs("研发费用(万元)", "14000", name="研发费用")],
    ),
]


@pytest.mark.parametrize(
    ("text", "expected"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES]
)
def test_observations(text: str, expected: list[Obs]) -> None:
    result = read(text)
    assert_in_place(result)
    assert brief(result) == expected


NO_TABLES = [
    (
        "metadata of a page",
        """
        索引号: | 002517054/2024-29881 | 公开方式: | 主动公开 | ||
        发布单位: | 某市科学技术局 | 成文日期: | 2024-02-26 | ||
        """,
    ),
    (
        "metadata in bars",
        """
        | 索引号 | 002517054/2024-29881 | 公开方式 | 主动公开 |
        | --- | --- | --- | --- |
        | 文号 | 某科〔2024〕5号 | 日期 | 2024-02-26 |
        """,
    ),
    (
        "a list of projects",
        """
        | 序号 | 项目名称 | 承担单位 | 总投资(万元) | 年份 |
        |---|---|---|---|---|
        | 1 | 某某研究 | 某某公司 | 300 | 2023 |
        """,
    ),
    (
        "projects called 项目, with plans",
        """
        | 项目 | 2023年计划(万元) | 2023年完成(万元) |
        |---|---|---|
        | 某某产业园一期 | 5000 | 3000 |
        """,
    ),
    (
        "projects of counties",
        """
        | 县区 | 项目 | 金额(万元) |
        |---|---|---|
        | 建德市 | 某某项目 | 30 |
        """,
    ),
    (
        "projects and their years",
        """
        | 序号 | 专项名称 | 资金(万元) | 年份 |
        |---|---|---|---|
        | 1 | 某某计划 | 300 | 2023 |
        """,
    ),
    (
        "several things of one county",
        """
        | 地区 | 金额(万元) | 人数(人) |
        |---|---|---|
        | 建德市 | 30 | 3 |
        | 建德市 | 20 | 2 |
        """,
    ),
    (
        "a list of contacts",
        """
        | 部门 | 联系人 | 电话 |
        |---|---|---|
        | 高新科 | 某某 | 0571-64700000 |
        """,
    ),
    (
        "a schedule",
        """
        | 时间 | 地点 | 内容 |
        | --- | --- | --- |
        | 9:00 | 301会议室 | 开幕 |
        """,
    ),
    (
        "days and what is due",
        """
        | 日期 | 事项 | 责任单位 |
        |---|---|---|
        | 1月5日 | 动员会 | 办公室 |
        """,
    ),
    (
        "months and people",
        """
        | 时间 | 内容 | 人数 |
        |---|---|---|
        | 1月 | 培训 | 30 |
        """,
    ),
    (
        "a scoring sheet",
        """
        | 指标 | 分值 | 评分标准 | 自评得分 |
        |---|---|---|---|
        | 高新技术企业数(家) | 10 | 每增1家得1分 | 9 |
        """,
    ),
    (
        "weights",
        """
        | 指标 | 目标值 | 权重 |
        |---|---|---|
        | 研发投入强度 | 3% | 10 |
        """,
    ),
    (
        "contents",
        """
        | 章节 | 页码 |
        |---|---|
        | 一、总体情况 | 1 |
        | 二、主要做法 | 5 |
        """,
    ),
    (
        "equipment",
        """
        | 名称 | 数量 | 单位 |
        |---|---|---|
        | 显微镜 | 3 | 台 |
        """,
    ),
    (
        "prices",
        """
        | 产品 | 规格 | 单价(元) |
        |---|---|---|
        | 甲 | 10ml | 3 |
        """,
    ),
    (
        "people",
        """
        姓名\t年龄\t得分
        甲某\t23\t88
        乙某\t25\t90
        """,
    ),
    (
        "numbers without heads",
        """
        3\t4
        5\t6
        """,
    ),
    (
        "columns that nobody understands",
        """
        | 指标 | A | B |
        |---|---|---|
        | 温度 | 23.5 | 24.1 |
        """,
    ),
    (
        "trades: a metric of part of them",
        """
        | 行业 | 企业数(家) | 研发费用(亿元) |
        |---|---|---|
        | 化工 | 12 | 3.4 |
        """,
    ),
    (
        "turned round",
        """
        | 指标 | 研发费用(万元) | 高新技术企业(家) |
        |---|---|---|
        | 数值 | 9.99 | 145 |
        | 增长 | 9.7% | 3% |
        """,
    ),
    (
        "buttons",
        """
        首页 | 新闻 | 公告
        政务 | 服务 | 互动
        """,
    ),
    (
        "documents",
        """
        | 序号 | 文件名 | 年份 | 页数 |
        |---|---|---|---|
        | 1 | 某某通知 | 2023 | 12 |
        """,
    ),
    (
        "a class",
        """
        | 年级 | 人数 | 班级数 |
        |---|---|---|
        | 一年级 | 45 | 2 |
        """,
    ),
    (
        "money without a unit",
        """
        | 指标 | 2023年 |
        |---|---|
        | 研发投入 | 25.6 |
        """,
    ),
    (
        "one row only",
        """
        | 研发费用 | 9.99 |
        """,
    ),
    (
        "versions",
        """
        | 版本 | 日期 | 说明 |
        |---|---|---|
        | 1.2 | 2023-01-02 | 修订 |
        """,
    ),
    (
        "no head",
        """
        | 高新技术企业(家) | 145 |
        | 研发费用(亿元) | 9.99 |
        """,
    ),
    (
        "a unit that is another one's",
        """
        单位:万元
        | 指标 | 2023年 |
        |---|---|
        | 技术开发合同 | 2345 |
        """,
    ),
    (
        "empty cells",
        """
        | | |
        |---|---|
        | | |
        """,
    ),
    (
        "awards with money",
        """
        | 序号 | 获奖单位 | 奖项 | 奖金(万元) |
        |---|---|---|---|
        | 1 | 某某公司 | 一等奖 | 30 |
        """,
    ),
    (
        "a budget by name",
        """
        | 内容 | 预算(万元) | 备注 |
        |---|---|---|
        | 会议费 | 3 | 全年 |
        """,
    ),
]


@pytest.mark.parametrize("text", [case[1] for case in NO_TABLES], ids=[case[0] for case in NO_TABLES])
def test_no_facts(text: str) -> None:
    assert brief(read(text)) == []


def told(text: str) -> list[str]:
    """Each observation in a line: metric, amount, time, place, whose it is."""
    lines = []
    for o in read(text).observations:
        amount = "" if o.value is None else f"{o.value.amount:f}{o.value.unit or ''}"
        parts = (o.metric.name, amount, o.period or "undated", o.region or "nowhere", o.subject or "")
        lines.append(" ".join(str(part) for part in parts if part))
    return lines


SETTINGS: list[tuple[str, list[str]]] = [
    (
        """
        2022年主要指标
        单位:亿元
        | 指标 | 2022年 | 上年 |
        |---|---|---|
        | 研发投入 | 25.6 | 22.1万元 |
        """,
        [
            "研发投入 2560000000元 2022-01-01/2022-12-31 建德市",
            "研发投入 221000元 2021-01-01/2021-12-31 建德市",
        ],
    ),
    (
        """
        杭州市2024年上半年科技指标(金额单位:万元)
        | 指标 | 本期 | 上年同期 | 2024年 | 6月 |
        |---|---|---|---|---|
        | 技术合同成交额 | 4 | 3 | 4 | 1 |
        """,
        [
            "技术合同成交额 40000元 2024-01-01/2024-06-30 杭州市",
            "技术合同成交额 30000元 2023-01-01/2023-06-30 杭州市",
            "技术合同成交额 40000元 2024-01-01/2024-06-30 杭州市",
            "技术合同成交额 10000元 2024-06-01/2024-06-30 杭州市",
        ],
    ),
    (
        """
        | 区县 | R&D经费(亿元) | 高新技术企业(家) |
        |---|---|---|
        | 全市 | 700.5 | 14000 |
        | 滨江区 | 120.3 | 2000 |
        | 建德市 | 9.99 | 145 |
        """,
        [
            "R&D经费 70050000000元 2023-01-01/2023-12-31 杭州市",  # 建德市 is one of its units
            "高新技术企业 14000家 2023-01-01/2023-12-31 杭州市",
            "R&D经费 12030000000元 2023-01-01/2023-12-31 滨江区",
            "高新技术企业 2000家 2023-01-01/2023-12-31 滨江区",
            "R&D经费 999000000元 2023-01-01/2023-12-31 建德市",
            "高新技术企业 145家 2023-01-01/2023-12-31 建德市",
        ],
    ),
    (
        """
        | 序号 | 乡镇 | 发明专利授权量(件) |
        |---|---|---|
        | 1 | 某某镇 | 3 |
        | 2 | 某某街道 | 5 |
        | 合计 | | 8 |
        """,
        [
            "发明专利授权量 3件 2023-01-01/2023-12-31 某某镇",
            "发明专利授权量 5件 2023-01-01/2023-12-31 某某街道",
            "发明专利授权量 8件 2023-01-01/2023-12-31 建德市",
        ],
    ),
    (
        """
        | 指标 | 本月 |
        |---|---|
        | 高新技术企业(家) | 3 |
        | 全省高新技术企业(家) | 30 |
        """,
        ["高新技术企业 3家 undated 建德市", "高新技术企业 30家 undated 浙江省"],
    ),
    (
        """
        | 单位名称 | 在孵企业(家) | 场地面积(万平方米) |
        |---|---|---|
        | 某某孵化器 | 56 | 1.2 |
        """,
        [
            "在孵企业 56家 2023-01-01/2023-12-31 建德市 某某孵化器",
            "场地面积 12000平方米 2023-01-01/2023-12-31 建德市 某某孵化器",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), SETTINGS)
def test_when_where_and_whose(text: str, expected: list[str]) -> None:
    assert told(text) == expected


def test_what_is_not_known_is_not_said() -> None:
    (o,) = extract("| 指标 | 本期 |\n|---|---|\n| 高新技术企业(家) | 145 |").observations
    assert (o.period, o.region, o.status, o.metric.id) == (None, None, "actual", "high_tech_enterprises")


def test_tables_of_plans() -> None:
    text = """\
2023年科技工作总结和2024年工作思路
一、2023年工作总结
| 指标 | 完成 |
|---|---|
| 高新技术企业(家) | 145 |
二、2024年工作思路
| 指标 | 数值 |
|---|---|
| 高新技术企业(家) | 160 |
"""
    found = [(o.status, str(o.period)) for o in extract(text).observations]
    assert found == [("actual", "2023-01-01/2023-12-31"), ("target", "2024-01-01/2024-12-31")]


MIXED = """\
一、2023年主要指标
全年新认定国家高新技术企业48家。下表为主要指标。
| 序号 | 指标 | 2023年(亿元) | 增长(%) |
| --- | --- | --- | --- |
| 1 | 研发投入 | 25.6 | 15.8 |
| 2 | 其中:基础研究经费 | 0.5 | — |
全年高新技术产业投资达17.96亿元,增长31.9%。
"""


def test_prose_and_tables_in_one_order() -> None:
    result = read(MIXED)
    assert [(o.id, o.metric.name, o.part_of) for o in result.observations] == [
        ("o1", "国家高新技术企业", None),
        ("o2", "研发投入", None),
        ("o3", "基础研究经费", "o2"),
        ("o4", "高新技术产业投资", None),
    ]
    row = result.observations[1].sentence
    assert result.text[row.start : row.end] == "| 1 | 研发投入 | 25.6 | 15.8 |"


def test_every_number_of_a_table_is_accounted_for() -> None:
    numbers = [(number.span.text, number.outcome) for number in read(MIXED).coverage.numbers]
    assert numbers == [
        ("2023", "date"), ("48家", "fact"), ("2023", "date"), ("1", "name"), ("25.6", "fact"), ("15.8", "fact"),
        ("2", "name"), ("0.5", "fact"), ("17.96亿元", "fact"), ("31.9%", "fact"),
    ]  # fmt: skip
    rated = "| 指标 | 目标 | 完成 | 完成率 |\n|---|---|---|---|\n| 高新技术企业(家) | 40 | 48 | 120% |"
    assert read(rated).coverage.counts == {"fact": 3}
    assert read("| 项目名称 | 金额 |\n|---|---|\n| 某某 | 30 |").coverage.counts == {"no metric found": 1}


def test_why() -> None:
    o = read(MIXED).observations[1]
    assert o.explain().splitlines() == [
        "metric   the head of the row: 研发投入 (102)",
        "value    below 2023年(亿元): 25.6 (109)",
        "change   below 增长(%): 15.8 (116)",
        "status   nothing says that it is planned",
        "period   2023年 in its head",
        "region   the reporting body",
        "id       rd_expenditure, exact",
    ]


def test_cells_that_hold_paragraphs_are_prose() -> None:
    page = "全年新认定国家高新技术企业48家。" + "全市科技创新工作稳步推进。" * 12
    assert brief(read(f"| 导航 | {page} |\n| 首页 | 关于 |")) == [
        obs("国家高新技术企业", "48家", action="新认定")
    ]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("| a | b |\n| c | d |", ["framed"]),
        ("a | b\nc | d", ["bare"]),
        ("a\tb\nc\td", ["tabs"]),
        ("| a | b |\n\n| c | d |", []),  # two rows, two tables
        ("| a | b |", []),
        ("| a |\n| b |", []),
        ("a | b\nc | d | e", []),
        ("a\tb\tc\nd\te", []),
        ("| a | b |\n| --- | --- |", []),  # a head without rows
        ("| a | b |\n| c |  |\n\na\tb\nc\td", ["framed", "tabs"]),
        ("｜ａ｜ｂ｜\n｜ｃ｜ｄ｜", ["framed"]),
        ("没有表格。", []),
    ],
)
def test_forms(text: str, forms: list[str]) -> None:
    assert [grid.form for grid in find_grids(text)] == forms


def test_cells_have_their_offsets() -> None:
    text = "前文\r\n|  指标 | **１ 234** |\r\n| --- | :-: |\r\n|a\\|b| 3<br>家|\r\n"
    (grid,) = find_grids(text)
    cells = [cell for row in grid.rows for cell in row.cells]
    assert [(cell.text, cell.plain) for cell in cells] == [
        ("指标", "指标"), ("１ 234", "1234"), ("a\\|b", "a|b"), ("3<br>家", "3家"),
    ]  # fmt: skip
    assert all(text[cell.start : cell.end] == cell.text for cell in cells)
    assert [cell.text for cell in grid.titles] == ["前文"]


WORDS = [cell.strip() for _, text, _ in TABLES for cell in dedent(text).replace("\n", "|").split("|")]
SCRAPS = st.sampled_from(
    [*WORDS, "|", "||", "\t", "\n", "\n|", "|\n", " | ", "\\|", "| --- | --- |\n", "😀", "\ud800"]
)


@given(st.lists(SCRAPS, max_size=60).map("".join))
def test_scraps_of_tables(text: str) -> None:
    assert_in_place(extract(text))


ROWS = st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=3), min_size=2, max_size=6)


@given(ROWS, st.sampled_from(["|", "\t"]))
def test_cells_in_any_order(rows: list[list[str]], bar: str) -> None:
    edge = bar.strip()
    assert_in_place(extract("\n".join(edge + bar.join(row) + edge for row in rows)))


@pytest.mark.parametrize(
    "unit", ["|", "\t", "| ", "||\n", "|a|b|\n", "1\t2\n", "|-|-|\n", "\\|", "| 1     2 |\n"]
)
def test_a_long_run(unit: str) -> None:
    """Where a stage went back over what it has read, this would take hours."""
    assert extract(unit * (200_000 // len(unit))).observations == ()


def test_a_long_table() -> None:
    rows = "| 研发费用(亿元) | 3 |\n" * 5_000
    assert len(extract(f"| 指标 | 2023年 |\n|---|---|\n{rows}").observations) == 5_000
