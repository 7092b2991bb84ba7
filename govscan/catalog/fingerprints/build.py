"""License texts enter, `index.bin` leaves: `python -m govscan.catalog.fingerprints.build --scancode DIR --texts DIR`.

The texts are those of the license data of `scancode-toolkit-mini` (a folder `licensedcode/data`, read as files) and
those of `texts.csv`, which come from their authors. Of a text only its hashed words are written. The same texts give
the same bytes. `--check` only compares.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

from govscan.catalog.fingerprints import INDEX, Text, packed
from govscan.catalog.fingerprints.words import shingles, words

TABLE = Path(__file__).with_name("texts.csv")
LEAST = 8  # words; a shorter text is a name, not a license
LEAST_VARIANT = 20
SHORT = 400  # words; of shorter texts, likeness is measured word by word

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Missing(Exception):  # noqa: N818 - names what the build needs
    """A text of the table is in none of the folders."""


def scancode(data: Path) -> list[Text]:
    """The texts of ScanCode's licenses, and of its rules those that are whole texts of one license.

    Left out: a rule that is nearer to another license than to its own, and a permissive wording without SPDX id that
    is nearly one with an id, or a piece of one, so that it is reported as that one with the words that differ.
    """
    texts: dict[str, Text] = {}
    permissive: set[str] = set()
    for path in sorted((data / "licenses").glob("*.LICENSE")):
        facts, body = _parts(path)
        if facts.get("is_deprecated") or facts.get("is_generic") or facts.get("is_unknown"):
            continue
        key = str(facts["key"])
        texts[key] = Text(_id(key, facts), words(body).hashes, exception=bool(facts.get("is_exception")))
        if facts.get("category") == "Permissive":
            permissive.add(texts[key].id)
    kin = Kin(texts.values())
    rules = []
    for path in sorted((data / "rules").glob("*.RULE")):
        if "is_license_text: yes" not in path.read_text(encoding="utf-8"):
            continue
        facts, body = _parts(path)
        own = texts.get(str(facts.get("license_expression")))
        if own is None or facts.get("is_deprecated") or facts.get("relevance", 100) != 100:
            continue
        hashes = words(body.replace("{{", "").replace("}}", "")).hashes
        if len(hashes) >= LEAST_VARIANT and own.id in kin.nearest(hashes):
            rules.append(Text(own.id, hashes, variant=True, exception=own.exception))
    listed = Kin(text for text in texts.values() if text.id in permissive and not text.id.startswith("LicenseRef-"))
    minor = {
        text.id
        for text in texts.values()
        if text.id in permissive
        and text.id.startswith("LicenseRef-")
        and (listed.is_nearly(text.hashes) or listed.holds(text.hashes))
    }
    return [text for text in (*texts.values(), *rules) if len(text.hashes) >= LEAST and text.id not in minor]


def spdx(package: Path, known: Iterable[Text]) -> list[Text]:
    """The texts of the npm package `spdx-license-list`, those that `known` does not have nearly so already. Ids that
    ScanCode does not use have been withdrawn."""
    known = list(known)
    kin = Kin(known)
    ids = {text.id for text in known}
    found = []
    for path in sorted((package / "licenses").glob("*.json")):
        hashes = words(json.loads(path.read_text(encoding="utf-8"))["licenseText"]).hashes
        if path.stem in ids and len(hashes) >= LEAST and path.stem not in kin.nearest(hashes, 0.9):
            found.append(Text(path.stem, hashes))
    return found


class Kin:
    """Texts, to be asked which of them is like another."""

    def __init__(self, texts: Iterable[Text]) -> None:
        self._texts = list(texts)
        self._sizes = [0] * len(self._texts)
        self._holders: dict[int, list[int]] = {}
        for number, text in enumerate(self._texts):
            for shingle in set(shingles(text.hashes)):
                self._holders.setdefault(shingle, []).append(number)
                self._sizes[number] += 1

    def nearest(self, hashes: array[int], least: float = 0.0) -> set[str]:
        """The ids of the texts that share the most, or nearly so; empty if nothing shares as much as `least`."""
        likeness = {number: share for number, share in self._likeness(hashes).items() if share >= least}
        most = max(likeness.values(), default=1.0)
        if len(hashes) > SHORT:
            return {self._texts[number].id for number, share in likeness.items() if share >= 0.96 * most}
        ratios = {
            number: SequenceMatcher(None, hashes, self._texts[number].hashes, autojunk=False).ratio()
            for number, share in likeness.items()
            if share >= 0.8 * most
        }
        most = max(ratios.values(), default=1.0)
        return {self._texts[number].id for number, ratio in ratios.items() if ratio >= 0.98 * most}

    def is_nearly(self, hashes: array[int]) -> bool:
        """Whether some text is the same but for one word in twenty."""
        near = (number for number, share in self._likeness(hashes).items() if share >= 0.6)
        return any(
            SequenceMatcher(None, hashes, self._texts[number].hashes, autojunk=False).ratio() >= 0.95 for number in near
        )

    def holds(self, hashes: array[int]) -> bool:
        """Whether some longer text has the whole of it: a disclaimer alone is no license."""
        said = set(shingles(hashes))
        shared = Counter(number for shingle in said for number in self._holders.get(shingle, ()))
        return any(count >= 0.9 * len(said) and self._sizes[number] > len(said) for number, count in shared.items())

    def _likeness(self, hashes: array[int]) -> dict[int, float]:
        """The shared part of all shingles of both, by number."""
        said = set(shingles(hashes))
        shared = Counter(number for shingle in said for number in self._holders.get(shingle, ()))
        return {number: count / (len(said) + self._sizes[number] - count) for number, count in shared.items()}


def authors(folder: Path, table: Path = TABLE) -> Iterator[Text]:
    """The texts of the table, found in the folder by their SHA-256, whatever their names.

    Raises:
        Missing: some are not there.
    """
    there = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.rglob("*")) if path.is_file()
    }
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    missing = [f"{row['id']}: {row['source']} ({row['sha256'][:12]})" for row in rows if row["sha256"] not in there]
    if missing:
        raise Missing("\n".join(missing))
    for row in rows:
        yield Text(row["id"], words(there[row["sha256"]].read_text(encoding="utf-8", errors="replace")).hashes)


def _parts(path: Path) -> tuple[Mapping[str, Any], str]:
    """Front matter and body of a file of ScanCode."""
    _, head, *rest = re.split(r"^---[ \t]*(?:\n|\Z)", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    body = rest[0] if rest else ""
    return yaml.load(head, Loader=_LOADER), body  # noqa: S506 - a safe loader, in C where there is one


def _id(key: str, facts: Mapping[str, Any]) -> str:
    spdx = str(facts.get("spdx_license_key") or "")
    return spdx if spdx and not spdx.startswith("LicenseRef-") else f"LicenseRef-scancode-{key}"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scancode", type=Path, required=True, help="licensedcode/data of scancode-toolkit-mini")
    options.add_argument("--spdx", type=Path, help="the unpacked npm package spdx-license-list")
    options.add_argument("--texts", type=Path, help="a folder with the texts of texts.csv")
    options.add_argument("--output", type=Path, default=INDEX)
    options.add_argument("--check", action="store_true", help="compare with the index there is, write nothing")
    chosen = options.parse_args()
    texts = [*(authors(chosen.texts) if chosen.texts else ()), *scancode(chosen.scancode)]
    texts += spdx(chosen.spdx, texts) if chosen.spdx else ()
    made = packed(texts)
    if chosen.check:
        same = chosen.output.read_bytes() == made
        sys.stdout.write("up to date\n" if same else "differs\n")
        return 0 if same else 1
    chosen.output.write_bytes(made)
    sys.stdout.write(f"{chosen.output}: {len(made):,} bytes of {len(texts):,} texts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
