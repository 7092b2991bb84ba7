"""Which model a review or a waiver speaks of.

Written as a package URL (`pkg:huggingface/org/name`), as `provider:name`, or as `org/name` for a model of the Hugging
Face Hub; each with `@<full commit>` where it is about one revision.
"""

from __future__ import annotations

from urllib.parse import unquote

from msgspec import Struct

from govscan.evidence import Resolved
from govscan.facts import SourceKind
from govscan.pattern import pattern
from govscan.reference import Identity
from govscan.report import Model

_FULL_HASH = pattern(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
_PURL = pattern(r"pkg:([a-z0-9.+-]+)/([^?#]+)")
_OTHER_DOCUMENT = pattern(r"(?:.*/)?(?:readme|modelcard)|.*\.json\Z")
_HUB = "huggingface"
FORMS = "write pkg:huggingface/org/name, org/name or provider:name, with @<full commit> for one revision"


class Subject(Struct, frozen=True):
    """A model, and a revision of it or None for all of them."""

    provider: str
    name: str
    revision: str | None

    def is_model(self, identity: Identity) -> bool:
        """Whether the name is that of the model; revisions are another question."""
        return self.provider == identity.provider and self.name.casefold() == identity.name.casefold()


def full_hash(text: str) -> bool:
    """Whether the text is a whole commit or digest: something that cannot move."""
    return _FULL_HASH.match(text) is not None


def subject_of(text: str) -> Subject | None:
    """The model that is written; None for a text of no known form, for a pattern, or a hub revision that can move."""
    purl = _PURL.match(text)
    if purl:
        provider, name = purl[1], unquote(purl[2])
    elif ":" in text:
        provider, _, name = text.partition(":")
    else:
        provider, name = (_HUB, text) if "/" in text else ("", text)
    head, at, tail = name.rpartition("@")
    if at and full_hash(tail):
        return Subject(provider, head, tail) if provider and head else None
    if not provider or not name or (at and provider == _HUB):
        return None
    if name == "*":  # how the references of a service write that no model is named
        return Subject(provider, "", None)
    return None if any(char in name for char in "*?[]") else Subject(provider, name, None)


def revision_of(model: Model) -> str | None:
    """The full commit or digest that was judged; None where nobody knows it."""
    evidence = model.evidence
    if isinstance(evidence, Resolved) and evidence.revision_sha:
        return evidence.revision_sha
    for written in (model.facts.value("model.revision"), model.identity.revision):
        if isinstance(written, str) and full_hash(written):
            return written
    return None


def text_hashes(model: Model) -> frozenset[str]:
    """The sha256 of the license texts that were read of the model; of the texts that the lock file recorded where
    nothing was read anew, its card apart."""
    said = model.facts.statements.get("license.detected", ())
    hashes = {fact.source.sha256 for fact in said if fact.source and fact.known and fact.source.kind is SourceKind.TEXT}
    if not any(hashes) and isinstance(model.evidence, Resolved) and model.evidence.lock:
        hashes = {sha256 for name, sha256 in model.evidence.lock.documents if not _OTHER_DOCUMENT.match(name.lower())}
    return frozenset(text for text in hashes if text)
