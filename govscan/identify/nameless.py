"""A model enters, the same under no name leaves: of a million models, many have the same card and the same tags.

What a name decides beside the facts of `NAMED` (curated knowledge about this very model, links to itself, a lineage, a
license text that is titled like another product) is looked for before and after; then the name stays.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from posixpath import splitext
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.catalog import Catalog, catalog
from govscan.evidence import Evidence, HubRecord, Resolved
from govscan.facts import ABSENT, Fact, Facts, Unknown
from govscan.identify.artifacts import FORMATS
from govscan.identify.lineage import Lineage
from govscan.identify.model import age_facts, named_by, publisher_facts
from govscan.identify.origin import origin_facts
from govscan.reference import Identity

NOBODY: Final = "\ue000"
"""The name of no model: a sign that no text has. It stands in the sentences about a model without a name."""
SIGNS: Final = (NOBODY, "%EE%80%80")
"""The name as it is written, and as it stands in a package URL."""
NAMED: Final = (
    *("model.id", "model.purl", "model.publisher", "model.publisher_country", "model.age_days"),
    "lineage.origin_countries",
)
"""The facts that differ between models which are the same but for their names and the day of their making."""

_ALONE: Final = Lineage((), (), (), (), (), None)


class Alike(Struct, frozen=True):
    """All that facts rest on but the name, the day of the making and where the texts lie."""

    origin: str
    revision: str | None
    texts: tuple[tuple[str, str], ...]  # names and digests
    hub: HubRecord | None
    notes: tuple[str, ...]


def alike(identity: Identity, evidence: Evidence, known: Catalog | None = None) -> Alike | None:
    """By what this model can be told from others whose facts are the same; None where its name may matter."""
    if not isinstance(evidence, Resolved) or identity.provider != "huggingface":
        return None
    if evidence.artifacts or evidence.headers or evidence.examined or evidence.lock or evidence.recorded:
        return None
    if (known or catalog()).model(identity.name) is not None or _is_file(identity.name):
        return None
    name = identity.name.lower()
    if any(name in document.text.lower() or NOBODY in document.text for document in evidence.documents):
        return None
    hub = evidence.hub
    if hub is not None:
        hub = replace(hub, created=None) if hub.created else hub
        if hub.base_models:
            return None
    texts = tuple((document.name, document.sha256) for document in evidence.documents)
    return Alike(evidence.origin, identity.revision, texts, hub, evidence.notes)


def _is_file(name: str) -> bool:
    return splitext(name.split("?")[0].lower())[1] in FORMATS


def nameless(identity: Identity, evidence: Resolved) -> Resolved:
    """The evidence under no name; its identity is that of nobody."""
    nobody = replace(identity, name=NOBODY)
    hub = replace(evidence.hub, created=None) if evidence.hub is not None else None
    return replace(evidence, identity=nobody, hub=hub)


def stays_nameless(facts: Facts, lineage: Lineage | None) -> bool:
    """Whether the facts of a nameless model hold for all that are like it."""
    if lineage is None or lineage.parents or facts.value("license.text_present") is True:
        return False
    rest = (fact for fact in facts if fact.name not in NAMED)
    return not any(sign in text for fact in rest for text in _words(fact) for sign in SIGNS)


def _words(fact: Fact) -> tuple[str, ...]:
    value = fact.value
    if isinstance(value, Unknown):
        return (value.reason,)
    if value is ABSENT or isinstance(value, bool | int | float):
        return ()
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def named_facts(identity: Identity, evidence: Evidence, now: dt.date, known: Catalog | None = None) -> Iterator[Fact]:
    """The facts of `NAMED` about a model that is like another."""
    known = known or catalog()
    where = named_by(identity, ())
    yield Fact("model.id", identity.name, where)
    yield Fact("model.purl", identity.purl or ABSENT, where)
    yield from publisher_facts(identity, where, known)
    yield from age_facts(identity, evidence.hub if isinstance(evidence, Resolved) else None, now)
    yield from origin_facts(identity, _ALONE, known)
