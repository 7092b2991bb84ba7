from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from govscan.discover import notebook
from govscan.discover.surface import SourceFile
from govscan.marked import Malformed
from govscan.reference import Reference


def cell(*lines: str, kind: str = "code") -> dict[str, object]:
    return {
        "cell_type": kind,
        "source": [f"{line}\n" for line in lines],
        "outputs": [{"text": 'model = "acme/output"'}],
    }


def dumped(cells: Sequence[object], **metadata: object) -> str:
    return json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4}, indent=1)


def read(text: str) -> list[Reference]:
    return list(notebook.read(SourceFile("n.ipynb", text.encode())))


def test_line_and_column_are_those_of_the_raw_file() -> None:
    text = dumped([cell("import x"), cell('label = "\\"", x.load(model="acme/a")')])
    [reference] = read(text)
    raw = text.split("\n")[reference.location.line - 1]
    assert raw[reference.location.column - 1 :].startswith('\\"acme/a')
    assert reference.via == "notebook:x.load model="


def test_names_reach_from_cell_to_cell() -> None:
    text = dumped(
        [
            cell("from transformers import AutoModel", 'NAME = "acme/shared"'),
            cell("AutoModel.from_pretrained(NAME, revision='r1')"),
        ]
    )
    [reference] = read(text)
    assert (reference.name, reference.revision) == ("acme/shared", "r1")
    assert reference.used_at is not None
    assert "from_pretrained" in text.split("\n")[reference.used_at.line - 1]


def test_what_only_ipython_understands_is_left_out_line_by_line() -> None:
    text = dumped(
        [
            cell("%pip install \\", "   something", "files = !ls", "print?", 'MODEL = "acme/after"'),
            cell("%%time", 'OTHER_MODEL = "acme/timed"'),
            cell("%%html", "<p>model = <b>"),
            cell("if True:", "    %matplotlib inline", '    THIRD_MODEL = "acme/third"'),
        ]
    )
    assert [reference.name for reference in read(text)] == ["acme/after", "acme/timed", "acme/third"]


def test_outputs_and_prose_are_not_read() -> None:
    assert read(dumped([cell('model = "acme/prose"', kind="markdown"), cell("1")])) == []


def test_source_as_one_string() -> None:
    text = json.dumps({"cells": [{"cell_type": "code", "source": 'import x\nMODEL = "acme/one"\n'}]})
    [reference] = read(text)
    assert reference.location.line == 1
    assert text[reference.location.column - 1 :].startswith('\\"acme/one')


def test_source_split_in_the_middle_of_a_line() -> None:
    text = dumped([{"cell_type": "code", "source": ['MODEL = "ac', 'me/split"\n']}])
    assert [reference.name for reference in read(text)] == ["acme/split"]


def test_a_broken_cell_is_told_after_the_others_are_read() -> None:
    text = dumped([cell("def (:"), cell('MODEL = "acme/good"')])
    found = []
    with pytest.raises(SyntaxError) as caught:
        found.extend(notebook.read(SourceFile("n.ipynb", text.encode())))
    given = notebook.read(SourceFile("n.ipynb", text.encode()))
    assert next(given).name == "acme/good"
    assert "def (:" in text.split("\n")[(caught.value.lineno or 0) - 1]


@pytest.mark.parametrize("metadata", [{"language_info": {"name": "R"}}, {"kernelspec": {"language": "julia"}}])
def test_other_kernels_are_left_alone(metadata: dict[str, object]) -> None:
    assert read(dumped([cell('model <- "acme/r"')], **metadata)) == []


@pytest.mark.parametrize("text", ["{", "[]", '"model"'])
def test_what_is_no_notebook_is_malformed(text: str) -> None:
    with pytest.raises(Malformed):
        read(text)
