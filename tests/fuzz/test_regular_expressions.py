"""No regular expression of the package takes more than linear time over what a stranger writes.

Time is that of the processor, and what is compared is how it grows: over four times as much text a linear expression
takes four times as long, a quadratic one sixteen times. Where the text is short whatever is scanned, `SHORT` says why.
"""

from __future__ import annotations

import re
import time
from itertools import islice

import pytest
from fuzz.attacks import attacks, expressions

from govscan.bounded import OutOfTime, TimeLimit
from govscan.evaluate.contexts import translated
from govscan.globs import settled

LENGTH = 800
QUICK = 0.001
"""Seconds in which a linear expression is done with so much text: it needs a twentieth."""

SLOW, MOST = 0.15, 1.0
"""Seconds: what sixteen times as much text takes at least where the time grows with its square; where it is stopped."""

BEHIND = "tried behind a word of the file, where it ends at the next one"
SHORT = {
    "govscan.evaluate.record_file._PLAIN": "a word of a record that govscan itself writes",
    "govscan.marked.yaml_._ScalarReader": "asked of scalars of less than 40 characters",
    "govscan.discover.python_needle._FRONT": "looked for in the 80 bytes in front of a word",
    "govscan.discover.code_needle._GIVEN": BEHIND,
    "govscan.discover.code_needle._KEYED": BEHIND,
    "govscan.discover.code_needle._CALLED": BEHIND,
    "govscan.discover.code_needle._LISTED": BEHIND,
    "govscan.discover.code_needle._CONSTANT": BEHIND,
}
EXPRESSIONS = expressions()


def seconds(pattern: re.Pattern[str] | re.Pattern[bytes], how: str, text: str | bytes, most: float = MOST) -> float:
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
    for number, text in enumerate(attacks(expression, LENGTH)):
        if seconds(pattern, how, text) < QUICK:
            continue
        doubts = [_quadruple(expression, how, number) for _ in range(3)]
        if all(most > SLOW and (most >= MOST or most > 9 * least) for least, most in doubts):
            least, most = doubts[0]
            return f"{text[:60]!r}...: {least:.3f} s, four times as much {most:.3f} s"
    return ""


def _quadruple(expression: tuple[str | bytes, int], how: str, number: int) -> tuple[float, float]:
    """The time for the attack of that number, and for one of four times its length."""
    pattern = re.compile(*expression)
    texts = [next(islice(attacks(expression, length), number, None)) for length in (4 * LENGTH, 16 * LENGTH)]
    least, most = (seconds(pattern, how, text) for text in texts)
    return least, most


@pytest.mark.parametrize("room", sorted({place.rpartition(".")[0] or place for place, _ in EXPRESSIONS.values()}))
def test_time_grows_as_the_text(room: str) -> None:
    found = {
        place: said
        for expression, (place, how) in EXPRESSIONS.items()
        if (place.rpartition(".")[0] or place) == room and place not in SHORT and (said := grows(expression, how))
    }
    assert not found


@pytest.mark.parametrize(
    "source",
    [r"(?:a|a)*b", r"(a+)+b", r"\s+$", r'"(?:[^"$]|\$\{[^}]{0,9}\}|\$)*"', r"(?:x.*)*y", r"(\w*)(\d*)!"],
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
