"""The marks that the lexer writes, and the shared parts of patterns."""

from __future__ import annotations

import re

COUNT, RATE, DATE, FILL = "\ue000", "\ue002", "\ue003", "\ue001"
MARK = re.compile(f"[{COUNT}{RATE}{DATE}]{FILL}*")  # as long as the number or time that it covers
MARKS = frozenset((COUNT, RATE, DATE, FILL))

# 31.9%, 0.13个百分点, 1.7倍, 28个基点, 三成: what moves and shares are measured in.
RATES = frozenset(("%", "‰", "个百分点", "个基点", "倍", "个千分点", "个点"))

HANZI_NUMBER = "[一二三四五六七八九十百两]{1,4}"
POSITION = rf"(?:[0-9]{{1,4}}(?:[oO]\b)?|{HANZI_NUMBER})"

ATOMS = {
    "Q": rf"(?:[{COUNT}{RATE}]{FILL}*)",
    "R": rf"(?:{RATE}{FILL}*)",
    "D": rf"(?:{DATE}{FILL}*)",
    # a stretch within one clause, short enough to be the name of a place, a base or a whole
    "NAME": rf"[^,。;:!?、\n{COUNT}{RATE}]",
    # the base of a comparison: 比上年, 较2020年同期, 与“十三五”末相比,
    "BASE": (
        rf"(?:<change.prefix>“?(?P<base>(?:{DATE}{FILL}*|<time.base>|十[一二三四五六]五)”?(?:的?(?:{DATE}{FILL}*|<time.base>|末|底|初|平均)){{0,2}}"
        rf"(?:的?[{COUNT}{RATE}]{FILL}*)?)(?:相比较?|比较|时|水平|数)?[,]?)"
    ),
    "POSITION": POSITION,
}
