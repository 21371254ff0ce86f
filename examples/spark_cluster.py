"""Reports on Spark: read each of a data frame, and keep the long table as Parquet files.

python examples/spark_cluster.py [FOLDER]     writes to FOLDER, and without one nothing

Needs pyspark, Java and kuji-ie[frames]; on a cluster, kuji_ie is installed wherever a worker runs.
"""

import os
import shutil
import sys
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"


def main() -> None:
    from pyspark.sql import SparkSession
    from pyspark.sql.pandas.types import from_arrow_schema

    from kuji_ie.arrow import extract_batches, schema

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    reports = [(path.name, path.read_text(encoding="utf-8")) for path in sorted(SEEDS.glob("*.txt"))]
    texts = spark.createDataFrame(reports, "name string, text string").repartition(2)
    # An iterator of Arrow batches in, one of Arrow batches out; each process builds its extractor once.
    observations = texts.mapInArrow(
        lambda batches: extract_batches(batches, source="name"), from_arrow_schema(schema())
    ).cache()
    if len(sys.argv) > 1:
        observations.write.parquet(sys.argv[1])
    for row in observations.groupBy("source").count().orderBy("source").collect():
        print(f"{row['source']}: {row['count']} observations")
    spark.stop()


if __name__ == "__main__":
    os.environ.setdefault(
        "PYSPARK_PYTHON", sys.executable
    )  # else the workers take the first python3 on the path
    if shutil.which("java") is None:
        print("no Java here, which Spark needs")
    else:
        try:
            main()
        except ModuleNotFoundError as error:
            print(f"no {error.name} here: pip install pyspark 'kuji-ie[frames]'")
