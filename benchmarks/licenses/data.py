"""The folders that the benchmarks read: `licenses.csv` with `texts/<slug>.txt`, `oss/labels.csv` with `oss/files/`."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path

from govscan.catalog import catalog
from govscan.catalog.fingerprints.build import TABLE
from govscan.identify.match.reading import decoded

Row = Mapping[str, str]


def rows(path: Path) -> list[dict[str, str]]:
    """A table; empty if there is none."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files(data: Path) -> Iterator[Path]:
    """Every text of the folder, in order."""
    yield from sorted((data / "texts").glob("*.txt"))
    yield from sorted((data / "oss" / "files").glob("*"))


def text_of(path: Path) -> str:
    return decoded(path.read_bytes())[0] or ""


def expected_ids(data: Path) -> dict[str, str]:
    """Of each slug of `licenses.csv` the id that the catalog has for it: by the checksum of a text in the index, else
    by the key that the table gives, else by repository and path, else by the title or the Hub's label if that is the
    name of one license. Never by what the matcher says."""
    table = rows(TABLE)
    by_sum = {row["sha256"][:16]: row["id"] for row in table}
    by_place: dict[str, set[str]] = {}
    for row in table:
        repository, _, place = row["source"].partition("@")
        by_place.setdefault(f"{repository}:{place.partition(':')[2]}".lower(), set()).add(row["id"])
    found = {}
    for row in rows(data / "licenses.csv"):
        place = by_place.get(f"{row['source_repo']}:{row['source_path']}".lower(), set())
        here = next(iter(place)) if len(place) == 1 else ""
        id_ = by_sum.get(row["sha256"][:16]) or _of_key(row) or here or _of_name(row)
        if id_:
            found[row["slug"]] = id_
    return found


def _of_key(row: Row) -> str:
    """`mit | MIT` gives the second, a ScanCode key alone its LicenseRef."""
    keys = [key.strip() for key in row["spdx_or_scancode_key"].split("|") if key.strip()]
    if not keys:
        return ""
    return keys[-1] if len(keys) > 1 else f"LicenseRef-scancode-{keys[0]}"


def _of_name(row: Row) -> str:
    for name in (row["hf_license_id"], row["title"], row["title"].split("(")[0]):
        record = catalog().license_named(name) if name else None
        if record is not None:
            return record.id
    return ""
