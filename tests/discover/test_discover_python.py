"""Python files of tests/cases/discover/python: what a line must yield stands in its trailing `#>` comment."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govscan import limits
from govscan.discover import python
from govscan.discover.surface import SourceFile
from govscan.reference import Reference

CASES = sorted((Path(__file__).parents[1] / "cases/discover/python").glob("*.py"))


def shown(reference: Reference) -> str:
    words = [reference.provider, reference.name or "*"]
    for label, value in (
        ("rev", reference.revision),
        ("trust", reference.trust_remote_code),
        ("endpoint", reference.endpoint),
        ("region", reference.region),
        ("used", reference.used_at.line if reference.used_at else None),
    ):
        if value is not None:
            words.append(f"{label}={value}")
    if reference.certainty == "mention":
        words.append("mention")
    return " ".join(words)


def read(text: str) -> list[Reference]:
    return list(python.read(SourceFile("app.py", text.encode())))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_case(case: Path) -> None:
    text = case.read_text()
    expected = {
        (number, part.strip())
        for number, line in enumerate(text.split("\n"), 1)
        if "#>" in line
        for part in line.partition("#>")[2].split("|")
    }
    found = read(text)
    assert {(reference.location.line, shown(reference)) for reference in found} == expected
    assert python.NEEDLE.search(text.encode())


def test_place_counts_characters_not_bytes() -> None:
    [reference] = read('from x import pipe\nlabel = "模型", pipe(model="acme/small")\n')
    assert (reference.location.line, reference.location.column) == (2, 26)
    assert reference.via == "python:pipe model="


def test_pinned_and_unpinned_use_of_one_literal_are_two_references() -> None:
    found = read(
        'from transformers import AutoModel\nNAME = "acme/a"\n'
        'AutoModel.from_pretrained(NAME, revision="abc")\nAutoModel.from_pretrained(NAME)\n'
    )
    assert {reference.revision for reference in found} == {"abc", None}
    assert len(found) == 2


def test_folder_that_the_file_itself_writes_is_no_hub_model() -> None:
    found = read(
        'from transformers import AutoModel\nm = AutoModel.from_pretrained("acme/a")\n'
        'm.save_pretrained("finetuned")\nAutoModel.from_pretrained("finetuned")\n'
    )
    assert [reference.name for reference in found] == ["acme/a"]


def test_credentials_in_a_base_url_are_not_carried_on() -> None:
    [reference] = read(
        'from openai import OpenAI\nOpenAI(base_url="https://u:secret@llm.acme.test/v1?key=secret")'
        '.chat.completions.create(model="m-1")\n'
    )
    assert reference.endpoint == "https://llm.acme.test/v1"


@pytest.mark.parametrize("text", ['OpenAI(model="gpt-4")\nprint "x"', 'OpenAI(model="gpt-4"', "OpenAI(model='\0')"])
def test_what_is_not_python_3_is_a_syntax_error(text: str) -> None:
    with pytest.raises(SyntaxError):
        read(f"from openai import OpenAI\n{text}")


def test_invalid_escapes_warn_nobody() -> None:
    assert read(r'model = "\d"') == []


@pytest.mark.parametrize(
    "text",
    [
        "x = y\ny = x\nload_model(model=x)",
        "def f(model):\n    f(model)\n    load(model=model)",
        "model = " + " + ".join(["f"] * 300),
        "f = lambda model: f(model=model)\n" * 50,
        "\n".join(f"a{n} = a{n + 1} or b{n + 1} or a{n + 2}" for n in range(200)) + "\nload(model=a0)",
        "class A:\n    model = property(lambda self: self.model)",
    ],
)
def test_cycles_and_wide_graphs_end(text: str) -> None:
    assert read(text) == []


NAMES = st.sampled_from(["a", "b", "model", "MODEL", "f", "self"])
ATOMS = st.sampled_from(
    ['"acme/m"', "a", "b", "model", "f(a)", "self.model", 'f"{a}/x"', "{'model': b}", "[a, b]", "None"]
)
LINES = st.one_of(
    st.builds("{} = {}".format, NAMES, ATOMS),
    st.builds("{} = {} or {}".format, NAMES, ATOMS, ATOMS),
    st.builds("def f({}={}): return {}".format, NAMES, ATOMS, ATOMS),
    st.builds("AutoModel.from_pretrained({}, revision={})".format, ATOMS, ATOMS),
    st.builds("OpenAI(base_url={}).chat.completions.create(model={})".format, ATOMS, ATOMS),
    st.builds("for {} in {}: f(**{})".format, NAMES, ATOMS, ATOMS),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINES, max_size=12))
def test_any_program_of_these_lines_is_read(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read(text)
    assert found == read(text)
    for reference in found:
        line = text.split("\n")[reference.location.line - 1]
        assert 1 <= reference.location.column <= len(line)


def test_what_stands_at_hand_is_read_when_the_steps_of_a_file_are_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PYTHON_STEPS", 20)
    calls = "".join(f'run(model=first_{number} or "acme/chat-{number}b")\n' for number in range(50))
    names = [
        each.name for each in read(f'from transformers import AutoModel\n{calls}NAME = "acme/last"\nrun(model=NAME)')
    ]
    assert sorted(names) == sorted([*(f"acme/chat-{number}b" for number in range(50)), "acme/last"])
