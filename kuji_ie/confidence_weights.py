"""How much each sign of `kuji_ie.confidence` weighs, and in how many cases it was met.

Written by `python tools/fit_confidence.py --write`; not to be edited by hand.
"""

BIAS = 4.14
WEIGHTS = {
    "a value in points": -2.07,  # 62
    "a name of one character": -2.05,  # 34
    "the name ends oddly": -1.94,  # 380
    "the words go on behind the value": -1.76,  # 63
    "a change without a value": -1.30,  # 757
    "the words go on behind the metric": -1.29,  # 71
    "a name of two characters": -1.27,  # 709
    "the name speaks of a target": -1.26,  # 18
    "a verb stands for the metric": -1.16,  # 119
    "the name has no usual end": -1.13,  # 2169
    "a list goes on behind the metric": -1.11,  # 30
    "the name begins oddly": -1.04,  # 423
    "other members of a list between the metric and its number": -1.04,  # 213
    "the name goes on to the left": -1.03,  # 85
    "the metric left out stands far away": -0.93,  # 44
    "a percentage of what is no rate": -0.90,  # 180
    "a rank without a value": -0.89,  # 284
    "the metric is left out": -0.85,  # 139
    "a subject of its own": -0.75,  # 100
    "one metric for several observations": -0.73,  # 384
    "a name of 12 characters or more": -0.70,  # 569
    "a value that is passed": -0.68,  # 294
    "a rank": -0.63,  # 593
    "words between the metric and its number": -0.63,  # 748
    "a name of 20 characters or more": -0.56,  # 49
    "words between the number and the metric": -0.53,  # 47
    "a physical unit": -0.52,  # 167
    "a value that is a limit": -0.52,  # 228
    "a digit in the name": -0.49,  # 205
    "a change by an amount": -0.49,  # 247
    "an amount of money of what is counted": -0.45,  # 12
    "planned": -0.40,  # 688
    "a loose counter": -0.39,  # 712
    "a gap": -0.28,  # 264
    "a list in the name": -0.26,  # 113
    "总量 or the like stands for the metric": -0.15,  # 40
    "the name is put together": -0.15,  # 222
    "the name ends as sizes do": 0.11,  # 1757
    "a part of a whole": 0.65,  # 604
    "the lexicon has it": 1.66,  # 3002
}
