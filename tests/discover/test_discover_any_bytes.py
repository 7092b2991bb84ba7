"""Any bytes under any name: no surface falls over, and what it finds stands where it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govscan.discover import _read
from govscan.discover.kinds import surface_of
from govscan.discover.surface import Siblings, SourceFile
from govscan.errors import Problem, ProblemKind
from govscan.reference import Reference

NAME = "acme/one-7b"

SEEDS = {
    # A file of each surface, and a line of it that names a model.
    "a.py": ('AutoModel.from_pretrained("{}")', 'model = "{}"', 'subprocess.run("vllm serve {}")', "x = f'''\n{}'''"),
    "a.ipynb": ('{{"cells":[{{"cell_type":"code","source":["model = \\"{}\\""]}}]}}',),
    "a.js": ("AutoModel.from_pretrained('{}')", "const model = `{}`;", "x({{ model: '{}' }})"),
    "a.tsx": ("const model: string = '{}';", "<Chat model='{}' />"),
    "a.yaml": (
        "model: {}", "args: [--model, {}]", "run: |\n  vllm serve {}", "app.yaml: |\n  model: {}", 'x: "model: {}\\n"'),
    "a.json": ('{{"model": "{}"}}', '{{"x": "{{\\"model\\": \\"{}\\"}}"}}', '{{"x": "a: 1\\nmodel: {}\\n"}}'),
    "a.toml": ('model = "{}"', "x = '''\nmodel: {}\n'''"),
    "a.ini": ("model = {}", "[a]\nmodel: {}"),
    "a.properties": ("llm.model={}",),
    ".env": ("MODEL={}", "export MODEL_ID='{}'"),
    "a.sh": ("vllm serve {}", "MODEL={}", "cat > a.yaml <<EOF\nmodel: {}\nEOF", ': "${{MODEL:={}}}"'),
    "Makefile": ("run:\n\tvllm serve {}",),
    "Dockerfile": ("RUN hf download {}", "ENV MODEL={}", 'CMD ["vllm", "serve", "{}"]'),
    "Modelfile": ("FROM hf.co/{}",),
    "docker-compose.yml": ('services: {{a: {{command: "vllm serve {}"}}}}',),
    "a.tf": ('variable "model" {{ default = "{}" }}', "x = <<EOF\nmodel: {}\nEOF"),
    "a.bicep": ("param model string = '{}'",),
    "requirements.txt": ("git+https://huggingface.co/{}",),
    "a.java": ('import com.openai.x;\nString model = "{}";', 'import com.openai.x;\nx.builder().modelName("{}");'),
    "a.kt": ('import com.openai.x\nval model = "{}"',),
    "a.cs": ('using OpenAI;\nvar model = "{}";',),
    "a.go": ('import "github.com/openai/openai-go"\nconst Model = "{}"',),
}  # fmt: skip

SIGNS = "ab1 \n\t\"'`#/*\\{}[]()<>=:;,.|&$%!-+?@~^_é表\0\r"


def read(path: str, data: bytes, siblings: Siblings) -> tuple[list[Reference], list[Problem]]:
    problems: list[Problem] = []
    module = surface_of(path)
    assert module is not None
    return list(_read(module, SourceFile(path, data, siblings), problems)), problems


def check(path: str, data: bytes, siblings: Siblings) -> None:
    found, problems = read(path, data, siblings)
    assert [problem for problem in problems if problem.kind is ProblemKind.CRASH] == []
    lines = SourceFile(path, data).text.split("\n")
    for reference in found:
        places = [reference.location, *([reference.used_at] if reference.used_at else [])]
        for place in places:
            assert 1 <= place.line <= len(lines)
            assert place.column >= 1
        if reference.name == NAME:
            assert NAME in lines[reference.location.line - 1]


@pytest.mark.parametrize("path", SEEDS)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_no_crash(tmp_path: Path, path: str, data: bytes) -> None:
    siblings = Siblings(tmp_path)
    check(path, data, siblings)
    check(path, data + SEEDS[path][0].format(NAME).encode() + data, siblings)


@pytest.mark.parametrize("path", SEEDS)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_name_stands_where_it_is_told(tmp_path: Path, path: str, data: st.DataObject) -> None:
    noise = st.text(alphabet=SIGNS, max_size=40)
    seeds = st.sampled_from([seed.format(NAME) for seed in SEEDS[path]])
    lines = data.draw(st.lists(st.one_of(noise, seeds, st.sampled_from(["", "x = 1", "# model: acme/x"])), max_size=8))
    check(path, "\n".join(lines).encode(), Siblings(tmp_path))


@pytest.mark.parametrize("path", SEEDS)
def test_every_seed_is_read(tmp_path: Path, path: str) -> None:
    for seed in SEEDS[path]:
        found, problems = read(path, seed.format(NAME).encode(), Siblings(tmp_path))
        if "f'''" not in seed:
            assert NAME in [reference.name for reference in found], seed
        assert problems == [], seed


@settings(deadline=None, max_examples=50)
@given(st.lists(st.text(alphabet=SIGNS, max_size=30), max_size=6), st.integers(0, 3))
def test_outputs_of_notebooks_are_taken_out_and_nothing_else(texts: list[str], indent: int) -> None:
    from govscan.discover.notebook_outputs import without_outputs

    cells = [{"cell_type": "code", "outputs": [{"text": texts}, ["]", '"outputs": [']], "source": texts}] * 2
    written = json.dumps({"cells": cells, "metadata": {"outputs": 1}}, indent=indent or None)
    left = without_outputs(written.encode())
    assert left.count(b"\n") == written.count("\n")
    assert json.loads(left) == {
        "cells": [{"cell_type": "code", "outputs": [], "source": texts}] * 2,
        "metadata": {"outputs": 1},
    }
