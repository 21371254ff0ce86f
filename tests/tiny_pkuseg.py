"""Train a tiny pkuseg model: `python tests/tiny_pkuseg.py REPORTS MODEL` reads REPORTS/*.txt, fills MODEL/.

The published models are large downloads. This one learns in seconds how rjieba divides the given reports:
enough to try the adapter, and to see that another segmenter leads to the same observations.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy
import rjieba
import spacy_pkuseg

ITERATIONS = 2


def train(reports: Path, model: Path) -> None:
    """Write the model to the folder `model`, the divided text beside it. Changes the settings of pkuseg.

    The same reports give the same model: pkuseg starts from random weights and takes the lines in random order.
    """
    random.seed(0)
    numpy.random.seed(0)
    lines = [line for file in sorted(reports.glob("*.txt")) for line in file.read_text("utf-8").split()]
    if not lines:
        sys.exit(f"{reports}: no .txt files to learn from")
    model.mkdir(parents=True, exist_ok=True)
    divided = model / "divided.utf8"
    divided.write_text("\n".join(" ".join(rjieba.cut(line)) for line in lines), encoding="utf-8")
    spacy_pkuseg.train(str(divided), str(divided), str(model), train_iter=ITERATIONS)


if __name__ == "__main__":
    train(Path(sys.argv[1]), Path(sys.argv[2]))
