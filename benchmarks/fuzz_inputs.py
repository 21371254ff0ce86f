"""Inputs that nobody would write: scraps of real sentences, put together, repeated and spoilt.

A generator draws from `Choices`: random numbers, or the bytes of a fuzzer that watches which code they reach.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import TypeVar

from kuji_ie.lexicon.model import MIXED_TABLE, TABLES

T = TypeVar("T")

ROOT = Path(__file__).parents[1]
LONGEST = 400  # characters of an input: what fails at all fails short, and a million of them are to be tried

DIGITS = [*"0123456789０９٣५๓①②⑩ⅢⅫ½¾²₂㊀𝟗〇○零一二两俩三四十百千万亿廿卅壹贰叁拾佰仟萬億點点半几数"]
MARKS = [*"，,、。；;：:！!？?（()）“”\"'‘’《》〈〉「」『』【】[]{}<>—-–~～至到…·/\\|＋+±=%％‰℃¥￥$€°&#@*_^`"]
SPACES = [*" \u3000\t\n\r\x0b\x0c\x85\xa0\u2028\u2029\u200b\u200d\u2060\ufeff\u202f\x1c\x1f"]
ODD = [
    *("\x00\x01\x1b\x7f\ud800\udbff\udc00\udfff\ue000\ue001\ue002\ue00f\uf8ff\ufffd\uffff😀👨‍👩‍👧🇨🇳\U0010ffff\U000e0041"),
    *("e\u0301", "\u0301\u0302\u0303", "\u200f", "\u202e", "\u2066", "\u061c", "が", "한", "⽉", "⻓", "ﬁ", "ŉ", "ẞ", "İ", "ı", "Ǆ", "\u0130\u0307"),
]  # fmt: skip
NUMBERS = [
    *("1,234.5", "1,23", "12.", ".5", "0", "00", "007", "-7.7", "+3", "1e9", "9" * 40, "1.3万", "3000余万", "1亿3千万", "两三百", "三五十"),
    *("三千零五", "一点六亿", "四分之一", "负三分之二", "百分之一百二十", "86%", "5‰", "两成五", "一半", "过半", "十十十", "百千万", "二〇二三", "1/0", "零分之一"),
    *("3家", "17.96亿元", "1254(家)", "200万元至500万元", "5、7和9个百分点", "1.2倍", "近百家", "0.0000001%", "99999999999亿元", "第三", "第0位", "第999999位", "前十"),
]  # fmt: skip
TIMES = [
    *("2023年", "1900年", "9999年", "0000年", "2023年13月", "2月30日", "2023-02-29", "2023.1-13", "一季度", "上半年", "前三季度", "1-9月", "十二月至一月"),
    *("“十四五”", "十五五", "去年", "今年", "明年", "上年", "同期", "近三年", "截至10月底", "2019—2023年", "23年底", "五年来", "12:30", "本月", "当月", "至2035年", "年均"),
]  # fmt: skip
CUES = [
    *("同比增长", "下降", "增长", "从", "由", "到", "提升至", "达", "为", "占", "占全市", "高于", "低于全省", "居", "居全省第3位", "列第一", "排名", "其中", "分别", "分别为"),
    *("目标", "完成年度目标的", "超额完成", "力争", "突破", "新增", "新认定", "累计", "共", "获批", "被评为", "入选", "荣获", "实现", "扣除", "每万人", "以上", "以内", "左右"),
    *("高新技术企业", "R&D经费", "技术合同成交额", "杭州市", "浙江省", "全市", "滨江区", "市科技局", "“315”", "国家级", "省科小", "个百分点", "亿元", "家", "项", "等"),
    *("微信:13000000000", "公众号", "第 3 页 共 12 页", "发布单位: | 建德市科学技术局 |", "二、2024年工作思路", "政府工作报告", "(一)", "3、", "一是", "索引号"),
]  # fmt: skip
GRIDS = [
    "\n| 指标 | 2023年 | 增长(%) |\n| --- | --- | --- |\n| 企业 | 3家 | 5 |\n", "\n指标\t2022年\t2023年\n企业(家)\t3\t4\n",
    "\n|", "|\n", " | ", "\n---|---\n", "\t", "\n\n", "| ---", "单位:万元\n", "\n合计 12 13 14\n", "||||", "\n| | |\n",
]  # fmt: skip


class Choices:
    """Where the generators draw from: `below(n)` is a whole number from 0 to n - 1."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, n: int) -> int:
        return int(self._random.random() * n)

    def pick(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]


