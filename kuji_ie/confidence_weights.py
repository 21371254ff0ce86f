"""How much each sign of `kuji_ie.confidence` weighs, and in how many cases it was met.

Written by `python tools/fit_confidence.py --write`; not to be edited by hand.
"""

BIAS = 4.08
WEIGHTS = {
    "the name ends oddly": -2.11,  # 321
    "a name of one character": -1.95,  # 34
    "a value in points": -1.93,  # 62
    "the name begins oddly": -1.72,  # 203
    "the words go on behind the value": -1.68,  # 63
    "the words go on behind the metric": -1.40,  # 71
    "a change without a value": -1.33,  # 757
    "a name of two characters": -1.33,  # 709
    "the name speaks of a target": -1.30,  # 18
    "the name goes on to the left": -1.14,  # 85
    "a verb stands for the metric": -1.11,  # 119
    "a list goes on behind the metric": -1.08,  # 30
    "other members of a list between the metric and its number": -1.02,  # 213
    "the name has no usual end": -1.01,  # 2222
    "a rank without a value": -1.01,  # 284
    "the metric left out stands far away": -0.96,  # 44
    "the metric is left out": -0.83,  # 139
    "a subject of its own": -0.80,  # 100
    "a percentage of what is no rate": -0.76,  # 180
    "a name of 12 characters or more": -0.73,  # 569
    "a value that is passed": -0.69,  # 294
    "one metric for several observations": -0.66,  # 384
    "words between the metric and its number": -0.63,  # 748
    "a rank": -0.62,  # 593
    "a name of 20 characters or more": -0.56,  # 49
    "a physical unit": -0.55,  # 167
    "words between the number and the metric": -0.54,  # 47
    "a change by an amount": -0.53,  # 247
    "a value that is a limit": -0.53,  # 228
    "a loose counter": -0.52,  # 712
    "a digit in the name": -0.45,  # 205
    "an amount of money of what is counted": -0.44,  # 12
    "planned": -0.39,  # 688
    "a gap": -0.30,  # 264
    "a list in the name": -0.28,  # 113
    "总量 or the like stands for the metric": -0.14,  # 40
    "the name is put together": -0.12,  # 222
    "the name ends as sizes do": 0.16,  # 1757
    "a part of a whole": 0.53,  # 604
    "the lexicon has it": 1.73,  # 3002
}
