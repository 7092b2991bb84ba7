"""What govscan says of real folders and of real disagreements, beside what a person expects it to say.

    python benchmarks/cards/conflicts.py --data DIR [--only WORD]

DIR has `folders/folders.csv` with a folder for each row, and `cards/conflicts.csv` whose evidence column names files.
Each is read as a local model folder, through the same stages as a scan, with the catalog that govscan carries.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

from govscan.evidence import Document, Resolved
from govscan.facts import Facts, value_text
from govscan.identify import identify
from govscan.identify.frontmatter import find_card
from govscan.reference import Identity, Location, Reference
from govscan.resolve.folder import Folder

DAY = dt.date(2026, 11, 1)
SHOWN = (
    *("license.declared", "license.detected", "license.concluded", "license.confidence", "license.modified"),
    *("license.commercial_use", "license.registration_required", "license.mau_threshold"),
    *("license.territory_excluded", "license.field_of_use", "license.use_restrictions"),
)
LISTED = ("license.reasons", "license.conflict", "license.concerns", "lineage.base_conflict")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--only", default="", help="rows that contain this word")
    chosen = options.parse_args()
    for title, expected, evidence in (*_folders(chosen.data), *_conflicts(chosen.data)):
        if chosen.only.lower() in title.lower():
            print(f"\n=== {title}\n    expected: {expected}")
            print("\n".join(_lines(evidence)))
    return 0


def _folders(data: Path) -> Iterator[tuple[str, str, Resolved]]:
    for row in _rows(data / "folders" / "folders.csv"):
        folder = data / "folders" / row["slug"]
        if folder.is_dir():
            yield f"folder {row['slug']}", row["expected"], read_folder(folder, row["slug"])


def _conflicts(data: Path) -> Iterator[tuple[str, str, Resolved]]:
    for row in _rows(data / "cards" / "conflicts.csv"):
        places = [place.strip().rpartition(":")[0] for place in row["evidence"].split(";")]
        files = [path for place in places if (path := _find(data, place))]
        if not files:
            continue
        title = f"{row['kind']}: {row['where']} ({row['declared']} / {row['found']})"
        model = row["where"].split()[0].rpartition("/")[2]
        if files[0].is_relative_to(data / "folders"):
            yield title, row["expected_flag"], read_folder(files[0].parent, model)
        else:
            yield title, row["expected_flag"], read_files(files, model)


def _find(data: Path, place: str) -> Path | None:
    below = {"cards/": "cards/files/", "licenses/": "licenses/texts/"}
    for head, real in below.items():
        place = real + place.removeprefix(head) if place.startswith(head) else place
    path = data / place
    return path if path.is_file() else None


def read_folder(folder: Path, name: str) -> Resolved:
    """A model's folder as a scan reads it."""
    identity = Identity("local", f"models/{name}")
    contents = Folder(folder.resolve(), folder.resolve(), lambda file: f"models/{name}/{file}").contents()
    return Resolved(identity, "local", documents=contents.documents, artifacts=contents.artifacts, notes=contents.notes)


def read_files(files: list[Path], name: str) -> Resolved:
    """Files out of one model's folder: its card, its license text, or both."""
    documents = []
    for file in files:
        title = "README.md" if file.suffix == ".md" else "LICENSE"
        documents.append(Document.of(title, f"models/{name}/{title}", file.read_bytes()))
    return Resolved(Identity("local", f"models/{name}"), "local", documents=tuple(documents))


def _lines(evidence: Resolved) -> Iterator[str]:
    facts = _facts(evidence)
    card = find_card(evidence.documents)
    yield f"    read: {', '.join(document.name for document in evidence.documents)}" + ("" if card else " (no card)")
    for name in SHOWN:
        said = facts.get(name)
        yield f"    {name.removeprefix('license.')}: {value_text(said.value)}  [{said.source}]"
    for fact in facts.statements.get("license.detected", ())[1:]:
        yield f"    also detected: {value_text(fact.value)}  [{fact.source}]"
    for name in LISTED:
        value = facts.get(name).value
        entries = value if isinstance(value, tuple) else (value_text(value),) if value else ()
        yield from (f"    {name}: {entry}" for entry in entries)


def _facts(evidence: Resolved) -> Facts:
    identity = evidence.identity
    reference = Reference(identity.provider, identity.name, Location("app.py", 1), "benchmark")
    return identify(identity, [reference], evidence, {}, (), DAY)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main())
