"""What labels say: front matter, hub tag and config enter, license claims leave. Nothing is concluded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from govscan.catalog import Catalog
from govscan.evidence import Document, Resolved
from govscan.facts import Source, SourceKind, Unknown
from govscan.identify import expression
from govscan.identify.claim import Claim, cite, clipped
from govscan.identify.frontmatter import FrontMatter, texts
from govscan.marked import Malformed, Node, parse_json
from govscan.pattern import pattern

_NOTHING: Final = frozenset(
    {"", "no", "none", "null", "false", "unknown", "n/a", "na", "tbd", "todo", "-", "?", "license", "your-license"}
    | {"proprietary?", "unspecified", "undefined", "more information needed", "not specified", "pending", "..."}
)
_PLACEHOLDER = pattern(r"[{}<>]|\[\s*(?:more information|insert|license|your)|^your[ _-]", re.IGNORECASE)
_OTHER: Final = frozenset({"other", "custom", "other-license"})

RESCUED_CONFIDENCE = 0.5  # a value read out of malformed YAML
TYPO_CONFIDENCE = 0.9
LINK_CONFIDENCE = 0.8  # a label that names no license, beside a link that does


def license_claims(
    card: Document | None, matter: FrontMatter, evidence: Resolved, catalog: Catalog
) -> tuple[Claim, ...]:
    """Every label that speaks of the license, best source first."""
    claims: list[Claim] = []
    if card:
        claims += _card_claims(card, matter, catalog)
    config = evidence.document("config.json")
    node = _json_key(config, "license") if config else None
    if config and node and node.text:
        source = cite(config, SourceKind.CONFIG, node.line, quote=f"license: {node.text}")
        claims.append(claim_of_label(node.text, source, catalog))
    if evidence.hub and evidence.hub.license_tag:
        tag = evidence.hub.license_tag
        source = Source(SourceKind.HUB, _hub_place(evidence), quote=clipped(f"license tag {tag}"))
        claims.append(claim_of_label(tag, source, catalog))
    return tuple(claims)


def _card_claims(card: Document, matter: FrontMatter, catalog: Catalog) -> Iterator[Claim]:
    node, key, sure = matter.get("license"), "license", 1.0
    if not texts(node):
        typo = matter.get("licence")
        if texts(typo):
            node, key, sure = typo, "licence", TYPO_CONFIDENCE
    if matter.trouble:
        sure = min(sure, RESCUED_CONFIDENCE)
    names = texts(matter.get("license_name"))
    labels = texts(node)
    own = next((name for name in names if not names_nothing(name.raw)), None)
    if not labels and own:
        labels, key = [own], "license_name"
    if not labels:
        if node is not None:
            yield Claim(Unknown("the card's license key has no value"), cite(card, SourceKind.CARD, node.line))
        return
    if len(labels) == 1 and labels[0].raw.strip().lower() in _OTHER:
        yield _other(card, matter, labels[0], own, sure, catalog)
        return
    claims = [_label_claim(card, label, key, sure, catalog) for label in labels]
    yield claims[0] if len(claims) == 1 else _all_at_once(card, claims, labels)
    if own and key == "license" and own not in labels:
        extra = _label_claim(card, own, "license_name", sure, catalog)
        if extra.settled and not isinstance(extra.expression, Unknown):
            yield extra


def _label_claim(card: Document, label: Node, key: str, sure: float, catalog: Catalog) -> Claim:
    source = cite(card, SourceKind.CARD, label.line, quote=f"{key}: {label.raw}")
    return claim_of_label(label.raw, source, catalog, sure)


def _all_at_once(card: Document, claims: list[Claim], labels: list[Node]) -> Claim:
    """A list on a card may mean "each part has its own" or "choose": the reading that grants less is taken."""
    words = ", ".join(label.raw for label in labels)
    quote = f"license: [{words}], a list that does not say whether one may choose; read as AND"
    source = cite(card, SourceKind.CARD, labels[0].line, labels[-1].line, quote)
    unknown = next((claim.expression for claim in claims if isinstance(claim.expression, Unknown)), None)
    known = [claim.expression for claim in claims if isinstance(claim.expression, str)]
    return Claim(
        unknown or expression.joined(known),
        source,
        words,
        min(claim.confidence for claim in claims),
        all(claim.settled for claim in claims),
    )


def _other(card: Document, matter: FrontMatter, label: Node, own: Node | None, sure: float, catalog: Catalog) -> Claim:
    """`license: other` means what `license_name` says, or else what `license_link` leads to, if that is known."""
    if own:
        source = cite(card, SourceKind.CARD, label.line, own.line, f"license: other, license_name: {own.raw}")
        claim = claim_of_label(own.raw, source, catalog, sure)
        if claim.settled:
            return claim
    else:
        source = cite(card, SourceKind.CARD, label.line, quote=f"license: {label.raw}")
        claim = Claim(Unknown(f"label {label.raw!r} without a name"), source, label.raw, sure, settled=False)
    link = next(iter(texts(matter.get("license_link"))), None)
    linked = _id_behind(link.raw, catalog) if link else None
    if link is None or linked is None:
        return claim
    source = cite(card, SourceKind.CARD, label.line, link.line, f"license: {claim.label}, license_link: {link.raw}")
    return Claim(linked, source, claim.label, min(sure, LINK_CONFIDENCE))


def _id_behind(link: str, catalog: Catalog) -> str | None:
    """The one license in the catalog that is published at this address."""
    address = _address(link)
    if not address:
        return None
    found = {record.id for record in catalog.licenses() if record.url and _address(record.url) == address}
    return found.pop() if len(found) == 1 else None


def _address(link: str) -> str:
    scheme, separator, rest = link.strip().partition("://")
    if not separator or scheme.lower() not in ("http", "https"):
        return ""
    return rest.split("#")[0].rstrip("/.").removeprefix("www.").lower()


def claim_of_label(label: str, source: Source, catalog: Catalog, confidence: float = 1.0) -> Claim:
    """What a label means: a license the catalog knows by that name, an SPDX expression, or a LicenseRef of which
    nothing but the name is known."""
    text = " ".join(label.split())
    if text.lower() in _OTHER:
        return Claim(Unknown(f"label {text!r} without a name"), source, text, confidence, settled=False)
    if names_nothing(text):
        return Claim(Unknown(f"{clipped(text)!r} names no license"), source, text, confidence, settled=False)
    id_ = known_id(text, catalog) or expression.normalized(text, lambda part: known_id(part, catalog))
    if id_:
        return Claim(id_, source, text, confidence)
    name = expression.reference(text)
    if catalog.license(name):  # the name of several texts, and by accident the id of one of them
        name += "-unspecified"
    return Claim(name, source, text, confidence, settled=False)


def known_id(label: str, catalog: Catalog) -> str | None:
    """The id of the catalog's license with this name or id."""
    record = catalog.license_named(label) or catalog.license(label)
    return record.id if record else None


def names_nothing(label: str) -> bool:
    """Whether a label is a placeholder or says that there is none."""
    return label.strip().lower().strip("[]") in _NOTHING or is_placeholder(label)


def is_placeholder(text: str) -> bool:
    """Whether a template was left as it was: `{{ license }}`, `[More Information Needed]`."""
    return bool(_PLACEHOLDER.search(text.strip()[:400]))


def _hub_place(evidence: Resolved) -> str:
    return evidence.identity.purl or str(evidence.identity)


def _json_key(document: Document, key: str) -> Node | None:
    try:
        return parse_json(document.text).get(key)
    except Malformed:
        return None
