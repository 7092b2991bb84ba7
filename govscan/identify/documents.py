"""Which documents speak of a model: its own, never those of the application that uses it."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from govscan.evidence import Document, Evidence, Resolved
from govscan.identify.body import Body, read_body
from govscan.identify.frontmatter import FrontMatter, find_card, read_front_matter

_MODEL_KEYS = ("base_model", "library_name", "pipeline_tag", "license", "licence", "license_name", "model-index")
_GENERAL_NAMES = ("readme", "license", "licence", "copying", "notice", "eula", "unlicense")
_OTHER_KEYS = ("sdk", "app_file", "layout", "emoji")  # the front matter of a demo application or of a web page


class Reading(Struct, frozen=True, dict=True):
    """Evidence without the documents that are not the model's, and its card, read once. `dropped` names what was
    left out."""

    evidence: Evidence
    card: Document | None
    matter: FrontMatter
    dropped: tuple[str, ...] = ()

    @cached_property
    def body(self) -> Body | None:
        """What stands behind the front matter of the card; None where there is no card."""
        return read_body(self.card, self.matter) if self.card is not None else None


def read(evidence: Evidence) -> Reading:
    """Open the evidence of one model.

    Documents at the very root of a scanned tree are the application's, unless the card there has the front matter
    of a model: then the tree is a model's repository.
    """
    if not isinstance(evidence, Resolved):
        return Reading(evidence, None, FrontMatter(present=False))
    card, matter = _card(evidence)
    if evidence.origin != "local":
        return Reading(evidence, card, matter)
    if card and "/" not in card.source and _is_model_card(matter):
        return Reading(evidence, card, matter)
    kept = tuple(document for document in evidence.documents if not _of_application(document))
    dropped = tuple(document.source for document in evidence.documents if document not in kept)
    if dropped:
        evidence = replace(evidence, documents=kept)
        card, matter = _card(evidence)
    return Reading(evidence, card, matter, dropped)


def _card(evidence: Resolved) -> tuple[Document | None, FrontMatter]:
    card = find_card(evidence.documents)
    return card, read_front_matter(card.text) if card else FrontMatter(present=False)


def _is_model_card(matter: FrontMatter) -> bool:
    return any(matter.get(key) for key in _MODEL_KEYS) and not any(matter.get(key) for key in _OTHER_KEYS)


def _of_application(document: Document) -> bool:
    """A README or LICENSE at the root is the application's; a file named after the weights is the weights'."""
    return "/" not in document.source and document.name.lower().startswith(_GENERAL_NAMES)
