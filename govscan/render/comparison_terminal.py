"""What a change brings, on a terminal: the verdict, the changed models, the new findings, the changed records."""

from __future__ import annotations

from govscan.comparison import ChangeKind, Comparison
from govscan.finding import Verdict
from govscan.render import changes, words
from govscan.render.arrange import Merged, Standing, merged
from govscan.render.changes import Row
from govscan.render.escape import flowed, shortened
from govscan.render.paint import BOLD, COLORS, DIM, SYMBOLS, YELLOW, Page
from govscan.render.terminal import finding_advice, finding_head

NAME = 160
ROWS = 30
_MARKS = {ChangeKind.ADDED: "+", ChangeKind.REMOVED: "-", ChangeKind.CHANGED: "~"}
_VERDICTS = {Standing.FAIL: "FAIL", Standing.UNDECIDED: "UNDECIDED", Standing.PASS: "PASS"}


def render_terminal(comparison: Comparison, *, color: bool = False, width: int = 100) -> bytes:
    """UTF-8 text, at most `width` cells wide where words allow."""
    page = Page(color=color, width=max(width, 40))
    result = changes.outcome(comparison)
    page.parts([(_VERDICTS[result], (BOLD, COLORS[result])), (changes.why(comparison), (BOLD,))], hang=2)
    page.text(changes.counted(comparison))
    report = comparison.after
    span = f"{comparison.base[:12]} -> {comparison.head[:12]}"
    page.labeled("commits", f"{report.root} {span}", indent=0, column=9)
    page.labeled("policy", f"{words.policy_line(report)}, {report.policy.digest[:12]}", indent=0, column=9)
    if report.policy.notice:
        page.labeled("notice", flowed(report.policy.notice), YELLOW, indent=0, column=9)
    for row in changes.rows(comparison):
        _model(page, row)
    others = changes.elsewhere(comparison)
    if others:
        page.blank()
        page.text("new, on models that did not change:", BOLD)
        for finding in others[:ROWS]:
            _finding(page, finding, named=True)
    if comparison.judge_all and comparison.unchanged:
        page.blank()
        page.text("as before:", BOLD)
        for finding in merged(comparison.unchanged)[:ROWS]:
            _finding(page, finding, named=True)
    _records(page, comparison)
    return page.encode()


def _model(page: Page, row: Row) -> None:
    page.blank()
    name = shortened(words.title(row.model.identity), NAME)
    color = COLORS[row.standing]
    page.parts(
        [
            (SYMBOLS[row.standing], (BOLD, color)),
            (f"{_MARKS[row.kind]} {name}", (BOLD,)),
            (f"({changes.subtitle(row)}) {row.kind}", (DIM,)),
        ],
        hang=2,
    )
    page.labeled("revision", row.revision)
    page.labeled("license", f"{row.license} ({row.source})" if row.source else row.license)
    page.labeled("context", row.contexts)
    places = words.places_line((reference.location for reference in row.model.references), 3)
    page.labeled("used in" if row.kind is not ChangeKind.REMOVED else "was in", places)
    flags = () if row.kind is ChangeKind.REMOVED else words.flags(row.model)
    if flags:
        page.labeled("flags", ", ".join(flags), YELLOW)
    for finding in row.findings:
        _finding(page, finding)
    if row.kept:
        page.text(f"{words.counted(row.kept, 'finding')} as before", DIM, indent=2)


def _finding(page: Page, row: Merged, named: bool = False) -> None:
    finding_head(page, row, f"{shortened(words.title(row.finding.model), NAME)}:" if named else "")
    finding_advice(page, row)


def _records(page: Page, comparison: Comparison) -> None:
    if comparison.records:
        page.blank()
        force = "in force now" if any(record.in_force for record in comparison.records) else "in force after the merge"
        page.text(f"what govscan judges by changes ({force}):", BOLD)
        for record in comparison.records[:ROWS]:
            bad = record.verdict in (Verdict.FAIL, Verdict.UNKNOWN)
            standing = Standing.FAIL if record.verdict is Verdict.FAIL else Standing.UNDECIDED
            symbol = (SYMBOLS[standing], (BOLD, COLORS[standing])) if bad else ("-", ())
            page.parts([symbol, (record.path, (BOLD,)), (record.sentence, ())], indent=2, hang=4)
        if len(comparison.records) > ROWS:
            page.text(f"and {len(comparison.records) - ROWS:,} more", indent=4)
    problems = comparison.after.problems if comparison.judge_all else comparison.new_problems
    for title, lines in (
        ("could not be read", [str(problem) for problem in problems]),
        ("warnings", [*comparison.warnings, *comparison.after.warnings]),
    ):
        if lines:
            page.blank()
            page.text(f"{title}:", BOLD)
        for line in lines[:ROWS]:
            page.parts([("!", (YELLOW,)), (line, ())], indent=2, hang=4)
        if len(lines) > ROWS:
            page.text(f"and {len(lines) - ROWS:,} more", indent=4)
