"""The report on a terminal: the verdict first, then what has to be done, worst first.

On the path of a commit hook, so the standard library only.
"""

from __future__ import annotations

from govscan.evidence import Unresolved
from govscan.finding import Verdict
from govscan.render import words
from govscan.render.arrange import Counts, Merged, Sheet, Standing, counts, outcome, sheets
from govscan.render.escape import flowed, shortened
from govscan.render.paint import BOLD, COLORS, DIM, SYMBOLS, YELLOW, Page
from govscan.report import Report

PLACES = 3  # shown for a model before "and N more"
CHECKS = 4
ROWS = 20  # problems and warnings
NAME = 160  # characters of a model's name
UNWRAPPED = 10_000

_COMPACT = (Standing.PASS, Standing.UNJUDGED)
_URGENT = (Standing.FAIL, Standing.UNDECIDED)
_ACCEPTED = (Standing.WAIVED, Standing.BASELINED)


def render_terminal(report: Report, *, color: bool = False, width: int = 100, brief: bool = False) -> bytes:
    """UTF-8 text, at most `width` cells wide where words allow. `brief` leaves out the models that pass, and is
    one line where nothing needs attention: what a commit hook prints."""
    page = Page(color=color, width=max(width, 40))
    rows, figures = sheets(report), counts(report)
    shown = [sheet for sheet in rows if sheet.standing not in _COMPACT]
    if brief and outcome(report) is Standing.PASS and not report.warnings and not any(map(_needs_work, shown)):
        page.width = UNWRAPPED
        _headline(page, report, figures, tail=f"; policy {report.policy.name}")
        return page.encode()
    _headline(page, report, figures)
    _policy(page, report)
    for sheet in shown:
        if not brief or _needs_work(sheet):
            _block(page, sheet)
    if not brief:
        _passing(page, [sheet for sheet in rows if sheet.standing in _COMPACT])
    _rest(page, report, brief)
    return page.encode()


def _needs_work(sheet: Sheet) -> bool:
    return sheet.standing in (Standing.FAIL, Standing.UNDECIDED, Standing.WARNING)


def _headline(page: Page, report: Report, figures: Counts, tail: str = "") -> None:
    result = outcome(report)
    files = words.files_line(report)
    if not report.models:
        text = f"no models found in {files}"
    else:
        found = [words.counted(figures.models, "model"), words.counted(figures.errors, "error")]
        found += [f"{figures.undecided:,} undecided", words.counted(figures.warnings, "warning")]
        found += [f"{figures.waived:,} waived"] if figures.waived else []
        found += [f"{figures.baselined:,} in the baseline"] if figures.baselined else []
        text = f"{', '.join(found)} in {files}"
    if figures.suppressed:
        text += f"; {words.counted(figures.suppressed, 'reference')} ignored in the code"
    if figures.problems:
        text += f"; {words.counted(figures.problems, 'input')} could not be read"
    page.parts([(f"{result.upper()}:", (BOLD, COLORS[result])), (text + tail, ())], hang=2)


def _policy(page: Page, report: Report) -> None:
    page.labeled("policy", words.policy_line(report), indent=0, column=8)
    if report.policy.notice:
        page.labeled("notice", flowed(report.policy.notice), YELLOW, indent=0, column=8)
    for override in report.policy.overrides:
        text = f"{override.rule} is {words.override_word(override)} at {override.place}: {flowed(override.reason)}"
        page.labeled("notice", text, YELLOW, indent=0, column=8)


def _block(page: Page, sheet: Sheet) -> None:
    model = sheet.model
    page.blank()
    heading(page, sheet)
    publisher = words.publisher(model.facts)
    if publisher:
        page.labeled("publisher", publisher)
    if model.facts.value("model.access") != "hosted-api" or model.facts.value("license.concluded"):
        page.labeled("license", words.license_line(model.facts))
        page.labeled("terms", words.key_terms(model.facts))
    endpoint = words.endpoint_line(model.facts)
    if endpoint:
        page.labeled("endpoint", endpoint)
    service = model.facts.value("endpoint.terms")
    if isinstance(service, str):
        page.labeled("terms", service)
    page.labeled("used in", words.places_line(sheet.places, PLACES))
    flags = words.flags(model)
    if flags:
        page.labeled("flags", ", ".join(flags), YELLOW)
    if isinstance(model.evidence, Unresolved):
        page.labeled("evidence", words.evidence_line(model.evidence), YELLOW)
    name = words.title(model.identity)
    for row in sheet.findings:
        if row.standing in _URGENT or row.standing in _ACCEPTED:
            _finding(page, row, name)
        elif row.open and row.finding.verdict is Verdict.FAIL:
            _advice(page, row)
    _undecided_advice(page, sheet)


def heading(page: Page, sheet: Sheet) -> None:
    """The line that names a model and its standing."""
    symbol, color = SYMBOLS[sheet.standing], COLORS[sheet.standing]
    identity = sheet.model.identity
    name = shortened(words.title(identity), NAME)
    page.parts([(symbol, (BOLD, color)), (name, (BOLD,)), (f"({words.subtitle(identity)})", (DIM,))], hang=2)


