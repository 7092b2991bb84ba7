"""One model, explained: the evidence, the chain of facts with all who speak for them, and the trace of every rule."""

from __future__ import annotations

from govscan.evidence import Code, Evidence, Unresolved
from govscan.finding import Truth, Verdict
from govscan.render import words
from govscan.render.arrange import Merged, sheet_of
from govscan.render.chain import chain
from govscan.render.escape import flowed
from govscan.render.paint import BOLD, COLORS, DIM, GREEN, MAGENTA, RED, SYMBOLS, YELLOW, Page
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
    _drift(page, model)
    chain(page, model.facts)
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
    if evidence.code is not None:
        _code(page, evidence.code)
    for note in evidence.notes:
        page.labeled("note", note, YELLOW)


def _code(page: Page, code: Code) -> None:
    """The code of the model that would run, with each thing that it reaches for."""
    for file in code.files:
        page.labeled("code", f"{file.source} sha256 {file.sha256}" if file.sha256 else file.source)
        if file.trouble:
            page.text(flowed(file.trouble), YELLOW, indent=4)
        for use in file.uses:
            page.parts(
                [(f"{file.name}:{use.line}", ()), (use.capability, (BOLD,)), (flowed(use.what), (DIM,))],
                indent=4,
                hang=6,
            )
    for foreign in code.elsewhere:
        asked = f"{foreign.file} of {foreign.repository}, asked for by {foreign.config}:{foreign.line}; it was not read"
        page.labeled("code", asked, YELLOW)
    for trouble in code.troubles:
        page.labeled("code", trouble, YELLOW)


def _drift(page: Page, model: Model) -> None:
    """What is not as the lock recorded it, with the lines that changed."""
    if not model.drift:
        return
    page.blank()
    page.text("changed since it was locked", BOLD)
    for change in model.drift:
        label = f"{change.what} {change.name}".strip()
        page.labeled(label, f"{flowed(change.before)} -> {flowed(change.after)}", YELLOW)
        for line in change.diff:
            page.text(flowed(line), GREEN if line.startswith("+") else RED if line.startswith("-") else DIM, indent=4)


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
