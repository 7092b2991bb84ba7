"""Rows of `datasets.yaml` enter, what is wrong with them leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from govscan.catalog import UNSETTLED


def dataset_mistakes(rows: Sequence[Mapping[str, Any]], spdx: Any) -> Iterator[str]:
    """One line a mistake: names that two rows claim, licenses that are none, a NonCommercial license that is not said
    to be one. `spdx` is license-expression's list of SPDX licenses."""
    seen: set[str] = set()
    for row in rows:
        for name in (row["id"], *row["aliases"]):
            if name.lower() in seen:
                yield f"datasets.yaml: {name} occurs twice"
            seen.add(name.lower())
        if row["license"] == UNSETTLED:
            if row["non_commercial"] is False:
                yield f"datasets.yaml: {row['id']}: an unknown license cannot be said to allow commercial use"
            continue
        ids = spdx.parse(row["license"]).objects
        for key in ids:
            if spdx.validate(key).errors and not key.startswith("LicenseRef-"):
                yield f"datasets.yaml: {row['id']}: {key} is neither an SPDX id nor a LicenseRef"
        if any("-NC-" in key for key in ids) and row["non_commercial"] is not True:
            yield f"datasets.yaml: {row['id']}: {row['license']} is for non-commercial use"
