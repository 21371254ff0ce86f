"""How much each sign of `kuji_ie.confidence` weighs, and in how many cases it was met.

Written by `python tools/fit_confidence.py --write`; not to be edited by hand.
"""

BIAS = 4.08
WEIGHTS = {
    "a value in points": -2.03,  # 62
    "the name ends oddly": -1.93,  # 365
    "a name of one character": -1.89,  # 32
    "the name speaks of a target": -1.40,  # 15
    "a name of two characters": -1.32,  # 648
    "the name begins oddly": -1.20,  # 401
    "the name goes on to the left": -1.10,  # 79
    "a verb stands for the metric": -1.10,  # 115
    "the name has no usual end": -1.06,  # 2024
    "the words go on behind the value": -0.97,  # 53
    "a change without a value": -0.93,  # 709
    "a percentage of something else": -0.92,  # 172
    "the metric left out stands far away": -0.92,  # 43
    "one metric for several observations": -0.87,  # 370
    "the metric is left out": -0.85,  # 136
    "a rank without a value": -0.82,  # 269
    "a name of 12 characters or more": -0.76,  # 521
    "words between the number and the metric": -0.75,  # 42
    "a subject of its own": -0.71,  # 91
    "a value that is a limit": -0.68,  # 210
    "a rank": -0.57,  # 576
    "a count of a rate": -0.49,  # 73
    "a name of 20 characters or more": -0.49,  # 44
    "a digit in the name": -0.46,  # 192
    "words between the metric and its number": -0.45,  # 925
    "no verb governs the number": -0.37,  # 56
    "several changes": -0.35,  # 190
    "a change by an amount": -0.34,  # 244
    "a gap": -0.34,  # 263
    "planned": -0.33,  # 631
    "a value that is passed": -0.32,  # 259
    "总量 or the like stands for the metric": -0.29,  # 37
    "a rank without a field": -0.20,  # 86
    "a physical unit": -0.16,  # 153
    "another unit than the metric had before": -0.11,  # 56
    "a loose counter": -0.10,  # 621
    "a share or a target": -0.06,  # 405
    "no value": 0.04,  # 57
    "a number without digits": 0.08,  # 99
    "the metric follows its number": 0.08,  # 270
    "an amount of money of what is counted": 0.10,  # 11
    "a percentage of a rate": 0.14,  # 856
    "a bare noun": 0.16,  # 214
    "a bare noun behind other words": 0.18,  # 15
    "a clause ends between the metric and its number": 0.22,  # 105
    "the name ends as sizes do": 0.38,  # 1731
    "the metric is far from its number": 0.54,  # 135
    "a part of a whole": 0.58,  # 604
    "the lexicon has it": 1.31,  # 2920
}
