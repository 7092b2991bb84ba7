"""JavaScript and TypeScript: the cases, the tokens, and texts made to hurt."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_cases import cases_of, expected_in, found_in

from govscan import limits
from govscan.bounded import watching
from govscan.discover import javascript
from govscan.discover.surface import SourceFile
from govscan.marked import Malformed
from govscan.reference import Certainty

NAMING = "const model = 'acme/x';\n"


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
def test_hostile_repetition_ends(piece: str) -> None:
    with suppress(Malformed):
        list(javascript.read(SourceFile("a.js", (NAMING + piece * (40_000 // len(piece))).encode())))


def test_what_makes_the_parser_slow_or_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Malformed, match="opening angle brackets"):
        list(javascript.read(SourceFile("a.ts", f"{NAMING}b = {'a<b,' * 5_000}".encode())))
    list(javascript.read(SourceFile("a.tsx", f"{NAMING}b = <a>{'<b>x</b>' * 3_500}</a>".encode())))
    monkeypatch.setattr(limits, "SYNTAX_SECONDS", 0.05)
    with pytest.raises(Malformed, match="processor time"):
        list(javascript.read(SourceFile("a.ts", f"{NAMING}b = {'+&' * 20_000}".encode())))
    monkeypatch.setattr(limits, "SCRIPT_BYTES", 100)
    with pytest.raises(Malformed, match="larger than"):
        list(javascript.read(SourceFile("a.ts", NAMING.encode() * 10)))
    monkeypatch.setattr(limits, "SCRIPT_BYTES", 1_000)
    monkeypatch.setattr(limits, "SCRIPT_PIECES", 10)
    with pytest.raises(Malformed, match="pieces of syntax"):
        list(javascript.read(SourceFile("a.ts", NAMING.encode() * 10)))


def test_broken_text_in_which_the_parser_searches_a_way_out_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SYNTAX_SECONDS", 0.1)
    again = 'model: "gpify({ '
    lines = (
        '\x01const\ufffd{ execSync, spawn } = require("child_process");',
        'await fetch("https://api.openai.com/v1/chat/completions", { body: JS\ufffdN.stringify({ modemodel: "gpify({ '
        + (again * 5 + 'modee/l: "gpify({ ' + again * 3).removesuffix("gpify({ ")
        + "\ufffdpify({ "
        + (again * 7 + 'model: "gpt-l: "gpt-l: "gpt-l: "gpt-4o" }) });'),
        'execSync("Yuggingface-cli download acme/fetched --revision r1");',
        'spawn("vllm", ["serve", "acme/spawned"]);\n',
    )
    text = "\n".join(lines)
    start = time.process_time()
    with pytest.raises(Malformed, match="processor time"):
        list(javascript.read(SourceFile("a.js", text.encode())))
    assert time.process_time() - start < 5


def test_values_that_take_too_many_steps_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "SCRIPT_STEPS", 20)
    code = "const a0 = 'acme/x';" + "".join(f"const a{n} = a{n - 1};" for n in range(1, 9)) + "from_pretrained(a8);" * 9
    with watching() as told:
        found = list(javascript.read(SourceFile("a.ts", code.encode())))
    assert told == ["more than 20 steps to follow its values, the rest is not followed"]
    assert [reference.name for reference in found] == ["acme/x"]


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
