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
from govscan.discover.surface import SourceFile
from govscan.marked import Malformed
from govscan.reference import Certainty


@pytest.mark.parametrize("folder", cases_of("javascript"))
def test_case(folder: Path) -> None:
    assert found_in(folder, javascript) == expected_in(folder)


@pytest.mark.parametrize(
    ("text", "strings"),
    [
        ("from_pretrained('acme/x') // from_pretrained('acme/y')", ["acme/x"]),
        ("from_pretrained(/* 'acme/y' */ \"acme/x\")", ["acme/x"]),
        ("from_pretrained(/'y'/.test(b) ? 'acme/x' : c / d / 'z')", ["acme/x"]),
        ("if (a) /\"/.test(b); from_pretrained('acme/x')", ["acme/x"]),
        ("a = `${`'y'`}`; from_pretrained(`acme/${`x-${'y'}`}`)", ["acme/x-y"]),
        ("b = <p>Don't {a}</p>; from_pretrained('acme/x')", ["acme/x"]),
        ("from_pretrained('acme/\\x78')", ["acme/x78"]),
        ("a = /[/']/; from_pretrained('acme/x')", ["acme/x"]),
    ],
)
def test_strings_are_told_from_comments_and_expressions(text: str, strings: list[str]) -> None:
    found = javascript.read(SourceFile("a.jsx", text.encode()))
    assert [reference.name for reference in found] == strings


@given(st.text(alphabet="ab'\"`/*\\${}()[]\n:,;=<> ", max_size=150))
def test_any_text_is_read_and_literals_know_their_place(text: str) -> None:
    source = f"const model = 'acme/x';\n{text}\nfrom_pretrained('acme/y')"
    lines = source.split("\n")
    for reference in javascript.read(SourceFile("a.js", source.encode())):
        assert lines[reference.location.line - 1][reference.location.column - 1] in "'\"`"


@pytest.mark.parametrize("piece", ["`", "${", "/", "(", "{model:", "a=", "'a',", "[", "`${", "x.y("])
def test_hostile_repetition_ends_soon(piece: str) -> None:
    started = time.process_time()
    with suppress(Malformed):
        list(javascript.read(SourceFile("a.js", (piece * (40_000 // len(piece))).encode())))
    assert time.process_time() - started < 10


def test_a_model_in_a_test_is_a_mention() -> None:
    (reference,) = javascript.read(SourceFile("src/chat.test.ts", b"const model = 'acme/chat-7b';"))
    assert (reference.certainty, reference.reason) == (Certainty.MENTION, "in a test")


def test_a_leaderboard_is_a_table_of_mentions() -> None:
    rows = "\n".join(f"  {{ model: 'acme/chat-{n}b', score: {n} }}," for n in range(1, 12))
    found = list(javascript.read(SourceFile("board.tsx", f"const rows = [\n{rows}\n];".encode())))
    assert len(found) == 11
    assert {reference.certainty for reference in found} == {Certainty.MENTION}


def test_the_same_text_is_read_the_same_way_every_time() -> None:
    rows = "\n".join(
        f"const a{n} = {{ model: 'acme/chat-{n}b' }}; f({{ embeddingModel: x ?? 'acme/e-{n}' }});" for n in range(60)
    )
    file = SourceFile("a.ts", rows.encode())
    once = list(javascript.read(file))
    assert [reference.location for reference in once] == sorted(reference.location for reference in once)
    assert all(list(javascript.read(file)) == once for _ in range(5))
