"""Two reports of one district, of 2020 and 2023, beside each other: what they share, and what does not fit.

python examples/two_reports.py
"""

from itertools import groupby
from pathlib import Path

import kuji_ie

seeds = Path(__file__).parent.parent / "seeds"
extractor = kuji_ie.Extractor()
results = [
    extractor.extract(path.read_text(encoding="utf-8"), source=path.name[:3])
    for path in (seeds / "000_5a3ee361bfa30e31.txt", seeds / "002_37e169ac55b2510e.txt")
]
panel = kuji_ie.panel(results)
print(panel)


def series(row):
    """What stays the same from year to year."""
    return row.region.name, row.metric_id or row.metric, row.action or "", row.subject or ""


# Rows come series by series: those that both reports tell, with the plans of each.
for (region, _, action, _), found in groupby(panel, key=series):
    rows = list(found)
    if len({told.document for row in rows for told in row.told}) == 2:
        figures = (
            f"{row.start.year} {row.value or row.rank}{' planned' if row.status == 'target' else ''}"
            f" ({row.told[0].source})"
            for row in rows
        )
        print(*filter(None, (region, action, rows[0].metric)), "|", ", ".join(figures))

# No report tells the results of 2021, nor the levels of 2019: nothing stands beside these plans and growths.
print("plans with a result:", sum(row.plan is not None for row in panel))
for row in panel:
    if row.before and row.before.reported is None:
        print(row.metric, row.start.year, row.value, row.yoy, "implies", row.before.implied, "a year before")
print("conflicts:", [str(conflict) for conflict in panel.conflicts])
