"""The index that govscan carries, and how one is made."""

from __future__ import annotations

import csv
import os
import re
from array import array
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import TEXTS, index

from govscan.catalog import catalog
from govscan.catalog.fingerprints import INDEX, Fingerprints, Text, fingerprints, packed
from govscan.catalog.fingerprints.build import TABLE, Missing, authors, scancode
from govscan.catalog.fingerprints.build import spdx as spdx_texts
from govscan.catalog.fingerprints.words import words

# Records of which no text file could be had (some are PDF): they are known by label only.
WITHOUT_TEXT = {
    "LicenseRef-MNPL-0.1",
    "LicenseRef-MRL-0.1",
    "LicenseRef-bluelm-zh",
    "LicenseRef-grok-2-community",
    "LicenseRef-kimi-k3",
    "LicenseRef-nvidia-nemotron-open-model",
    "LicenseRef-nvidia-open-model-2025-10-24",
    "LicenseRef-qwen-community-1.0",
    "LicenseRef-qwen-research",
    "LicenseRef-scancode-apple-ml-ferret-2023",
    "LicenseRef-telechat",
}


def test_it_is_small_enough_for_the_wheel() -> None:
    assert INDEX.stat().st_size <= 12 * 1024 * 1024
    assert len(fingerprints()) > 4_000


def test_every_license_of_the_catalog_has_its_text() -> None:
    ids = set(fingerprints().ids)
    assert {record.id for record in catalog().licenses()} - ids == WITHOUT_TEXT


def test_the_table_of_texts() -> None:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    ids = set(fingerprints().ids)
    for row in rows:
        assert re.fullmatch(r"LicenseRef-[A-Za-z0-9.-]+", row["id"]), row
        assert re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{12}:\S.*", row["source"]), row
        assert re.fullmatch(r"[0-9a-f]{64}", row["sha256"]), row
        assert row["id"] in ids, row
    assert len({row["sha256"] for row in rows}) == len(rows)
    assert rows == sorted(rows, key=lambda row: (row["id"], row["source"], row["sha256"]))


def test_the_same_texts_give_the_same_bytes_in_any_order() -> None:
    texts = [Text(id_, words(text).hashes) for id_, text in TEXTS.items()]
    assert packed(texts) == packed(reversed(texts)) == packed([*texts, *texts])


def test_of_equal_texts_the_spdx_id_is_kept() -> None:
    hashes = words(TEXTS["Meadow-1.0"]).hashes
    made = Fingerprints(
        packed([Text("LicenseRef-meadow", hashes), Text("Z-1.0", hashes), Text("A", hashes, variant=True)])
    )
    assert list(made.ids) == ["Z-1.0"]


def test_texts_come_back() -> None:
    for number, id_ in enumerate(index().ids):
        hashes = words(TEXTS[id_]).hashes
        assert index().hashes(number) == hashes
        assert index().size(number) == len(hashes)
        assert not index().is_variant(number)


@given(st.lists(st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=300), max_size=6))
@settings(max_examples=40, deadline=None)
def test_any_hashes_come_back(texts: list[list[int]]) -> None:
    made = Fingerprints(packed(Text(f"L{number}", array("H", text)) for number, text in enumerate(texts)))
    back = {tuple(made.hashes(number)) for number in range(len(made))}
    assert back == {tuple(text) for text in texts}


@pytest.mark.parametrize("data", [b"", b"something else entirely, long enough"])
def test_another_file_is_no_index(data: bytes) -> None:
    with pytest.raises(ValueError, match="not an index"):
        Fingerprints(data)


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    table = tmp_path / "texts.csv"
    table.write_text(f"id,source,sha256\nLicenseRef-x,a/b@0:LICENSE,{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(Missing, match="LicenseRef-x: a/b@0:LICENSE"):
        list(authors(tmp_path, table))


@pytest.mark.slow
def test_the_index_is_that_of_its_sources() -> None:
    folders = [os.environ.get(name) for name in ("GOVSCAN_SCANCODE", "GOVSCAN_SPDX", "GOVSCAN_TEXTS")]
    if not all(folders):
        pytest.skip("set GOVSCAN_SCANCODE, GOVSCAN_SPDX and GOVSCAN_TEXTS to the folders that docs/licenses.md names")
    data, package, texts = (Path(folder or "") for folder in folders)
    every = [*authors(texts), *scancode(data)]
    assert packed([*every, *spdx_texts(package, every)]) == INDEX.read_bytes()
