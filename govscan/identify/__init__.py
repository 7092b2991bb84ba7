"""Evidence enters, facts leave: each with the document and lines that say so, disagreement kept and named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from govscan.catalog import Catalog, catalog
from govscan.evidence import Evidence, Resolved
from govscan.facts import Fact, Facts
from govscan.identify.artifacts import artifact_facts
from govscan.identify.bases import parents
from govscan.identify.card import card_facts
from govscan.identify.companions import companion_facts
from govscan.identify.conclude import conclude
from govscan.identify.coverage import coverage_facts
from govscan.identify.datasets import dataset_facts
from govscan.identify.documents import Reading, read
from govscan.identify.drift import drift_of
from govscan.identify.endpoint import endpoint_facts
from govscan.identify.headers import header_facts
from govscan.identify.inherit import lineage_facts
from govscan.identify.license import license_facts
from govscan.identify.license_terms import term_facts
from govscan.identify.lineage import Lineage, trace
from govscan.identify.model import access_of, model_facts
from govscan.identify.openness import openness_facts
from govscan.identify.origin import origin_facts
from govscan.identify.relatives import Relatives
from govscan.policy import OwnEndpoint
from govscan.reference import Identity, Reference

__all__ = ["Identified", "Relatives", "base_models", "cataloged_bases", "drift_of", "identified", "identify"]


class Identified(Struct, frozen=True):
    """Facts about a model, and where it comes from; `bases` are in the order in which they are named."""

    facts: Facts
    lineage: Lineage | None  # None of a hosted model

    @property
    def bases(self) -> tuple[Identity, ...]:
        parents = self.lineage.parents if self.lineage is not None else ()
        return tuple(each.identity for each in parents if each.identity is not None and each.relation != "distilled")


def base_models(evidence: Evidence, known: Catalog | None = None) -> tuple[Identity, ...]:
    """The models that this one says it was made from (card, adapter config, hub metadata, catalog), so that the
    engine can resolve them; a path that leads out of the tree is left out. `known` is the catalog to ask, else the
    one that govscan carries."""
    if access_of(evidence.identity) == "hosted-api":
        return ()
    found = parents(evidence.identity, read(evidence), known or catalog())
    return tuple(parent.identity for parent in found if parent.identity is not None)


def cataloged_bases() -> Iterator[str]:
    """Every model that the catalog knows as the base of another, by its id on the Hub."""
    return (name for record in catalog().models() for name in record.base_models)


def identify(
    identity: Identity,
    references: Sequence[Reference],
    evidence: Evidence,
    family: Mapping[Identity, Evidence],
    endpoints: Sequence[OwnEndpoint],
    now: dt.date,
    known: Catalog | None = None,
) -> Facts:
    """Facts about one model.

    `family` holds the evidence of its base models and theirs, as far as they were resolved; `endpoints` are the
    organization's own hosts, from its policy; `known` is the catalog to ask, else the one that govscan carries.
    """
    return identified(identity, references, evidence, Relatives.of(family), endpoints, now, known).facts


def identified(
    identity: Identity,
    references: Sequence[Reference],
    evidence: Evidence,
    relatives: Relatives,
    endpoints: Sequence[OwnEndpoint],
    now: dt.date,
    known: Catalog | None = None,
) -> Identified:
    """As `identify`, for many models: `relatives` knows the base models of all of them."""
    known = known or catalog()
    reading = read(evidence)
    hosted = access_of(identity) == "hosted-api"
    lineage = None if hosted else trace(identity, reading, relatives, known)
    facts = Facts.of(_statements(identity, references, reading, lineage, endpoints, now, known))
    return Identified(facts, lineage)


def _statements(
    identity: Identity,
    references: Sequence[Reference],
    reading: Reading,
    lineage: Lineage | None,
    endpoints: Sequence[OwnEndpoint],
    now: dt.date,
    known: Catalog,
) -> Iterator[Fact]:
    access = access_of(identity)
    yield from model_facts(identity, references, reading, known, now)
    yield from endpoint_facts(identity, references, endpoints, known, hosted=access != "self-hosted")
    if lineage is None:
        yield from origin_facts(identity, None, known)
        return  # weights that nobody can have come with no license, card or file
    conclusion = conclude(identity, reading, known)
    yield from license_facts(conclusion)
    yield from term_facts(conclusion, known)
    if isinstance(reading.evidence, Resolved):
        yield from companion_facts(reading.evidence)
    yield from lineage_facts(lineage, conclusion, known)
    yield from origin_facts(identity, lineage, known)
    card = tuple(card_facts(reading))
    yield from card
    yield from dataset_facts(card, reading.evidence, known)
    yield from artifact_facts(reading.evidence, identity.name)
    yield from header_facts(reading.evidence, known)
    yield from coverage_facts(reading)
    yield from openness_facts(reading, conclusion, known)
