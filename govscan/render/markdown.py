"""What a change brings as Markdown, for a comment on a pull or merge request and for a job summary.

The verdict first, then the changed models in one table, then what could not be decided and why, then what the change
does to the policy itself; details are folded. The text is cut to what the forges take, and says what was cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from govscan.comparison import ChangeKind, Comparison
from govscan.finding import Verdict
from govscan.render import changes, words
from govscan.render.arrange import Merged, Sheet, Standing, merged, sheets
from govscan.render.arrange import outcome as outcome_of
from govscan.render.changes import Row
from govscan.render.markdown_text import cell, code, plain
from govscan.report import Report

LIMIT: Final = 64_000
"""Characters; a comment on GitHub may have 65,536, GitLab and job summaries take more."""

MARKER: Final = "<!-- govscan -->"
"""By which a comment is found again, so that a request has one and not twenty."""

_ICONS: Final = {
    Standing.FAIL: "❌",
    Standing.UNDECIDED: "❓",
    Standing.WARNING: "⚠️",
    Standing.NOTE: "ℹ️",
    Standing.BASELINED: "☑️",
    Standing.WAIVED: "☑️",
    Standing.PASS: "✅",
    Standing.UNJUDGED: "➖",
}
_WORDS: Final = {
    Standing.FAIL: "not allowed",
    Standing.UNDECIDED: "undecided",
    Standing.WARNING: "allowed, with warnings",
    Standing.NOTE: "allowed, with notes",
    Standing.BASELINED: "in the baseline",
    Standing.WAIVED: "waived",
    Standing.PASS: "allowed",
    Standing.UNJUDGED: "no rule applies",
}
_HEADLINES: Final = {
    Standing.FAIL: "this change is against the policy",
    Standing.UNDECIDED: "this change could not be decided",
    Standing.PASS: "nothing here is against the policy",
}
_TABLE: Final = "| | Model | Revision | License | Context | Why, and what to do |\n|---|---|---|---|---|---|"
_ROWS: Final = 60
_LINES: Final = 40


def render_markdown(report: Report, comparison: Comparison | None = None) -> bytes:
    """UTF-8 GitHub-flavored Markdown. Without a comparison: the models of the report that need somebody."""
    blocks = _of_comparison(comparison) if comparison is not None else _of_report(report)
    return ("\n\n".join(_fitted([MARKER, *blocks], LIMIT)) + "\n").encode()


def _of_comparison(comparison: Comparison) -> list[str]:
    result = changes.outcome(comparison)
    report = comparison.after
    rows = changes.rows(comparison)
    blocks = [
        f"## {_ICONS[result]} govscan: {_HEADLINES[result]}",
        f"**{plain(_capital(changes.why(comparison)), 500)}.** {plain(_capital(changes.counted(comparison)))}.",
        _origin(report, comparison.head),
    ]
    if rows:
        blocks.append("\n".join((_TABLE, *map(_model, rows[:_ROWS]), *_more(len(rows) - _ROWS, "changed model"))))
    blocks += _bucket("Could not be decided", _undecided(rows, changes.elsewhere(comparison)))
    others = [row for row in changes.elsewhere(comparison) if row.finding.verdict is Verdict.FAIL]
    blocks += _bucket("New on models that did not change", [_line(row) for row in others])
    force = "in force now" if any(each.in_force for each in comparison.records) else "in force after the merge"
    blocks += _bucket(
        f"What govscan judges by ({force})",
        [f"{_mark(each.verdict)}{code(each.path)} {plain(each.sentence, 1500)}" for each in comparison.records],
    )
    problems = comparison.after.problems if comparison.judge_all else comparison.new_problems
    blocks += _bucket("Could not be read", [plain(str(problem), 500) for problem in problems])
    blocks += _bucket("To know", [plain(line, 500) for line in (*comparison.warnings, *report.warnings)])
    details = [line for row in rows for line in _detail(row)]
    blocks += _folded("Details: every new finding with its facts", details)
    if comparison.fixed:
        blocks += _folded(f"{len(comparison.fixed)} fixed", [_line(row) for row in merged(comparison.fixed)])
    if comparison.unchanged:
        title = f"{len(comparison.unchanged)} findings as before" + (
            " (they fail: --all)" if comparison.judge_all else ""
        )
        blocks += _folded(title, [_line(row) for row in merged(comparison.unchanged)])
    return blocks + _ignored(report)


def _of_report(report: Report) -> list[str]:
    result = outcome_of(report)
    found = [sheet for sheet in sheets(report) if any(row.open for row in sheet.findings)]
    lines = [_sheet(sheet) for sheet in found[:_ROWS]]
    total = words.counted(len(report.models), "model")
    blocks = [
        f"## {_ICONS[result]} govscan: {total}, {len(found)} to look at",
        _origin(report, ""),
    ]
    if lines:
        head = "| | Model | License | Used in | Open rules |\n|---|---|---|---|---|"
        blocks.append("\n".join((head, *lines, *_more(len(found) - _ROWS, "model"))))
    blocks += _bucket("Could not be read", [plain(str(problem), 500) for problem in report.problems])
    blocks += _bucket("To know", [plain(line, 500) for line in report.warnings])
    open_ = [row for sheet in found for row in sheet.findings if row.open]
    return blocks + _folded("Details", [_line(row) for row in open_]) + _ignored(report)


def _ignored(report: Report) -> list[str]:
    """The references that comments in the code ignore, each with its reason; how many they are stands in the title."""
    lines = [
        f"{code(words.title(reference.identity))} {code(str(reference.location))}: {plain(reason, 300)}"
        for reference, reason in report.suppressed
    ]
    return _folded(f"{words.counted(len(report.suppressed), 'reference')} ignored in the code", lines)


def _sheet(sheet: Sheet) -> str:
    identity = sheet.model.identity
    rules = dict.fromkeys(row.finding.rule for row in sheet.findings if row.open)
    return (
        f"| {_ICONS[sheet.standing]} | {cell(f'**{code(words.title(identity))}**', plain(words.subtitle(identity)))} "
        f"| {plain(words.license_line(sheet.model.facts), 200)} | {code(str(sheet.places[0]))} "
        f"| {cell(*map(plain, rules))} |"
    )


def _origin(report: Report, head: str) -> str:
    policy = report.policy
    said = [f"commit {code(head[:12])}"] if head else []
    said += [f"policy {plain(policy.name)} {code(policy.digest[:12])}", f"{report.now}"]
    notice = f"  \n{plain(policy.notice)}" if policy.notice else ""
    return f"{' · '.join(said)}{notice}"


def _model(row: Row) -> str:
    name = code(words.title(row.model.identity))
    gone = row.kind is ChangeKind.REMOVED
    state = "removed" if gone else f"{row.kind}, {_WORDS[row.standing]}"
    flags = () if gone else words.flags(row.model)
    place = row.model.references[0].location
    rest = f" and {len(row.model.references) - 1} more" if len(row.model.references) > 1 else ""
    state = f"**{plain(state)}**" if row.standing in _DECIDING else plain(state)
    return (
        f"| {'➖' if gone else _ICONS[row.standing]} "
        f"| {cell(f'**{name}**', f'{plain(changes.subtitle(row))}: {state}', f'{code(str(place))}{rest}')} "
        f"| {plain(row.revision).replace(_ARROW, ' → ')} "
        f"| {cell(plain(row.license).replace(_ARROW, ' → '), f'<sub>{plain(row.source)}</sub>' if row.source else '')} "
        f"| {cell(plain(row.contexts))} "
        f"| {cell(*_reasons(row), f'<sub>{plain(_SEPARATOR.join(flags))}</sub>' if flags else '')} |"
    )


def _reasons(row: Row) -> list[str]:
    """Why the worst rule is not met, which others are not, and what to do."""
    if row.kind is ChangeKind.REMOVED:
        return []
    deciding = [found.finding for found in row.findings if found.standing in _DECIDING]
    if not deciding:
        warned = ", ".join(dict.fromkeys(found.finding.rule for found in row.findings))
        return [f"warnings: {plain(warned)}" if warned else "nothing to do"]
    if row.unread and row.standing is Standing.UNDECIDED:
        return [f"**nothing is known about it**: {plain(row.unread)}"]
    first = deciding[0]
    others = ", ".join(dict.fromkeys(each.rule for each in deciding if each.rule != first.rule))
    return [
        f"**{plain(first.rule)}**: {plain(first.message, 240)}",
        f"→ {plain(first.fix, 260)}" if first.fix else "",
        f"also: {plain(others)}" if others else "",
    ]


_ARROW: Final = " -&#62; "  # as `plain` writes it
_SEPARATOR: Final = ", "
_DECIDING: Final = (Standing.FAIL, Standing.UNDECIDED)


def _undecided(rows: Iterable[Row], others: Iterable[Merged]) -> list[str]:
    """One line a model: what is missing, and what to do."""
    found: dict[str, list[Merged]] = {}
    unread = {words.title(row.model.identity): row.unread for row in rows if row.unread}
    for each in (*(each for row in rows for each in row.findings), *others):
        if each.standing is Standing.UNDECIDED:
            found.setdefault(words.title(each.finding.model), []).append(each)
    lines = []
    for name, undecided in found.items():
        first = undecided[0].finding
        rules = ", ".join(dict.fromkeys(row.finding.rule for row in undecided))
        if name in unread:
            said = plain(f"nothing could be read about it: {unread[name]}", 500)
        else:
            said = f"{plain(first.message, 500)}{f'. **{plain(first.fix)}**' if first.fix else ''}"
        lines.append(f"{code(name)}: {said} ({plain(rules)})")
    return lines


def _line(row: Merged) -> str:
    where = f" in {plain(', '.join(row.contexts))}" if any(row.contexts) else ""
    place = f" {code(str(row.places[0]))}" if row.places else ""
    return (
        f"{_ICONS[row.standing]} {code(words.title(row.finding.model))} **{plain(row.finding.rule)}**{where}:"
        f" {plain(row.finding.message, 600)}{place}"
    )


def _detail(row: Row) -> list[str]:
    lines = []
    for found in row.findings:
        lines.append(_line(found))
        lines += [f"  - {plain(words.check_text(check), 400)}" for check in found.finding.checks[:6]]
        if found.finding.owner:
            lines.append(f"  - who may approve: {plain(found.finding.owner)}")
    return lines


def _bucket(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    return [f"### {title}", "\n".join((*(f"- {line}" for line in lines[:_LINES]), *_left(len(lines) - _LINES)))]


def _folded(title: str, lines: Sequence[str]) -> list[str]:
    if not lines:
        return []
    items = [line if line.startswith("  - ") else f"- {line}" for line in lines[: _LINES * 4]]
    items += _left(len(lines) - len(items))
    return [f"<details><summary>{title}</summary>\n\n" + "\n".join(items) + "\n\n</details>"]


def _left(number: int) -> list[str]:
    return [f"- and {number:,} more"] if number > 0 else []


def _more(number: int, what: str) -> list[str]:
    return [f"| | and {words.counted(number, what)} more | | | | |"] if number > 0 else []


def _mark(verdict: Verdict) -> str:
    return {Verdict.FAIL: "❌ ", Verdict.UNKNOWN: "❓ "}.get(verdict, "")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _fitted(blocks: list[str], limit: int) -> list[str]:
    """Whole blocks as far as they fit, in their order; and a line that says how much is missing."""
    kept: list[str] = []
    cut: list[str] = []
    room = limit - 200
    for block in blocks:
        if len(block) + 2 <= room:
            kept.append(block)
            room -= len(block) + 2
        else:
            part, rest = _shortened(block, room)
            kept += [part] if part else []
            room -= len(part) + 2 if part else 0
            cut.append(f"{rest:,} lines")
    if cut:
        kept.append(f"_Cut to fit: {', '.join(cut)}. `govscan gate --format json` has everything._")
    return kept


def _shortened(block: str, room: int) -> tuple[str, int]:
    """The first lines of a block that fit, and how many do not; folded parts are left out whole."""
    lines = block.split("\n")
    if block.startswith("<details>"):
        return "", len(lines)
    used, kept = 0, 0
    for line in lines:
        if used + len(line) + 1 > room:
            break
        used, kept = used + len(line) + 1, kept + 1
    if kept < 3 and block.startswith("|"):
        return "", len(lines)
    return "\n".join(lines[:kept]), len(lines) - kept
