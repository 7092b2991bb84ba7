"""Pinning edits one keyword of one call, or nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.discover.pins import pin_python
from govscan.reference import Location, Reference

SHA = "0123456789abcdef0123456789abcdef01234567"
HEAD = "from transformers import AutoModel, pipeline\n"


def references(text: str, name: str = "org/a") -> list[tuple[Reference, str]]:
    found = []
    for number, line in enumerate(text.split("\n"), start=1):
        if f'"{name}"' in line:
            place = Location("x.py", number, line.index(f'"{name}"') + 1)
            found.append((Reference("huggingface", name, place, "python:x"), SHA))
    return found


def pin(text: str) -> tuple[str, list[str]]:
    data, kept = pin_python(text.encode(), references(text))
    return data.decode(), [one.reason for one in kept]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('AutoModel.from_pretrained("org/a")', f'AutoModel.from_pretrained("org/a", revision="{SHA}")'),
        ('AutoModel.from_pretrained("org/a",)', f'AutoModel.from_pretrained("org/a", revision="{SHA}",)'),
        ('pipeline(model="org/a", x=(1))', f'pipeline(model="org/a", x=(1), revision="{SHA}")'),
        ('pipeline(model="org/a", revision="main")', f'pipeline(model="org/a", revision="{SHA}")'),
        ('pipeline(model="org/a", revision="0123456")', f'pipeline(model="org/a", revision="{SHA}")'),
        (
            'é = pipeline(  # é\n  "é", "org/a",  # ,é)\n)',
            f'é = pipeline(  # é\n  "é", "org/a", revision="{SHA}",  # ,é)\n)',
        ),
    ],
)
def test_the_edit_is_exact(before: str, after: str) -> None:
    assert pin(HEAD + before) == (HEAD + after, [])


@pytest.mark.parametrize(
    "code",
    [
        'AutoModel.from_pretrained("org/a", **more)',
        'AutoModel.from_pretrained("org/a", *more)',
        'AutoModel.from_pretrained("org/a", revision=rev)',
        'AutoModel.from_pretrained("org/a", revision=f"{rev}")',
        'pipeline("t", "org/a", tokenizer="org/b")',
        'pipeline("t", "org/a", None)',
        'name = "org/a"\npipeline(model=name)',
        'unknown("org/a")',
        'pipeline(model="org/b", assistant_model="org/a")',
        'AutoModel.from_pretrained("org/b", "org/a")',
        "x = " + "(" * 150 + "1" + ")" * 150 + '\npipeline(model="org/a", **more)',
        'def pipeline(model): ...\npipeline("org/a")',
        'pipeline("org/a"',
    ],
)
def test_what_is_not_certain_is_left_alone(code: str) -> None:
    text, reasons = pin(HEAD + code)
    assert text == HEAD + code
    assert len(reasons) == 1


@given(
    st.lists(st.sampled_from(["k=1", "k2=(2)", 'k3=")#,"', "k4=[1, (2)]", "k5=lambda: (0)", "k6='é'"]), unique=True),
    st.sampled_from([", ", ",\n    ", ",  # é, )\n    "]),
    st.sampled_from(["", ",", ", ", ",  # end)\n", "  # end,\n", "\n"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_generated_call_parses_and_carries_the_pin(words: list[str], join: str, tail: str, newline: str) -> None:
    text = (HEAD + "m = AutoModel.from_pretrained(" + join.join(['"org/a"', *words]) + tail + ")\n").replace(
        "\n", newline
    )
    data, kept = pin_python(text.encode(), references(text))
    assert not kept
    [call] = [node for node in ast.walk(ast.parse(data)) if isinstance(node, ast.Call)]
    assert [word.value.value for word in call.keywords if word.arg == "revision"] == [SHA]  # type: ignore[attr-defined]
    again = pin_python(data, references(data.decode()))
    assert again == (data, ())


def test_a_file_of_another_encoding_is_left_alone(tmp_path: Path) -> None:
    text = "# coding: latin-1\n" + HEAD + 'pipeline(model="org/a")'
    assert pin(text) == (text, ["the file is not plain UTF-8"])
