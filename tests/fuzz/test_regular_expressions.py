"""No regular expression of the package takes more than linear time over what a stranger writes.

Time is that of the processor, and what is compared is how it grows: over four times as much text a linear expression
takes four times as long, a quadratic one sixteen times. Where the text is short whatever is scanned, `SHORT` says why.
"""

from __future__ import annotations

import re
import time

import pytest
from fuzz.attacks import attacks, expressions

from govscan.bounded import OutOfTime, TimeLimit
from govscan.evaluate.contexts import translated
from govscan.globs import settled

LENGTH = 2_000
QUICK = 0.02
"""Seconds in which a linear expression is done with so much text, however slow the machine: it needs a hundredth."""

SHORT = {
    "govscan.evaluate.record_file._PLAIN": "a word of a record that govscan itself writes",
    "govscan.discover.code_needle._GIVEN": "matched behind a key, over at most a line",
}
EXPRESSIONS = expressions()


def seconds(pattern: re.Pattern[str] | re.Pattern[bytes], how: str, text: str | bytes, most: float = 3.0) -> float:
    start = time.process_time()
    try:
        with TimeLimit(most):
            getattr(pattern, how)(text)
    except OutOfTime:
        return most
    return time.process_time() - start


def grows(expression: tuple[str | bytes, int], how: str) -> str:
    """The beginning of a text over which the time grows faster than its length; "" where there is none."""
    pattern = re.compile(*expression)
    longer = list(attacks(expression, 4 * LENGTH))
    for number, text in enumerate(attacks(expression, LENGTH)):
        least = min(seconds(pattern, how, text) for _ in range(2))
        if least < QUICK:
            continue
        most = min(seconds(pattern, how, longer[number]) for _ in range(2))
        if most >= 3.0 or most > 9 * least:
            return f"{text[:60]!r}... {least:.3f} s, four times as much {most:.3f} s"
    return ""


@pytest.mark.parametrize(
    ("expression", "how"), [(expression, how) for expression, (_, how) in EXPRESSIONS.items()],
    ids=[place for place, _ in EXPRESSIONS.values()],
)  # fmt: skip
def test_time_grows_as_the_text(expression: tuple[str | bytes, int], how: str) -> None:
    if EXPRESSIONS[expression][0] not in SHORT:
        assert not grows(expression, how)


@pytest.mark.parametrize(
    "source",
    [r"(?:a|a)*b", r"(a+)+b", r"a+b", r"\s+$", r'"(?:[^"$]|\$\{[^}]{0,9}\}|\$)*"', r"(?:x.*)*y", r"(\w*)(\d*)!"],
)
def test_expressions_that_do_take_longer_are_found(source: str) -> None:
    assert grows((source, 0), "search")


@pytest.mark.parametrize(
    "glob", ["*a" * 40 + "*b", "**/a/" * 30 + "b", "**/*a*a*a*a*b/" * 6 + "c", "[a-b]*" * 30 + "c"]
)
def test_globs_of_a_stranger(glob: str) -> None:
    from pathspec import GitIgnoreSpec

    for source in (translated(glob), GitIgnoreSpec.from_lines([glob]).patterns[0].regex.pattern):
        pattern = re.compile(settled(source), re.DOTALL)
        for path in ("a" * 250, "a/" * 100, ("a" * 200 + "/") * 15, "ab" * 2_000):
            assert seconds(pattern, "match", path) < 1
