"""The words of the page in each language: one table, so that another language is a column of it."""

from __future__ import annotations

from typing import Literal

Lang = Literal["zh", "en"]

# Words for what a code says (a status, an outcome) have the code behind a dot.
_WORDS = (
    # key                zh                           en
    ("lang",             "zh-CN",                     "en"),
    ("title",            "报告数据",                  "Report data"),
    ("documents",        "文档",                      "Documents"),
    ("unnamed",          "报告",                      "Report"),
    ("text",             "原文",                      "Text"),
    ("found",            "识别结果",                  "What was found"),
    ("observations",     "指标",                      "Observations"),
    ("names",            "名称",                      "Names"),
    ("awards",           "授奖",                      "Awards"),
    ("findings",         "疑点",                      "Findings"),
    ("search",           "搜索指标…(按 / 键)",        "Search metrics… (press /)"),
    ("search_label",     "按指标搜索",                "Search by metric"),
    ("all_status",       "全部状态",                  "Any status"),
    ("all_subjects",     "全部主体",                  "Any subject"),
    ("no_subject",       "本地区",                    "The region itself"),
    ("shown",            "显示",                      "shown"),
    ("none",             "没有符合条件的行",          "No row fits"),
    ("nothing",          "没有识别到数据",            "Nothing was found"),
    ("aside",            "未采用的数字",              "Numbers set aside"),
    ("aside_why",        "未采用",                    "set aside"),
    ("keys",             "↑↓ 或 j k 选行 · Enter 到原文 · / 搜索 · Esc 清除",
                         "↑↓ or j k: rows · Enter: text · /: search · Esc: clear"),
    ("numbers",          "数字 {} 个",                "numbers: {}"),
    ("in_facts",         "采用 {}",                   "in facts: {}"),
    ("set_aside",        "未采用 {}",                 "set aside: {}"),
    # columns
    ("metric",           "指标",                      "metric"),
    ("value",            "数值",                      "value"),
    ("change",           "变化",                      "change"),
    ("rank",             "排名",                      "rank"),
    ("also",             "差距、占比、目标",          "gap, share, target"),
    ("status",           "状态",                      "status"),
    ("period",           "时期",                      "period"),
    ("region",           "地区",                      "region"),
    ("subject",          "主体",                      "subject"),
    ("label",            "类别",                      "label"),
    ("name",             "名称",                      "name"),
    ("id",               "编码",                      "id"),
    ("honour",           "荣誉",                      "honour"),
    ("recipients",       "获得者",                    "recipients"),
    ("grade",            "等级",                      "grade"),
    ("message",          "说明",                      "message"),
    # roles that are no column
    ("gap",              "差距",                      "gap"),
    ("share",            "占比",                      "share"),
    ("target",           "目标",                      "target"),
    ("entity",           "名称、荣誉",                "name, honour"),
    # codes
    ("status.actual",    "实际",                      "actual"),
    ("status.target",    "计划",                      "planned"),
    ("outcome.met",      "完成",                      "met"),
    ("outcome.exceeded", "超额",                      "exceeded"),
    ("outcome.missed",   "未完成",                    "missed"),
    ("outcome.progress", "进行中",                    "progress"),
    ("kind.yoy",         "",                          ""),
    ("kind.from_to",     "",                          ""),
    ("kind.mom",         "环比",                      "on month"),
    ("kind.period",      "跨期",                      "over time"),
    ("against",          "比{}",                      "vs {}"),
    ("growth",           "增速",                      "growth"),
    ("rank.nth",         "第{}",                      "#{}"),
    ("rank.top",         "前{}",                      "top {}"),
    ("rank.moved",       "{}位",                      "{} places"),
    ("in_a_row",         "连续{}次",                  "{} in a row"),
    ("label.PROGRAMME",  "项目计划",                  "programme"),
    ("label.HONOUR",     "荣誉称号",                  "honour"),
    ("label.ORG",        "机构",                      "body"),
    ("label.REGION",     "地区",                      "region"),
    ("label.POLICY",     "政策标准",                  "policy"),
    ("outcome.fact",     "采用",                      "fact"),
    ("outcome.noise",    "非正文",                    "noise"),
    ("outcome.date",     "日期",                      "date"),
    ("outcome.name",     "名称中的数字",              "name"),
    ("outcome.threshold", "门槛",                     "threshold"),
    ("outcome.denominator", "分母",                   "denominator"),
    ("outcome.set phrase", "固定说法",                "set phrase"),
    ("outcome.specification or span of time", "规格或时长", "specification or span of time"),
    ("outcome.no metric found", "未找到指标",         "no metric found"),
    # kuji-ie serve
    ("paste",            "把报告粘贴在这里,或把文件拖到这里", "Paste a report here, or drop a file"),
    ("choose",           "选择文件…",                 "Choose a file…"),
    ("extract",          "识别",                      "Extract"),
    ("working",          "正在识别…",                 "Working…"),
    ("again",            "换一篇",                    "Another report"),
    ("download",         "下载",                      "Download"),
    ("known_region",     "地区(可不填)",              "Region (optional)"),
    ("known_year",       "年份(可不填)",              "Year (optional)"),
    ("too_large",        "文件超过 {} MB",            "The file is larger than {} MB"),
    ("unreachable",      "连接不上 kuji-ie,它还在运行吗?", "kuji-ie cannot be reached; is it still running?"),
    ("about",            "把政府科技工作报告变成数据表", "Government reports on science and technology as data"),
    ("local",            "文字只在运行 kuji-ie 的这台电脑上处理,不保存。",
                         "The text stays on the computer that runs kuji-ie, and is not kept."),
)  # fmt: skip


class Words:
    """The words of one language: `Words("zh")("status.target")` is 计划; `{}` takes what else is given.

    Raises `ValueError` for a language that has no column.
    """

    def __init__(self, lang: Lang = "zh") -> None:
        if lang not in ("zh", "en"):
            raise ValueError(f"the page has no words in {lang!r}; choose zh or en")
        self._words = {key: zh if lang == "zh" else en for key, zh, en in _WORDS}

    def __call__(self, key: str, *given: object) -> str:
        return self._words[key].format(*given)

    def of(self, kind: str, code: str) -> str:
        """The word for a code; the code itself where there is none, as of a reason that came later."""
        return self._words.get(f"{kind}.{code}", code)
