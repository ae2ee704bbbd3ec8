"""The whole population as files for bulk tools, written a batch at a time: Parquet, and PostgreSQL's COPY text."""

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dean06.sandbox.population.people.person import COLUMNS, INTEGERS, Person, as_row
from dean06.sandbox.population.people.store import stock

TABLE = "fictional_people"
MARK = {"fictional": "true", "note": "Dữ liệu hư cấu: không ai trong bảng này có thật"}
SCHEMA = pa.schema([(name, pa.int64() if name in INTEGERS else pa.string()) for name in COLUMNS], metadata=MARK)


def to_parquet(file: Path, target: Path) -> int:
    """Write the people of a population's file; returns how many. The mark of fiction is in the file's metadata."""
    count = 0
    with pq.ParquetWriter(target, SCHEMA, compression="zstd") as writer:
        for people in stock(file):
            writer.write_batch(_batch(people))
            count += len(people)
    return count


def to_sql(file: Path, target: Path) -> int:
    """The same as a script for psql: a table and its rows as COPY ... CSV."""
    columns = ", ".join(f"{name} {'bigint' if name in INTEGERS else 'text'} NOT NULL" for name in COLUMNS)
    count = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        out.write(f"-- {MARK['note']}\nCREATE TABLE {TABLE} ({columns});\n")
        out.write(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (*));\n")
        rows = csv.writer(out, lineterminator="\n")
        for people in stock(file):
            rows.writerows(map(as_row, people))
            count += len(people)
        out.write("\\.\n")
    return count


def _batch(people: list[Person]) -> pa.RecordBatch:
    by_column = zip(*map(as_row, people), strict=True)
    return pa.record_batch([pa.array(values) for values in by_column], schema=SCHEMA)
