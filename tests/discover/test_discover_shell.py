"""Scripts: the cases, places, and texts made to hurt."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_cases import cases_of, expected_in, found_in

from govscan.discover import shell
from govscan.discover.surface import SourceFile
from govscan.discover.words import Text, Word, expand, split


@pytest.mark.parametrize("folder", cases_of("shell"))
def test_case(folder: Path) -> None:
    assert found_in(folder, shell) == expected_in(folder)


def test_a_command_inside_another_file_keeps_that_file_s_place() -> None:
    (reference,) = shell.read_command("\nhf download acme/chat-7b", "ci.yml", 10, surface="structured")
    assert (reference.location.path, reference.location.line, reference.location.column) == ("ci.yml", 11, 13)
    assert reference.via == "structured:hf download"


@given(st.text(alphabet="ab \n\t'\"\\$(){}<|;&#=-`@%E", max_size=200))
def test_any_text_is_split_and_words_know_their_place(text: str) -> None:
    lines = text.split("\n")
    for command in split(Text(text)):
        for word in command.words:
            assert 0 < word.line <= len(lines)
            assert text[word.start : word.end].strip() != ""


@given(st.lists(st.from_regex(r"[A-Za-z0-9/_.-]{1,12}", fullmatch=True), min_size=1, max_size=8))
def test_plain_words_come_back_as_written(words: list[str]) -> None:
    commands = list(split(Text(" ".join(words))))
    assert [word.text for command in commands for word in command.words] == words


@pytest.mark.parametrize("piece", ["'", '"', "${", "$(", "\\", "<<A\n", "x=(", "`", "$X ", "--model a/b "])
def test_hostile_repetition_ends_soon(piece: str) -> None:
    started = time.process_time()
    list(shell.read(SourceFile("a.sh", (piece * (60_000 // len(piece))).encode())))
    assert time.process_time() - started < 10


def test_variables_do_not_multiply_without_end() -> None:
    word = Word("$A" * 15, 1, 1)
    values = tuple(Word("x" * 100, 1, 1) for _ in range(500))
    assert len(expand(word, {"A": values})) <= 500


def test_variables_that_grow_each_other_end() -> None:
    text = "".join(f"A{n}=$A{n - 1}$A{n - 1}\n" for n in range(1, 60)) + "vllm serve $A59\n"
    assert list(shell.read(SourceFile("a.sh", f"A0=acme/chat\n{text}".encode()))) == []
