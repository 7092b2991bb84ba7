"""The least that anybody can do with a table of cards: read it, and parse the front matter of every card.

    python benchmarks/fleet/floor.py CARDS.parquet

With the libraries of govscan (pyarrow, PyYAML's C loader), one process, nothing kept. Prints seconds of the processor,
which do not depend on what else the machine does; hold them against those of `govscan fleet` (user + sys of all its
processes, as `/usr/bin/time` tells).
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import yaml


def front_matter(card: str) -> str | None:
    """The block between the first two lines of dashes."""
    text = card.lstrip("\ufeff \t\r\n")
    if not text.startswith("---"):
        return None
    start = text.find("\n") + 1
    end = text.find("\n---", start - 1)
    return text[start:end] if start and end >= 0 else None


def main() -> None:
    path = Path(sys.argv[1])
    began = time.process_time()
    rows = blocks = broken = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(512, columns=["modelId", "card"]):
            for card in batch.column("card").to_pylist():
                rows += 1
                block = front_matter(card) if card else None
                if block is None:
                    continue
                blocks += 1
                try:
                    yaml.load(block, yaml.CSafeLoader)
                except (yaml.YAMLError, ValueError, TypeError):
                    broken += 1
    spent = time.process_time() - began
    print(f"{rows:,} rows, {blocks:,} with front matter, {broken:,} of them broken")
    rate = f"{spent / rows * 100_000:.1f} s for 100,000 rows, {rows / spent:,.0f} rows a second"
    print(f"{spent:.1f} s of one processor, {rate}")


if __name__ == "__main__":
    main()
