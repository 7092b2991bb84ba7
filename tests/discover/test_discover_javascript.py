"""JavaScript and TypeScript: the cases, the tokens, and texts made to hurt."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_cases import cases_of, expected_in, found_in

from govscan.discover import javascript
from govscan.discover.javascript_tokens import tokens
from govscan.discover.surface import SourceFile
from govscan.marked import Malformed
from govscan.reference import Certainty


@pytest.mark.parametrize("folder", cases_of("javascript"))
def test_case(folder: Path) -> None:
    assert found_in(folder, javascript) == expected_in(folder)


@pytest.mark.parametrize(
    ("text", "strings"),
    [
        ("a = 'x' // 'y'", ["x"]),
        ("a /* 'y' */ = \"x\"", ["x"]),
        ("a = /'y'/.test(b) ? 'x' : c / d / 'z'", ["x", "z"]),
        ("a = `x`; b = `${`'y'`}`; c = 'z'", ["x", "z"]),
        ("<p>Don't</p>; a = 'x'", ["x"]),
        ("a = 'it\\'s'", ["it's"]),
        ("a = /[/']/; b = 'x'", ["x"]),
    ],
)
def test_strings_are_told_from_comments_and_expressions(text: str, strings: list[str]) -> None:
    assert [token.text for token in tokens(text) if token.kind == "string"] == strings


@given(st.text(alphabet="ab'\"`/*\\${}()[]\n:,;=<> ", max_size=150))
def test_any_text_is_read_and_tokens_know_their_place(text: str) -> None:
    lines = text.split("\n")
    for token in tokens(text):
        assert lines[token.line - 1][token.column - 1 :][:1] in (token.text[:1], "'", '"', "`", "/")
    list(javascript.read(SourceFile("a.js", text.encode())))


@pytest.mark.parametrize("piece", ["`", "${", "/", "(", "{model:", "a=", "'a',", "[", "`${", "x.y("])
def test_hostile_repetition_ends_soon(piece: str) -> None:
    started = time.monotonic()
    with suppress(Malformed):
        list(javascript.read(SourceFile("a.js", (piece * (40_000 // len(piece))).encode())))
    assert time.monotonic() - started < 10


def test_a_model_in_a_test_is_a_mention() -> None:
    (reference,) = javascript.read(SourceFile("src/chat.test.ts", b"const model = 'acme/chat-7b';"))
    assert (reference.certainty, reference.reason) == (Certainty.MENTION, "in a test")


def test_a_leaderboard_is_a_table_of_mentions() -> None:
    rows = "\n".join(f"  {{ model: 'acme/chat-{n}b', score: {n} }}," for n in range(1, 12))
    found = list(javascript.read(SourceFile("board.tsx", f"const rows = [\n{rows}\n];".encode())))
    assert len(found) == 11
    assert {reference.certainty for reference in found} == {Certainty.MENTION}
