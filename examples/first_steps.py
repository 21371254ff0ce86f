"""First steps: read one report, print what it says, and keep it as JSON.

python examples/first_steps.py
"""

from pathlib import Path

from kuji_ie import Extractor

SEEDS = Path(__file__).parent.parent / "seeds"

extractor = Extractor()  # built once, used for any number of texts
for path in sorted(SEEDS.glob("00[01]_*.txt")):
    result = extractor.extract(path.read_text(encoding="utf-8"), source=path.name)
    region = result.document.region
    print(path.name, region.name if region else "", result.document.period or "")
    for o in result.observations:
        if o.yoy:  # only what grew or shrank against the year before
            print(f"  {o.metric.start:5}  {o.metric.name}  {o.value or '-'}  {o.yoy}  {o.rank or ''}")
    print(f"  {len(result.to_json())} characters of JSON")
