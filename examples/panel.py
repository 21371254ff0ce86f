"""A panel over regions and years out of single reports, and a plot of it.

python examples/panel.py [PICTURE]

Needs: pip install 'kuji-ie[frames]' matplotlib
"""

import sys
import tempfile
from pathlib import Path

import matplotlib

import kuji_ie

matplotlib.use("Agg")  # a file, no window
from matplotlib import pyplot

reports = sorted((Path(__file__).parent / "panel").glob("*.txt"))
picture = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp()) / "panel.png"

extractor = kuji_ie.Extractor()
results = [extractor.extract(path.read_text(encoding="utf-8"), source=path.name) for path in reports]
panel = kuji_ie.panel(results)
print(panel)

# What happened (no plans), the statistic by its id whatever a report calls it; a panel has one row a region and year.
rows = panel.to_frame()
spending = rows[(rows.metric_id == "rd_expenditure") & (rows.status == "actual")]
table = spending.assign(year=spending.period_end.dt.year, billion=spending.amount / 1e8).pivot(
    index="year", columns="region", values="billion"
)
print(table.to_string(float_format="{:.2f}".format))

codes = dict(zip(spending.region, spending.region_code, strict=True))  # matplotlib's own font has no Chinese
table.rename(columns=codes).plot(marker="o", xticks=table.index, ylabel="R&D expenditure, 100 million yuan")
pyplot.savefig(picture, dpi=120)
print(picture.name, "written")
