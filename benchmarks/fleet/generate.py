"""Synthetic model cards with known truth, in the column layout of the public dumps of "model cards with metadata".

    python benchmarks/fleet/generate.py ROWS OUT.parquet [--seed N] [--row-group N]

Writes OUT.parquet and OUT.truth.parquet. The same rows and seed give the same bytes. Memory is bounded but for one
hash and id for every distinct text. What the distributions are and where they come from: README.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import math
import sys
import time
from pathlib import Path
from random import Random

import pyarrow as pa
import pyarrow.parquet as pq
from frontmatter import BROKEN, hub_tags
from hub import Hub
from model import Model

EPOCH = dt.datetime(2022, 3, 1, tzinfo=dt.UTC)

_TIME = pa.timestamp("us", tz="UTC")
CARDS = pa.schema(
    [
        ("modelId", pa.string()), ("author", pa.string()), ("last_modified", _TIME), ("downloads", pa.int64()),
        ("likes", pa.int64()), ("library_name", pa.string()), ("tags", pa.list_(pa.string())),
        ("pipeline_tag", pa.string()), ("createdAt", _TIME), ("card", pa.string()),
    ]
)  # fmt: skip
TRUTH = pa.schema(
    [
        ("id", pa.string()), ("license_declared", pa.string()), ("license_tag", pa.string()),
        ("front_matter", pa.string()), ("base_models", pa.list_(pa.string())), ("base_conflict", pa.bool_()),
        ("datasets", pa.list_(pa.string())), ("language", pa.list_(pa.string())), ("duplicate_of", pa.string()),
        ("kind", pa.string()), ("oddity", pa.string()),
    ]
)  # fmt: skip


def _absent(random: Random) -> str | None:
    """How a table writes that there is no card: nothing, or an empty text."""
    return None if random.random() < 0.9 else ""


def write(rows: int, target: Path, seed: int, row_group: int, hidden: bool) -> dict[str, float]:
    """Write both files; gives a few figures about them."""
    hub, random = Hub(rows, seed), Random(seed + 1)
    seen: dict[bytes, str] = {}
    length = 0
    figures = dict.fromkeys(("card", "license", "base", "conflict", "duplicate", "broken"), 0)
    truth_path = target.with_suffix(".truth.parquet")
    with (
        pq.ParquetWriter(target, CARDS, compression="zstd") as cards,
        pq.ParquetWriter(truth_path, TRUTH, compression="zstd") as truths,
    ):
        card_rows: list[dict[str, object]] = []
        truth_rows: list[dict[str, object]] = []
        started, progress = time.monotonic(), not hidden and sys.stderr.isatty()
        for model, text in hub:
            written = text if text is not None else _absent(random)
            duplicate = None
            if written is not None:
                key = hashlib.blake2b(written.encode(), digest_size=12).digest()
                first = seen.setdefault(key, model.id)
                duplicate = None if first == model.id else first
                length += len(written.encode())
            card_rows.append(_card_row(random, model, written))
            truth = _truth_row(model, text, duplicate)
            truth_rows.append(truth)
            _count(figures, truth, text)
            if len(card_rows) == row_group:
                cards.write_table(pa.Table.from_pylist(card_rows, CARDS))
                truths.write_table(pa.Table.from_pylist(truth_rows, TRUTH))
                card_rows, truth_rows = [], []
                if progress:
                    rate = (model.row + 1) / (time.monotonic() - started)
                    print(f"\r{model.row + 1:,} of {rows:,}, {rate:,.0f}/s", end="", file=sys.stderr)
        if card_rows:
            cards.write_table(pa.Table.from_pylist(card_rows, CARDS))
            truths.write_table(pa.Table.from_pylist(truth_rows, TRUTH))
    if progress:
        print(file=sys.stderr)
    shares = {name: count / max(1, rows) for name, count in figures.items()}
    return {**shares, "bytes a card": length / max(1, figures["card"])}


def _count(figures: dict[str, int], truth: dict[str, object], text: str | None) -> None:
    figures["card"] += text is not None
    figures["license"] += truth["license_tag"] is not None
    figures["base"] += bool(truth["base_models"])
    figures["conflict"] += truth["base_conflict"] is True
    figures["duplicate"] += truth["duplicate_of"] is not None
    figures["broken"] += truth["front_matter"] == "broken"


def _card_row(random: Random, model: Model, card: str | None) -> dict[str, object]:
    created = EPOCH + dt.timedelta(seconds=random.randrange(0, 4 * 365 * 86_400))
    matter = model.kind not in ("none", "plain")
    return {
        "modelId": model.id,
        "author": model.author,
        "createdAt": created,
        "last_modified": created + dt.timedelta(seconds=int(random.expovariate(1 / 200_000))),
        "downloads": int(math.exp(random.gauss(1.5, 2.2))) if random.random() < 0.9 else 0,
        "likes": int(random.paretovariate(1.3)) - 1,
        "library_name": model.library if random.random() < 0.85 else None,
        "tags": hub_tags(model, model.oddity, matter),
        "pipeline_tag": model.task if matter and random.random() < 0.7 else None,
        "card": card,
    }


def _truth_row(model: Model, text: str | None, duplicate: str | None) -> dict[str, object]:
    matter = "none" if text is None or model.kind == "plain" else "broken" if model.oddity in BROKEN else "valid"
    told = matter != "none"
    return {
        "id": model.id,
        "license_declared": model.license,
        "license_tag": model.tag,
        "front_matter": matter,
        "base_models": [parent.id for parent in model.parents] if told else [],
        "base_conflict": model.base_conflict() if told else None,
        "datasets": model.datasets if told else [],
        "language": model.languages if told else [],
        "duplicate_of": duplicate,
        "kind": model.kind,
        "oddity": model.oddity,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--row-group", type=int, default=10_000)
    parser.add_argument("--quiet", action="store_true", help="no progress")
    options = parser.parse_args()
    for name, value in write(options.rows, options.out, options.seed, options.row_group, options.quiet).items():
        print(f"{name:14} {value:10.4f}")


if __name__ == "__main__":
    main()
