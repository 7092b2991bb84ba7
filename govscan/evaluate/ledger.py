"""The records beside a policy: `.govscan/reviews.yaml` and `.govscan/waivers.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from govscan.errors import Diagnostic, InvalidInput
from govscan.evaluate.reviews import load_reviews
from govscan.evaluate.waivers import load_waivers
from govscan.policy import Ledger, Review, Waiver

FOLDER = ".govscan"
REVIEWS = "reviews.yaml"
WAIVERS = "waivers.yaml"


def load_ledger(policy_dir: Path) -> Ledger:
    """Reviews and waivers from `.govscan/` beside the policy; empty where there are none.

    Raises:
        govscan.errors.InvalidInput: an unknown key, a bad date, a missing field.
    """
    reviews: tuple[Review, ...] = ()
    implies: Mapping[str, tuple[str, ...]] = {}
    waivers: tuple[Waiver, ...] = ()
    found: list[Diagnostic] = []
    try:
        if _there(policy_dir, REVIEWS):
            reviews, implies = load_reviews(policy_dir / FOLDER / REVIEWS, f"{FOLDER}/{REVIEWS}")
    except InvalidInput as error:
        found.extend(error.diagnostics)
    try:
        if _there(policy_dir, WAIVERS):
            waivers = load_waivers(policy_dir / FOLDER / WAIVERS, f"{FOLDER}/{WAIVERS}")
    except InvalidInput as error:
        found.extend(error.diagnostics)
    if found:
        raise InvalidInput(tuple(found))
    return Ledger(reviews, waivers, implies)


def _there(policy_dir: Path, name: str) -> bool:
    """Whether the file is there. A misspelled ending is refused: records that are silently not read are worse."""
    other = policy_dir / FOLDER / name.replace(".yaml", ".yml")
    if other.exists():
        shown = f"{FOLDER}/{other.name}"
        raise InvalidInput((Diagnostic(shown, 1, 1, f"this file is not read; its name has to be {name}", "rename it"),))
    path = policy_dir / FOLDER / name
    return path.exists() or path.is_symlink()
