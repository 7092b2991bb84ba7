"""Source that does not parse is read without the lines that are in the way; the others keep their numbers."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.discover import notebook, python, python_repair
from govscan.discover.surface import SourceFile

LOADS = 'model = AutoModel.from_pretrained("acme/after")\n'


@pytest.mark.parametrize(
    "before",
    [
        'print(f"{name + f"{name}"}")\n',  # new in Python 3.12
        'print "loading"\n',  # Python 2
        "try:\n    load()\nexcept ValueError, error:\n    print error\n",
        "{% if tracing %}\nimport tracing\n{% endif %}\n",
        "class {{ name }}:\n    size = 1\n",
        "if ready:\n    load(\n",
        "value = = 1\n",
    ],
)
def test_what_stands_behind_is_read_at_its_place(before: str) -> None:
    text = f"from transformers import AutoModel\n{before}{LOADS}"
    tree, plain, _ = python_repair.parse(text)
    assert plain.count("\n") == text.count("\n")
    [call] = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value == "acme/after"]
    assert call.lineno == text.count("\n")


def test_what_parses_is_left_as_it_is() -> None:
    assert python_repair.parse(LOADS)[1:] == (LOADS, None)


def test_a_text_of_another_kind_is_given_up() -> None:
    with pytest.raises(SyntaxError):
        python_repair.parse("= what is this\n" * 50)


@given(st.text(alphabet="ab \n(){}[]\"'f:=,.%#\\", max_size=80))
def test_nothing_but_a_syntax_error_is_raised(text: str) -> None:
    try:
        _, plain, _ = python_repair.parse(text)
    except SyntaxError:
        return
    assert plain.count("\n") == text.count("\n")


def test_a_file_is_a_problem_and_read_all_the_same() -> None:
    found = []
    with pytest.raises(SyntaxError) as raised:
        for reference in python.read(SourceFile("old.py", f'import transformers\nprint "x"\n{LOADS}'.encode())):
            found.append(reference.location.line)
    assert found == [3]
    assert raised.value.lineno == 2


def test_a_cell_is_read_without_the_line_that_is_in_the_way() -> None:
    source = ["from transformers import AutoModel\\n", "value = = 1\\n", 'AutoModel.from_pretrained(\\"acme/cell\\")']
    cells = ",".join(f'"{line}"' for line in source)
    text = f'{{"cells": [{{"cell_type": "code", "source": [{cells}]}}], "metadata": {{}}, "nbformat": 4}}'
    found = []
    with pytest.raises(SyntaxError):
        for reference in notebook.read(SourceFile("n.ipynb", text.encode())):
            found.append(reference.name)
    assert found == ["acme/cell"]
