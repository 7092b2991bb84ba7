"""One model, explained: every fact with all who speak for it, the evidence, and the trace of every rule."""

from __future__ import annotations

from govscan.evidence import Evidence, Unresolved
from govscan.facts import VOCABULARY, Fact, Source, Unknown, value_text
from govscan.finding import Truth, Verdict
from govscan.render import words
from govscan.render.arrange import Merged, sheet_of
from govscan.render.escape import flowed
from govscan.render.paint import BOLD, COLORS, CYAN, DIM, GREEN, MAGENTA, RED, SYMBOLS, YELLOW, Page
from govscan.render.terminal import heading, verdict_text
from govscan.report import Model, Report

_TRUTHS = {Truth.TRUE: (GREEN, "holds"), Truth.FALSE: (RED, "does not hold"), Truth.UNKNOWN: (MAGENTA, "unknown")}


def render_why(report: Report, model: Model, *, color: bool = False, width: int = 100) -> bytes:
    """UTF-8 text on `model`, which is one of `report.models`."""
    page = Page(color=color, width=max(width, 40))
    sheet = sheet_of(report, model)
    heading(page, sheet)
    if model.identity.purl:
        page.text(model.identity.purl, DIM, indent=2)
    _where(page, model)
    _evidence(page, model.evidence)
    _facts(page, model)
    page.blank()
    page.text("findings", BOLD)
    if not sheet.findings:
        page.text("no rule of the policy speaks of this model", indent=2)
    for row in sheet.findings:
        _finding(page, row)
    page.blank()
    page.text(f"policy {words.policy_line(report)}, digest {report.policy.digest}; as of {report.now}", DIM, hang=2)
    return page.encode()


def _where(page: Page, model: Model) -> None:
    page.blank()
    page.text("used in", BOLD)
    if model.contexts:
        page.labeled("contexts", ", ".join(model.contexts))
    for reference in model.references:
        place = f"{reference.location}:{reference.location.column}"
        notes = "; ".join((reference.via, *words.reference_notes(reference)))
        page.parts([(place, ()), (notes, (DIM,))], indent=2, hang=4)
    for flag in words.flags(model):
        page.labeled("flag", flag, YELLOW)


def _evidence(page: Page, evidence: Evidence) -> None:
    page.blank()
    page.text("evidence", BOLD)
    page.text(words.evidence_line(evidence), indent=2, hang=4)
    if isinstance(evidence, Unresolved):
        return
    for document in evidence.documents:
        page.parts([(document.name, ()), (document.source, (DIM,))], indent=2, hang=4)
        page.text(f"sha256 {document.sha256}", DIM, indent=4)
    if evidence.artifacts:
        names = [artifact.name for artifact in evidence.artifacts]
        page.labeled("files", words.first_of(names, 6))
    for note in evidence.notes:
        page.labeled("note", note, YELLOW)


def _facts(page: Page, model: Model) -> None:
    """What is known, in the order of the vocabulary; then what is not, one paragraph a reason."""
    page.blank()
    page.text("facts", BOLD)
    silent: dict[str, list[str]] = {}
    for name in VOCABULARY:
        said = model.facts.statements.get(name)
        if not said:
            continue
        value = said[0].value
        if isinstance(value, Unknown) and len(said) == 1:
            silent.setdefault(value.reason, []).append(name)
        else:
            _fact(page, name, said)
    if silent:
        page.blank()
        page.text("not known", BOLD)
    for reason, names in silent.items():
        page.parts([(", ".join(names), (MAGENTA,)), (f": {reason}", ())], indent=2, hang=4)


def _fact(page: Page, name: str, said: tuple[Fact, ...]) -> None:
    first, *others = said
    page.parts([(name, (CYAN,)), (value_text(first.value), () if first.known else (MAGENTA,))], indent=2, hang=6)
    _source(page, first)
    for other in others:
        agrees = repr(other.value) == repr(first.value)
        word = "also" if agrees else "against" if other.known else "silent"
        value = "" if agrees else f"{value_text(other.value)}; "
        page.labeled(
            word, f"{value}{_provenance(other)}", *((DIM,) if agrees or not other.known else (YELLOW,)), indent=6
        )


def _source(page: Page, fact: Fact) -> None:
    if fact.source:
        page.text(_provenance(fact), DIM, indent=6, hang=8)


def _provenance(fact: Fact) -> str:
    """Source, confidence where it is not full, and the words themselves."""
    parts = [words.source_text(fact.source) or "no source"]
    if fact.confidence < 1:
        parts.append(f"confidence {fact.confidence:.2f}")
    source: Source | None = fact.source
    if source and source.sha256:
        parts.append(f"sha256 {source.sha256[:12]}")
    if source and source.quote:
        parts.append(f'"{source.quote}"')
    return ", ".join(parts)


def _finding(page: Page, row: Merged) -> None:
    finding = row.finding
    verdict, color = verdict_text(row), COLORS[row.standing]
    where = f"in {', '.join(row.contexts)}" if any(row.contexts) else ""
    page.parts(
        [(SYMBOLS[row.standing], (color,)), (verdict, (color,)), (finding.rule, (BOLD,)), (where, (DIM,))],
        indent=2,
        hang=4,
    )
    if finding.message:
        page.text(finding.message, indent=4)
    for check in finding.checks:
        truth_color, truth = _TRUTHS[check.truth]
        page.parts([(words.check_text(check), (DIM,)), (f"-> {truth}", (truth_color,))], indent=4, hang=6)
    if finding.missing:
        page.labeled("missing", ", ".join(finding.missing), indent=4)
    if finding.fix and finding.verdict is not Verdict.PASS:
        page.labeled("fix", flowed(finding.fix), indent=4)
    if row.open:
        page.labeled("approval", finding.owner or "the policy names no owner for this rule", indent=4)
    if finding.record:
        page.labeled("record", finding.record, indent=4)
    if finding.origin:
        page.labeled("rule from", finding.origin, DIM, indent=4)