class Bytes(Choices):
    """The same out of bytes: two for each choice, zeros behind their end."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0

    def below(self, n: int) -> int:
        drawn = self._data[self._at : self._at + 2]
        self._at += 2
        return int.from_bytes(drawn, "big") % n


@cache
def sentences() -> tuple[str, ...]:
    """Sentences of real reports, those of the tests."""
    lines = (ROOT / "tests/data/sentences.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line)["text"] for line in lines)


def scrap(choices: Choices) -> str:
    text = choices.pick(sentences())
    start = choices.below(len(text))
    return text[start : start + 1 + choices.below(24)]


def anything(choices: Choices) -> str:
    """Any character of Unicode, half a pair as well."""
    return chr(choices.below(0x110000 if choices.below(4) == 0 else 0x3000))


PIECES: tuple[Callable[[Choices], str], ...] = (
    scrap,
    scrap,
    lambda c: c.pick(CUES),
    lambda c: c.pick(NUMBERS),
    lambda c: c.pick(TIMES),
    lambda c: c.pick(DIGITS),
    lambda c: c.pick(MARKS),
    lambda c: c.pick(SPACES),
    lambda c: c.pick(ODD),
    lambda c: c.pick(GRIDS),
    anything,
)


def make_text(choices: Choices) -> str:
    """A text of pieces, then spoilt here and there: a character put in, left out, doubled, turned round, repeated."""
    pieces = [choices.pick(PIECES)(choices) for _ in range(1 + choices.below(14))]
    text = "".join(pieces)
    for _ in range(choices.below(4)):
        at = choices.below(len(text) + 1)
        end = at + 1 + choices.below(6)
        how = choices.below(6)
        if how == 0:
            text = text[:at] + text[end:]
        elif how == 1:
            text = text[:at] + choices.pick(choices.pick((DIGITS, MARKS, SPACES, ODD))) + text[at:]
        elif how == 2:
            text = text[:end] + text[at:]
        elif how == 3:
            text = text[:at] + text[at:end][::-1] + text[end:]
        elif how == 4:
            text = text[:at] + text[at:end] * (1 + choices.below(30)) + text[end:]
        else:
            text = text[:at] + widened(text[at:end]) + text[end:]
    return text[:LONGEST]


def widened(text: str) -> str:
    """ASCII as its full-width twins: 12% becomes １２％."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def make_numeral(choices: Choices) -> str:
    """What might be a numeral."""
    kinds = (
        DIGITS,
        DIGITS,
        DIGITS,
        NUMBERS,
        MARKS,
        ["分之", "成", "点", "%", ".", ",", "负", "又", "/"],
        SPACES,
        ODD,
    )
    return "".join(choices.pick(choices.pick(kinds)) for _ in range(1 + choices.below(9)))


def make_unit(choices: Choices) -> str:
    """A few pieces that are to be repeated until they fill a text."""
    kinds = (CUES, NUMBERS, TIMES, DIGITS, MARKS, SPACES, ODD, GRIDS)
    return "".join(choices.pick(choices.pick(kinds)) for _ in range(1 + choices.below(4)))


CELLS = ["", "高新技术企业", "国高企|高企", "a", "high_tech", "家", "元", "10000", "1e400", "-1", "NaN", "%", "|", "||", '"', '"a,b"', "\x00", "=1+1", "../x", "x" * 300]  # fmt: skip
TOML = ['name = "a"', 'name = ""', "name = 1", 'title = "甲"', 'region = "杭州市"', 'extends = ["core"]', 'extends = ["a"]', 'extends = ["../../core"]', 'extends = "core"', 'version = "1"', "[a]", "x = [", '"', "\x00"]  # fmt: skip


def make_pack(choices: Choices) -> dict[str, bytes]:
    """The files of a pack: what they are called, and their bytes."""
    head = "\n".join(['name = "a"', *(choices.pick(TOML) for _ in range(choices.below(3)))])
    files = {"pack.toml": spoilt(head.encode("utf-8", "surrogatepass"), choices, choices.below(8) == 0)}
    for _ in range(1 + choices.below(2)):
        table = choices.pick((*TABLES, MIXED_TABLE, "Metrics", "x"))
        columns = [*(TABLES[table].columns if table in TABLES else ("kind", "id", "name", "aliases", "unit"))]
        if choices.below(4) == 0:
            columns[choices.below(len(columns))] = choices.pick(("id", "名称", "", "name", "unit"))
        cells = [[choices.pick(CELLS) for _ in columns] for _ in range(choices.below(5))]
        text = "\n".join([",".join(columns), *(",".join(row) for row in cells)])
        data = text.encode(choices.pick(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16")), "replace")
        files[f"{table}.csv"] = spoilt(data, choices, choices.below(6) == 0)
    return files


def spoilt(data: bytes, choices: Choices, really: bool = True) -> bytes:
    """Bytes with a few changes: flipped, cut, doubled, overwritten."""
    if not really or not data:
        return data
    changed = bytearray(data)
    for _ in range(1 + choices.below(6)):
        at = choices.below(len(changed) + 1)
        end = at + 1 + choices.below(40)
        how = choices.below(5)
        if how == 0:
            del changed[at:end]
        elif how == 1:
            changed[at:at] = changed[at:end]
        elif how == 2:
            changed[at:at] = choices.pick((b"\0", b"\xff\xfe", b"<", b">", b"<table>", b"<!--", b"&#1;", b"\xe9\xab", b"99999999999", b"\x81\x30"))  # fmt: skip
        elif how == 3 and at < len(changed):
            changed[at] ^= 1 << choices.below(8)
        elif choices.below(10) == 0:
            del changed[at:]
    return bytes(changed)
