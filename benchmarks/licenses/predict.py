"""What govscan says of every text of a folder, as a table `file,id,modified`.

    python benchmarks/licenses/predict.py --data DIR -o PRED.csv [--ids IDS.csv]

DIR has `texts/*.txt` (with `licenses.csv`) and `oss/files/*` (with `oss/labels.csv`); either may be missing. IDS.csv
says which id stands for which slug of `licenses.csv`.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path

from data import expected_ids, files, text_of

from govscan.identify.match import match


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("-o", "--output", type=Path, required=True)
    options.add_argument("--ids", type=Path)
    chosen = options.parse_args()
    start = time.perf_counter()
    said = [(path.name, match(text_of(path))) for path in files(chosen.data)]
    taken = time.perf_counter() - start
    with chosen.output.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("file", "id", "modified"))
        for name, found in said:
            table.writerow((name, found.expression or "unknown", "yes" if found.modified else "no"))
    if chosen.ids:
        with chosen.ids.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(("id", "slug"))
            table.writerows((id_, slug) for slug, id_ in expected_ids(chosen.data).items())
    print(f"{len(said)} files in {taken:.2f} s: {len(said) / max(taken, 1e-9):.0f} a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
