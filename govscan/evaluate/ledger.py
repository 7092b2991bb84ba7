"""The records beside a policy: `reviews.yaml`, `waivers.yaml` and `baseline.yaml` in `.govscan/`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from govscan.errors import Diagnostic, InvalidInput
from govscan.evaluate.baseline import load_baseline
from govscan.evaluate.reviews import load_reviews
from govscan.evaluate.waivers import load_waivers
from govscan.policy import BaselineEntry, Criterion, Ledger, Review, Waiver

FOLDER = ".govscan"
REVIEWS = "reviews.yaml"
WAIVERS = "waivers.yaml"
BASELINE = "baseline.yaml"


def load_ledger(policy_dir: Path) -> Ledger:
    """Reviews, waivers and baseline from `.govscan/` beside the policy; empty where there are none.

    Raises:
        govscan.errors.InvalidInput: an unknown key, a bad date, a missing field.
    """
    return ledger_in(policy_dir / FOLDER, FOLDER)


def ledger_in(folder: Path, shown: str) -> Ledger:
    """The records in a folder, which people know as `shown`; raises as `load_ledger`."""
    reviews: tuple[Review, ...] = ()
    criteria: Mapping[str, Criterion] = {}
    waivers: tuple[Waiver, ...] = ()
    baseline: tuple[BaselineEntry, ...] = ()
    found: list[Diagnostic] = []
    try:
        if _there(folder, REVIEWS, shown):
            reviews, criteria = load_reviews(folder / REVIEWS, f"{shown}/{REVIEWS}")
    except InvalidInput as error:
        found.extend(error.diagnostics)
    try:
        if _there(folder, WAIVERS, shown):
            waivers = load_waivers(folder / WAIVERS, f"{shown}/{WAIVERS}")
    except InvalidInput as error:
        found.extend(error.diagnostics)
    try:
        if _there(folder, BASELINE, shown):
            baseline = load_baseline(folder / BASELINE, f"{shown}/{BASELINE}")
    except InvalidInput as error:
        found.extend(error.diagnostics)
    if found:
        raise InvalidInput(tuple(found))
    return Ledger(reviews, waivers, criteria, baseline)


def _there(folder: Path, name: str, shown: str) -> bool:
    """Whether the file is there. A misspelled ending is refused: records that are silently not read are worse."""
    other = folder / name.replace(".yaml", ".yml")
    if other.exists():
        message = f"this file is not read; its name has to be {name}"
        raise InvalidInput((Diagnostic(f"{shown}/{other.name}", 1, 1, message, "rename it"),))
    path = folder / name
    return path.exists() or path.is_symlink()
