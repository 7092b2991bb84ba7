"""Whether changes of known texts are seen, on the right lines, and whether other dress is not taken for a change.

    python benchmarks/licenses/changes.py --data DIR

Edits and re-dressings are generated from the texts of the folder that govscan knows and calls unmodified; the same
every time. An edit counts as seen if the text is no longer called unmodified and some difference covers the line.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from pathlib import Path

from data import files, text_of
from dress import DRESSES
from edits import EDITS, Edit

from govscan.identify.match import match
from govscan.identify.match.reading import decoded

PER_KIND = 12
NEAR = 1  # lines between a place and what is reported: a missing word may have stood at the end of the line before


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    chosen = options.parse_args()
    known = [
        (path.name, text)
        for path, text in ((path, text_of(path)) for path in files(chosen.data))
        if len(text) < 40_000 and _is_unmodified(text)
    ]
    print(f"{len(known)} texts are known and unmodified")
    _edits(known)
    _dresses(known)
    return 0


def _is_unmodified(text: str) -> bool:
    found = match(text)
    return found.expression is not None and not found.modified


def _edits(known: list[tuple[str, str]]) -> None:
    seen, all_ = Counter[str](), Counter[str]()
    for kind, edit in EDITS.items():
        dice = random.Random(kind)
        for name, text in dice.sample(known, len(known)):
            if all_[kind] == PER_KIND:
                break
            made = edit(text, dice, known)
            if made is None:
                continue
            all_[kind] += 1
            if _is_seen(made, _expression(text)):
                seen[kind] += 1
            else:
                found = match(made.text)
                differences = [str(difference) for difference in found.differences[:3]]
                print(f"  not seen: {kind} in {name}, line {made.line}: {found.expression}, {differences}")
    for kind in EDITS:
        print(f"{kind}: {seen[kind]} of {all_[kind]}")
    print(f"edits: {seen.total()} of {all_.total()} flagged with the right lines ({seen.total() / all_.total():.3f})")


def _expression(text: str) -> str | None:
    return match(text).expression


def _is_seen(made: Edit, original: str | None) -> bool:
    found = match(made.text)
    if made.joined:  # two texts: both are named, or neither
        return found.expression is None or any(span.line >= made.line - NEAR for span in found.spans)
    if found.expression is not None and not found.modified:
        return False
    return any(d.line - NEAR <= made.line <= d.end_line + NEAR for d in found.differences)


def _dresses(known: list[tuple[str, str]]) -> None:
    flagged, all_ = Counter[str](), Counter[str]()
    for kind, dress in DRESSES.items():
        dice = random.Random(kind)
        for name, text in dice.sample(known, min(PER_KIND, len(known))):
            all_[kind] += 1
            again = decoded(dress(text, dice))[0] or ""
            found, before = match(again), match(text)
            if found.expression != before.expression or found.modified:
                flagged[kind] += 1
                differences = [str(difference) for difference in found.differences[:3]]
                print(f"  flagged: {kind} of {name}: {found.expression} {found.nearest[:1]} {differences}")
    print(
        f"re-dressings: {flagged.total()} of {all_.total()} flagged: "
        + ", ".join(f"{k} {flagged[k]}/{all_[k]}" for k in DRESSES)
    )


if __name__ == "__main__":
    sys.exit(main())
