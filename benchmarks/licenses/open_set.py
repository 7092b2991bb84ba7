"""What govscan says of a license that it does not know: each text of a folder, with itself left out of the index.

    python benchmarks/licenses/open_set.py --data DIR

Twice: with the texts left out that are word by word the same, and with every text of the same id left out as well.
An answer that names a license and calls the text unmodified is confident; it is right only in the first round, if
another text of the same id is in the index.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from data import expected_ids, text_of

from govscan.catalog.fingerprints import fingerprints
from govscan.catalog.fingerprints.words import words
from govscan.identify.match import match


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    chosen = options.parse_args()
    index = fingerprints()
    expected = expected_ids(chosen.data)
    by_id: dict[str, set[int]] = {}
    by_size: dict[int, list[int]] = {}
    for number, id_ in enumerate(index.ids):
        by_id.setdefault(id_, set()).add(number)
        by_size.setdefault(index.size(number), []).append(number)
    counts = {"the text": Counter[str](), "all of its id": Counter[str]()}
    for path in sorted((chosen.data / "texts").glob("*.txt")):
        text = text_of(path)
        hashes = words(text).hashes
        same = {number for number in by_size.get(len(hashes), ()) if index.hashes(number) == hashes}
        id_ = expected.get(path.stem, "")
        for name, without in (("the text", same), ("all of its id", same | by_id.get(id_, set()))):
            found = match(text, index, without)
            kind = "unknown" if found.expression is None else "modified" if found.modified else "confident and wrong"
            if kind.startswith("confident") and found.expression == id_:
                kind = "right by another text of the id"
            counts[name][kind] += 1
            if kind.startswith("confident"):
                print(f"{path.name}, without {name}: {found.expression}")
    for name, count in counts.items():
        print(f"without {name}: " + ", ".join(f"{kind} {number}" for kind, number in count.most_common()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
