"""Facts and a policy enter, findings leave. Three-valued logic throughout: unknown is never pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from govscan.finding import Finding
from govscan.policy import Ledger, Policy
from govscan.report import Model


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Findings in a stable order; `questions` are context facts that nobody declared, each as one sentence with
    the line to add; `warnings` speak of expired or unused waivers and reviews."""

    findings: tuple[Finding, ...]
    questions: tuple[str, ...]
    warnings: tuple[str, ...]


def load_policy(path: Path | None, root: Path) -> Policy:
    """The policy at `path`, else `govscan.yaml` in `root` or above it up to the root of the git work tree, else
    the pack `baseline`, which then says in `notice` that nobody chose it.

    Raises:
        govscan.errors.InvalidInput: with every mistake that was found.
    """
    raise NotImplementedError


def load_ledger(policy_dir: Path) -> Ledger:
    """Reviews and waivers from `.govscan/` beside the policy; empty where there are none.

    Raises:
        govscan.errors.InvalidInput: an unknown key, a bad date, a missing field.
    """
    raise NotImplementedError


def contexts_of(policy: Policy, path: str) -> tuple[str, ...]:
    """Names of the contexts that a path is in, in the policy's order; ("default",) when it is in none."""
    raise NotImplementedError


def evaluate(policy: Policy, ledger: Ledger, models: Sequence[Model], now: dt.date) -> Evaluation:
    """Every rule against every model in every context it is used in."""
    raise NotImplementedError
