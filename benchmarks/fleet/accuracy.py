"""How far a fleet run agrees with the truth that the generator wrote beside its cards.

    python benchmarks/fleet/accuracy.py OUT TRUTH.parquet [--show N]

Per field: rows compared, right, wrong (both say something, not the same), missed (only the truth says something),
invented (only the run does); then the first disagreements. Exit code 1 where rows are lost, or anything is wrong or
invented; what is missed was left undecided.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]
# field -> (what is true, what was found), or None where the truth is not known
Compared = Callable[[Row], tuple[object, object] | None]

QUERY = """
SELECT truth.*, models.id AS found_id, "license.declared" AS found_license, "card.present" AS card_present,
  "card.valid" AS card_valid, models.base_models AS found_bases, "lineage.base_conflict" AS found_conflict,
  "datasets.declared" AS found_datasets, card_sha256, unknown['lineage.base_conflict'] AS why_no_conflict,
  unknown['license.declared'] AS why_no_license
FROM read_parquet($truth, file_row_number = true) AS truth
LEFT JOIN read_parquet($models) AS models ON models.row = truth.file_row_number
ORDER BY truth.file_row_number
"""


def _license(row: Row) -> tuple[object, object]:
    return _parts(row["license_declared"]), _parts(row["found_license"])


def _parts(expression: str | None) -> str | None:
    """An expression in which the order of what is joined by AND says nothing."""
    return None if expression is None else " AND ".join(sorted(expression.split(" AND ")))


def _front_matter(row: Row) -> tuple[object, object]:
    found = (
        "none" if not row["card_present"] or row["card_valid"] is None else "valid" if row["card_valid"] else "broken"
    )
    return row["front_matter"], found


def _bases(row: Row) -> tuple[object, object]:
    return _set(row["base_models"]), _set(row["found_bases"])


def _datasets(row: Row) -> tuple[object, object]:
    return _set(row["datasets"]), _set(row["found_datasets"])


def _set(values: list[str] | None) -> tuple[str, ...] | None:
    return tuple(sorted({value.lower() for value in values})) if values else None


def _conflict(row: Row) -> tuple[object, object] | None:
    if row["base_conflict"] is None:
        return None
    found = row["found_conflict"]
    return row["base_conflict"], None if found is None else bool(found)


def _duplicates() -> Compared:
    first: dict[str, str] = {}

    def compared(row: Row) -> tuple[object, object]:
        key = row["card_sha256"]
        earlier = first.setdefault(key, row["id"]) if key else row["id"]
        return row["duplicate_of"], None if earlier == row["id"] else earlier

    return compared


def rows_of(out: Path, truth: Path) -> Iterator[Row]:
    """The truth and what was found, row by row."""
    with duckdb.connect() as connection:
        connection.execute(QUERY, {"truth": str(truth), "models": str(out / "models.parquet")})
        columns = [column[0] for column in connection.description or ()]
        while batch := connection.fetchmany(20_000):
            for values in batch:
                yield dict(zip(columns, values, strict=True))


def judged(said: object, found: object) -> str:
    if said == found:
        return "right"
    if found is None:
        return "missed"
    return "invented" if said is None else "wrong"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--show", type=int, default=3, metavar="N", help="disagreements of each field and kind")
    options = parser.parse_args()
    fields: dict[str, Compared] = {
        "license.declared": _license,
        "front matter": _front_matter,
        "base models": _bases,
        "base conflict": _conflict,
        "datasets": _datasets,
        "duplicates": _duplicates(),
    }
    counts = {name: Counter[str]() for name in fields}
    kinds: dict[tuple[str, str, str, str], int] = Counter()
    examples: dict[tuple[str, str], list[str]] = {}
    rows = lost = 0
    for row in rows_of(options.out, options.truth):
        rows += 1
        lost += row["found_id"] != row["id"]
        for name, compare in fields.items():
            pair = compare(row)
            if pair is None:
                continue
            verdict = judged(*pair)
            counts[name][verdict] += 1
            if verdict != "right":
                kinds[name, verdict, row["kind"], row["oddity"]] += 1
                shown = examples.setdefault((name, verdict), [])
                if len(shown) < options.show:
                    why = row["why_no_conflict"] if name == "base conflict" else row["why_no_license"]
                    shown.append(f"{row['id']} [{row['kind']} {row['oddity']}]: {pair[0]!r}, found {pair[1]!r} ({why})")
    print(f"{rows:,} rows, {lost:,} of them lost or moved\n")
    print(f"{'field':18}{'compared':>10}{'right':>10}{'share':>9}{'wrong':>8}{'missed':>8}{'invented':>10}")
    for name, count in counts.items():
        total = sum(count.values())
        print(f"{name:18}{total:10,}{count['right']:10,}{count['right'] / max(1, total):9.4f}"
              f"{count['wrong']:8,}{count['missed']:8,}{count['invented']:10,}")  # fmt: skip
    print("\nDisagreements by field, kind of card and oddity:")
    for (name, verdict, kind, oddity), number in sorted(kinds.items(), key=lambda item: -item[1])[:25]:
        print(f"{number:8,}  {name}, {verdict}: {kind} {oddity}")
    for (name, verdict), shown in examples.items():
        print(f"\n{name}, {verdict}:")
        for line in shown:
            print(f"  {line}")
    return 1 if lost or any(verdict != "missed" for _, verdict, _, _ in kinds) else 0


if __name__ == "__main__":
    sys.exit(main())
