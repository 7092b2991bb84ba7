"""What a lawyer wants to know of a license beside contradictions: a conclusion's parts enter, sentences leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govscan import limits
from govscan.bounded import hit
from govscan.catalog import Catalog
from govscan.evidence import Document, Resolved
from govscan.facts import Source, Unknown
from govscan.identify import expression
from govscan.identify.claim import Claim, clipped
from govscan.identify.companions import further_terms
from govscan.identify.frontmatter import read_front_matter, split_lines
from govscan.identify.prose import Spoken
from govscan.identify.reasons import Reason, named, says
from govscan.identify.text import LicenseText, Role
from govscan.pattern import pattern

_INSERT = pattern(
    r"\[\s{0,3}insert\b[^\[\]\n]{0,60}\]|<\s{0,3}insert\b[^<>\n]{0,60}>",
)
_HOLDER = pattern(
    r"copyright[^\n]{0,20}(?:[\[<{]\s{0,3}(?:year|yyyy)[^\n\[\]<>{}]{0,20}[\]>}]"
    r"|[\[<{]\s{0,3}(?:full ?name|name of [^\n\[\]<>{}]{1,40}|your name|owner|copyright holders?)\s{0,3}[\]>}])"
)
_TEMPLATES = ("MIT", "BSD", "ISC", "0BSD", "Zlib")
_TITLE_END = pattern(r"\b(?:community|commercial|model|research|open|licen[sc]e|agreement|terms|acceptable|use)\b")
_PRODUCT = pattern(r"(?<![a-z])([a-z]{4,})[ -]?(\d[\w.]*)")
_NO_LETTERS = pattern(r"[\W_]+")
_UPSTREAM = pattern(
    r"\b(?:fork of|forked from|derived from|derivative (?:work )?of|originally (?:developed|released|created|made)"
    r"|based on the|modified version of|re-?brands?)\b"
)
_NOTICE = pattern(r"notices?(?:\.(?:txt|md))?")
_COPYRIGHT = pattern(r"copyright (?:(?:\(c\)|©)\s{0,4})?\d{4}[\d\s,-]{0,20}([^\s\d][^\n]{0,80})")


def concerns(
    declared: Sequence[Claim],
    texts: Sequence[LicenseText],
    others: Sequence[LicenseText],
    spoken: Sequence[Spoken],
    evidence: Resolved,
    dangling: Sequence[tuple[str, Source]],
    catalog: Catalog,
) -> Iterator[Reason]:
    """Observations that bear on adoption and contradict nothing."""
    yield from _labels(declared, texts, evidence, catalog)
    yield from _links(dangling, evidence)
    yield from _code(declared, texts, others, spoken, catalog)
    yield from _several(texts, catalog)
    for text in texts:
        yield from _in_text(text, evidence.identity.name)
        if isinstance(text.claim.expression, Unknown) and _is_card(text.document):
            yield Reason(
                "text-is-a-card",
                f"{text.document.source} is named like a license and is a model card; its name grants nothing",
            )
    for text in others:
        if text.pointer:
            yield Reason(
                "terms-elsewhere",
                f"{text.document.source} has no terms, it only says where they are ({clipped(text.document.text)}); "
                "what is there may change without a new revision of the model",
            )
    yield from _upstream(texts, evidence.documents)
    beside = [document.source for document in further_terms(evidence)]
    if beside:
        yield Reason(
            "further-terms",
            f"Further terms lie beside the license: {', '.join(beside)}; whoever accepts the license is likely bound "
            "by them as well, and the terms of the license alone do not tell what they ask",
        )


def _labels(
    declared: Sequence[Claim], texts: Sequence[LicenseText], evidence: Resolved, catalog: Catalog
) -> Iterator[Reason]:
    first = next(iter(declared), None)
    if first is None:
        return
    known = next((claim for claim in declared if isinstance(claim.expression, str)), None)
    if isinstance(first.expression, Unknown) and "without a name" in first.expression.reason:
        yield Reason(
            "other-without-name",
            f"The card says `license: {first.label}` ({first.source}) and gives neither a license_name nor a link "
            "that leads to known terms; the label grants nothing by itself",
        )
    if known is not None and not texts and evidence.origin in ("local", "hub"):
        yield Reason(
            "label-without-text",
            f"{says(known, catalog)}, but no license text lies beside it; copies and derivatives have to carry the "
            "text, and the label alone does not say who grants what",
        )


def _links(dangling: Sequence[tuple[str, Source]], evidence: Resolved) -> Iterator[Reason]:
    for name, source in dangling:
        stem = name.lower().rpartition("/")[2].split(".")[0].split("-")[0]
        near = [doc.name for doc in evidence.documents if doc.name.lower().startswith(stem)] if stem else []
        there = f"; it has {', '.join(near)}" if near else ""
        yield Reason(
            "link-to-nowhere",
            f"The card leads to {clipped(name)} for the license ({source}), and the folder has no such file{there}",
        )


def _code(
    declared: Sequence[Claim],
    texts: Sequence[LicenseText],
    others: Sequence[LicenseText],
    spoken: Sequence[Spoken],
    catalog: Catalog,
) -> Iterator[Reason]:
    of_code = [text.claim for text in others if text.role in (Role.CODE, Role.ANY) and not text.pointer]
    of_code += [each.claim for each in spoken if each.role is Role.CODE]
    code = next((claim for claim in of_code if isinstance(claim.expression, str)), None)
    if code is None:
        return
    weights = {str(t.claim.expression): t.claim for t in texts if isinstance(t.claim.expression, str)}
    if not texts and not declared:
        yield Reason(
            "code-license-only",
            f"{named(code, catalog)} is the license of the code; nothing that was read grants a right in the weights",
        )
        return
    if weights and not any(expression.same(id_, str(code.expression)) for id_ in weights):
        each = " and ".join(named(claim, catalog) for claim in weights.values())
        yield Reason(
            "code-license-differs",
            f"The code is under {named(code, catalog)}, the weights are under {each}; the code's license grants no "
            "right in the weights",
        )


def _several(texts: Sequence[LicenseText], catalog: Catalog) -> Iterator[Reason]:
    by_id: dict[str, list[Claim]] = {}
    for text in texts:
        if isinstance(text.claim.expression, str):
            by_id.setdefault(text.claim.expression, []).append(text.claim)
    if len(by_id) > 1:
        each = "; ".join(named(claims[0], catalog) for claims in by_id.values())
        yield Reason(
            "several-weight-licenses",
            f"The folder has license texts of {len(by_id)} licenses for weights and does not say here which weights "
            f"are under which, so that all are taken to bind: {each}",
        )


def _in_text(text: LicenseText, own_name: str) -> Iterator[Reason]:
    if len(text.document.text) > limits.BLANK_CHARACTERS:
        hit(f"{text.document.name}: blanks are not looked for behind {limits.BLANK_CHARACTERS:,} characters")
    low = text.document.text[: limits.BLANK_CHARACTERS].lower()
    blank = _INSERT.search(low)
    id_ = str(text.claim.expression)
    if blank is None and id_.startswith(_TEMPLATES):
        blank = _HOLDER.search(low)
    if blank is not None:
        line = low.count("\n", 0, blank.start()) + 1
        yield Reason(
            "unfilled-placeholder",
            f"The license text still has the blank {clipped(text.document.text[blank.start() : blank.end()])!r} "
            f"({text.document.source}:{line}); what belongs there is part of the terms and nobody can read it",
        )
    title = next((line for line in split_lines(text.document.text[:2_000]) if line.strip()), "").strip()
    product = _product_of(title.lower())
    own = _NO_LETTERS.sub("", own_name.rpartition("/")[2].lower())
    if product and product[0] in own and _NO_LETTERS.sub("", "".join(product)) not in own:
        yield Reason(
            "names-other-product",
            f"The license text is titled {clipped(title)!r} ({text.document.source}:{text.claim.source.line or 1}), "
            f"and the model is {own_name.rpartition('/')[2]}; whether its grant covers this model has to be asked",
        )


def _product_of(title: str) -> tuple[str, str] | None:
    """The product and version that a title names: "llama", "2"."""
    end = _TITLE_END.search(title)
    found = _PRODUCT.search(title[: end.start()] if end else "")
    return (found[1], found[2]) if found else None


def _upstream(texts: Sequence[LicenseText], documents: Sequence[Document]) -> Iterator[Reason]:
    """A re-publisher's license over the notice of an original maker."""
    for document in documents:
        if not _NOTICE.fullmatch(document.name.lower().rpartition("/")[2]) or not texts:
            continue
        low = document.text[: limits.BLANK_CHARACTERS].lower()
        said = _UPSTREAM.search(low[:3_000])
        line = low.count("\n", 0, said.start()) if said else 0
        at = split_lines(document.text)[line]
        if said is None or "[" in at.split("](")[0]:  # a template for others, or a link
            continue
        holder = _COPYRIGHT.search(texts[0].document.text[:3_000].lower())
        whose = f", whose copyright line names {clipped(_same(texts[0], holder.span(1)))!r}," if holder else ""
        yield Reason(
            "upstream-in-notice",
            f"The notice says that the model comes from somebody else ({document.source}:{line + 1}: {clipped(at)!r}); "
            f"the license text{whose} ({texts[0].claim.source}) can grant only what the original maker allows, and "
            "the notice has to be kept",
        )


def _is_card(document: Document) -> bool:
    head = document.text[:2_000].lstrip("\ufeff \r\n").lower()
    return read_front_matter(document.text[:20_000]).present or "model card" in head[:200]


def _same(text: LicenseText, span: tuple[int, int]) -> str:
    return text.document.text[span[0] : span[1]]
