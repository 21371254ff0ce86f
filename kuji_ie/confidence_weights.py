"""How much each sign of `kuji_ie.confidence` weighs, and in how many cases it was met.

Written by `python tools/fit_confidence.py --write`; not to be edited by hand.
"""

BIAS = 4.16
WEIGHTS = {
    "a value in points": -2.09,  # 62
    "a name of one character": -2.05,  # 34
    "the name ends oddly": -1.94,  # 380
    "the words go on behind the value": -1.77,  # 63
    "a change without a value": -1.31,  # 757
    "the name speaks of a target": -1.26,  # 18
    "a name of two characters": -1.24,  # 709
    "a verb stands for the metric": -1.18,  # 119
    "the words go on behind the metric": -1.17,  # 71
    "the name has no usual end": -1.13,  # 2169
    "other members of a list between the metric and its number": -1.05,  # 213
    "the name goes on to the left": -1.04,  # 85
    "the name begins oddly": -1.04,  # 423
    "a list goes on behind the metric": -1.02,  # 30
    "the metric left out stands far away": -0.94,  # 44
    "a percentage of what is no rate": -0.90,  # 180
    "a rank without a value": -0.90,  # 284
    "the metric is left out": -0.88,  # 139
    "a subject of its own": -0.75,  # 100
    "one metric for several observations": -0.71,  # 384
    "a name of 12 characters or more": -0.70,  # 569
    "a value that is passed": -0.68,  # 294
    "words between the metric and its number": -0.64,  # 748
    "a rank": -0.63,  # 593
    "a name of 20 characters or more": -0.56,  # 49
    "a physical unit": -0.51,  # 167
    "a value that is a limit": -0.51,  # 228
    "a digit in the name": -0.50,  # 205
    "words between the number and the metric": -0.49,  # 47
    "a change by an amount": -0.48,  # 247
    "an amount of money of what is counted": -0.46,  # 12
    "planned": -0.40,  # 688
    "a loose counter": -0.35,  # 712
    "a gap": -0.27,  # 264
    "a list in the name": -0.27,  # 113
    "总量 or the like stands for the metric": -0.16,  # 40
    "several changes": -0.16,  # 190
    "the name is put together": -0.15,  # 222
    "the name stands behind other words": -0.14,  # 673
    "the metric follows its number": -0.08,  # 357
    "the name ends as sizes do": 0.10,  # 1757
    "a part of a whole": 0.63,  # 604
    "the lexicon has it": 1.66,  # 3002
}
