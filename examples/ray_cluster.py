"""Reports on a Ray cluster: read each of a folder, and keep the long table as Parquet files.

python examples/ray_cluster.py [FOLDER]     writes to FOLDER, and without one nothing; needs kuji-ie[ray]

It starts a cluster of two processors on this machine; `ray.init(address="auto")` joins one that is there, where kuji_ie is
installed on every node.
"""

import os
import sys
from collections import Counter
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"


def main() -> None:
    import ray
    import ray.data

    from kuji_ie.arrow import TableExtractor

    ray.init(num_cpus=2, include_dashboard=False, logging_level="error", log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    reports = [
        {"name": path.name, "text": path.read_text(encoding="utf-8")} for path in sorted(SEEDS.glob("*.txt"))
    ]
    texts = ray.data.from_items(reports, override_num_blocks=2)
    # An Arrow table in, an Arrow table out; each process builds its extractor once.
    observations = texts.map_batches(TableExtractor(source="name"), batch_format="pyarrow").materialize()
    if len(sys.argv) > 1:
        observations.write_parquet(sys.argv[1])
    rows = Counter(row["source"] for row in observations.select_columns(["source"]).iter_rows())
    for name, count in sorted(rows.items()):
        print(f"{name}: {count} observations")
    ray.shutdown()


if __name__ == "__main__":
    os.environ.setdefault(
        "RAY_DATA_LOG_LEVEL", "ERROR"
    )  # Ray reads it on import; it tells of every step otherwise
    try:
        main()
    except ModuleNotFoundError as error:
        print(f"no {error.name} here: pip install 'kuji-ie[ray]'")
