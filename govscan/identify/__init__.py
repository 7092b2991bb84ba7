"""Evidence enters, facts leave: each with the document and lines that say so, disagreement kept and named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from govscan.evidence import Evidence
from govscan.facts import Facts
from govscan.policy import OwnEndpoint
from govscan.reference import Identity, Reference


def base_models(evidence: Evidence) -> tuple[Identity, ...]:
    """The models that this one says it was made from (card, adapter config, hub metadata, catalog), so that the
    engine can resolve them; local paths in `base_model` are left out when they are not in the tree."""
    raise NotImplementedError


def identify(
    identity: Identity,
    references: Sequence[Reference],
    evidence: Evidence,
    family: Mapping[Identity, Evidence],
    endpoints: Sequence[OwnEndpoint],
    now: dt.date,
) -> Facts:
    """Facts about one model.

    `family` holds the evidence of its base models and theirs, as far as they were resolved; `endpoints` are the
    organization's own hosts, from its policy.
    """
    raise NotImplementedError
