"""What the front matter of every card of a folder declares, a JSON object a line.

    python benchmarks/cards/predict.py --data DIR -o PRED.jsonl

DIR is the folder that holds `cards/files`, or that folder itself. A row has `file`, `license`, `license_name`,
`license_link` and `base_model` as declared (a text, a list, or null) and, of a card that is not well-formed, `trouble`
with the line; what could still be read of it is in the row.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from govscan.evidence import Document
from govscan.identify.frontmatter import FrontMatter, read_front_matter, texts
from govscan.resolve.documents import MAX_DOCUMENT_BYTES

FIELDS = ("license", "license_name", "license_link", "base_model")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("-o", "--output", type=Path, required=True)
    chosen = options.parse_args()
    below = chosen.data / "cards" / "files"
    folder = below if below.is_dir() else chosen.data / "files" if (chosen.data / "files").is_dir() else chosen.data
    files = sorted(path for path in folder.iterdir() if path.is_file())
    start = time.perf_counter()
    rows = [row_of(path) for path in files]
    taken = time.perf_counter() - start
    with chosen.output.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    malformed = sum("trouble" in row for row in rows)
    print(f"{len(rows)} cards in {taken:.2f} s, {malformed} of them malformed", file=sys.stderr)
    return 0


def row_of(path: Path) -> dict[str, Any]:
    """What one card declares, and why it is malformed if it is."""
    with path.open("rb") as file:
        card = Document.of(path.name, path.name, file.read(MAX_DOCUMENT_BYTES))
    matter = read_front_matter(card.text)
    row: dict[str, Any] = {"file": path.name, **{name: declared(matter, name) for name in FIELDS}}
    if matter.trouble:
        row["trouble"] = f"line {matter.trouble_line}: {matter.trouble}"
    return row


def declared(matter: FrontMatter, name: str) -> str | list[str] | None:
    """A value as written: `no` is the text "no", a number its digits."""
    node = matter.get(name)
    values = [each.raw for each in texts(node)]
    if node is not None and node.kind == "list":
        return values
    return values[0] if values else None


if __name__ == "__main__":
    sys.exit(main())
