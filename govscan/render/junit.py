"""A report as JUnit XML, which every CI server shows: a suite for each rule, a case for each model and context.

What is undecided is an error, what is waived or in the baseline is skipped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from govscan.comparison import Comparison
from govscan.errors import Problem
from govscan.finding import Finding, Verdict
from govscan.policy import Level
from govscan.render import words
from govscan.render.escape import flowed, visible
from govscan.render.results import RECORD, UNREADABLE
from govscan.report import Report

_LEFT_OUT = (Verdict.NOT_APPLICABLE,)


def render_junit(report: Report, comparison: Comparison | None = None) -> bytes:
    """UTF-8 XML. With a comparison, findings that the base has as well are skipped, unless they are to fail."""
    old = set(comparison.unchanged) if comparison is not None and not comparison.judge_all else set()
    least = comparison.fail_on if comparison is not None else Level.ERROR
    suites: dict[str, list[ET.Element]] = defaultdict(list)
    for finding in report.findings:
        if finding.verdict not in _LEFT_OUT:
            suites[finding.rule].append(_case(finding, finding in old, least))
    for record in comparison.records if comparison is not None else ():
        if record.verdict in (Verdict.FAIL, Verdict.UNKNOWN):
            kind = "failure" if record.verdict is Verdict.FAIL else "error"
            suites[RECORD].append(_element(RECORD, record.path, kind, record.sentence))
    for problem in comparison.new_problems if comparison is not None else report.problems:
        suites[UNREADABLE].append(_unread(problem))
    root = ET.Element("testsuites", name="govscan")
    for rule, cases in sorted(suites.items()):
        root.append(_suite(rule, cases))
    _count(root, [case for cases in suites.values() for case in cases])
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def _suite(rule: str, cases: Sequence[ET.Element]) -> ET.Element:
    suite = ET.Element("testsuite", name=_legal(rule))
    _count(suite, cases)
    suite.extend(cases)
    return suite


def _count(element: ET.Element, cases: Sequence[ET.Element]) -> None:
    element.set("tests", str(len(cases)))
    for name, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(case.find(tag) is not None for case in cases)))


def _case(finding: Finding, old: bool, least: Level) -> ET.Element:
    where = f" in {finding.context}" if finding.context else ""
    name = f"{words.title(finding.model)} ({words.subtitle(finding.model)}){where}"
    places = [str(reference.location) for reference in finding.references]
    text = "\n".join(
        part
        for part in (
            finding.message,
            f"Fix: {flowed(finding.fix)}" if finding.fix else "",
            f"Who may approve: {finding.owner}" if finding.owner else "",
            f"Used in: {words.first_of(places, 5)}" if places else "",
        )
        if part
    )
    kind = ""
    if finding.open:
        failing = finding.level.at_least(least) and not old
        kind = ("error" if finding.verdict is Verdict.UNKNOWN else "failure") if failing else "skipped"
    elif finding.verdict in (Verdict.WAIVED, Verdict.BASELINED):
        kind = "skipped"
    case = _element(finding.rule, name, kind, text)
    if finding.references:
        case.set("file", _legal(finding.references[0].location.path))
        case.set("line", str(finding.references[0].location.line))
    return case


def _unread(problem: Problem) -> ET.Element:
    return _element(UNREADABLE, problem.path, "error", str(problem))


def _element(rule: str, name: str, kind: str, text: str) -> ET.Element:
    case = ET.Element("testcase", classname=f"govscan.{_legal(rule)}", name=_legal(name))
    if kind:
        lines = text.split("\n")
        outcome = ET.SubElement(case, kind, message=_legal(lines[0])[:1000])
        if kind != "skipped":
            outcome.set("type", _legal(rule))
            outcome.text = "\n".join(map(_legal, lines))
    return case


def _legal(text: str) -> str:
    """Visible text; nothing that XML 1.0 forbids is left."""
    return visible(text).replace("\ufffe", "").replace("\uffff", "")