def _finding(page: Page, row: Merged, name: str) -> None:
    finding_head(page, row)
    if row.standing in _ACCEPTED:
        return
    finding = row.finding
    # A message mostly names its facts already; saying them twice is noise.
    unsaid = [check for check in finding.checks if check.fact.name not in finding.message]
    for check in unsaid[:CHECKS]:
        page.text(words.check_text(check), DIM, indent=4, hang=6)
    if len(unsaid) > CHECKS:
        page.text(f"and {len(unsaid) - CHECKS} more: govscan why {name}", DIM, indent=4)
    finding_advice(page, row)


def finding_head(page: Page, row: Merged, about: str = "") -> None:
    """What is wrong; `about` names the model where the lines above do not."""
    color = COLORS[row.standing]
    parts = [(about, (BOLD,)), (verdict_text(row), (color,)), (row.finding.rule, (BOLD,))]
    where = f"in {', '.join(row.contexts)}" if any(row.contexts) else ""
    page.parts([(SYMBOLS[row.standing], (BOLD, color)), *parts, (where, (DIM,))], indent=2, hang=4)
    page.text(row.finding.message, indent=4)


def finding_advice(page: Page, row: Merged) -> None:
    """What to do about it, and who may approve it."""
    if row.finding.fix:
        page.labeled("fix", flowed(row.finding.fix), indent=4, column=10)
    if row.finding.owner:
        page.labeled("approval", row.finding.owner, indent=4, column=10)


def _advice(page: Page, row: Merged) -> None:
    """A broken rule that only warns: one paragraph; `govscan why` has the rest."""
    color = COLORS[row.standing]
    head = [(SYMBOLS[row.standing], (BOLD, color)), (str(row.finding.level), (color,)), (row.finding.rule, (BOLD,))]
    where = f"in {', '.join(row.contexts)}:" if any(row.contexts) else ""
    page.parts([*head, (where, (DIM,)), (row.finding.message, ())], indent=2, hang=4)


def _undecided_advice(page: Page, sheet: Sheet) -> None:
    """Rules that only warn and could not be decided: all of a model in one line, with what is missing."""
    rows = [row for row in sheet.findings if row.standing not in _URGENT and row.finding.verdict is Verdict.UNKNOWN]
    if not rows:
        return
    rules = ", ".join(dict.fromkeys(row.finding.rule for row in rows))
    missing = ", ".join(dict.fromkeys(name for row in rows for name in row.finding.missing))
    text = f"{rules} (unknown: {missing})" if missing else rules
    worst = min((row.standing for row in rows), key=lambda standing: standing.rank)
    page.parts(
        [(SYMBOLS[worst], (BOLD, COLORS[worst])), ("undecided", (COLORS[worst],)), (text, (DIM,))], indent=2, hang=4
    )


def verdict_text(row: Merged) -> str:
    """`error`, `undecided warning`, `waived by W-7`."""
    finding = row.finding
    if row.standing is Standing.WAIVED:
        return f"waived by {finding.record}" if finding.record else "waived"
    if row.finding.verdict.value == "unknown":
        return "undecided" if row.standing is Standing.UNDECIDED else f"undecided {finding.level}"
    return str(finding.level) if row.open else str(finding.verdict)


def _passing(page: Page, passing: list[Sheet]) -> None:
    if not passing:
        return
    page.blank()
    for sheet in passing:
        model = sheet.model
        hosted = model.facts.value("model.access") == "hosted-api"
        known = [
            words.publisher(model.facts),
            words.endpoint_line(model.facts) if hosted else words.license_line(model.facts, places=False),
            *words.flags(model),
            "no rule applies" if sheet.standing is Standing.UNJUDGED else "",
            words.places_line(sheet.places, 1),
        ]
        symbol = (SYMBOLS[sheet.standing], (COLORS[sheet.standing],))
        detail = "; ".join(part for part in known if part)
        identity = model.identity
        name = shortened(words.title(identity), NAME)
        page.parts([symbol, (name, ()), (f"({words.subtitle(identity)}) {detail}", (DIM,))], hang=4)


def _rest(page: Page, report: Report, brief: bool) -> None:
    _section(page, "could not be read", [str(problem) for problem in report.problems])
    _section(page, "warnings", list(report.warnings))
    if brief and report.questions:
        page.blank()
        page.text(f"{words.counted(len(report.questions), 'question')} about your contexts: see govscan scan", DIM)
    elif report.questions:
        page.blank()
        page.text("tell govscan more:", BOLD)
        for question in report.questions:
            page.parts([("-", ()), (question, ())], indent=2, hang=4)
    if report.suppressed and not brief:
        page.blank()
        page.text(f"{words.counted(len(report.suppressed), 'reference')} ignored in the code:", BOLD)
        for reference, reason in report.suppressed[:ROWS]:
            page.text(f"{reference.location} {reference.name or reference.provider} ({flowed(reason)})", indent=2)
        if len(report.suppressed) > ROWS:
            page.text(f"and {len(report.suppressed) - ROWS:,} more", indent=2)
    if report.mentions and not brief:
        page.blank()
        places = [f"{reference.name or reference.provider} ({reference.location})" for reference in report.mentions]
        page.text(f"only mentioned, not judged: {words.first_of(places, PLACES)}", DIM, hang=2)


def _section(page: Page, name: str, rows: list[str]) -> None:
    if not rows:
        return
    page.blank()
    page.text(f"{name}:", BOLD)
    for row in rows[:ROWS]:
        page.parts([("!", (YELLOW,)), (row, ())], indent=2, hang=4)
    if len(rows) > ROWS:
        page.text(f"and {len(rows) - ROWS:,} more", indent=4)
