"""What real trees and hostile ones hold: each costs its own file at most, with a reason, and takes no long time."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

import govscan.discover
from govscan.discover import Part, crew, discover
from govscan.discover.crew import read_together
from govscan.errors import ProblemKind

GOOD = 'from transformers import AutoModel\nAutoModel.from_pretrained("acme/good-1")\n'


def tree(root: Path, **files: str | bytes) -> None:
    (root / "good.py").write_text(GOOD)
    for name, content in files.items():
        path = root / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def names(root: Path) -> list[str]:
    return [reference.name for reference in discover(root).references]


def test_python_2_is_a_problem_with_its_line(tmp_path: Path) -> None:
    tree(tmp_path, old__py='model = "gpt-4"\nprint model\n')
    found = discover(tmp_path)
    assert [reference.name for reference in found.references] == ["acme/good-1", "gpt-4"]
    assert [(problem.path, problem.line, problem.kind) for problem in found.problems] == [
        ("old.py", 2, ProblemKind.MALFORMED)
    ]


def test_templated_yaml_is_read_as_far_as_sense_goes(tmp_path: Path) -> None:
    text = (
        '{{- if .Values.on }}\nargs:\n  - --model\n  - {{ .Values.model | default "acme/chat-7b" }}\n{{- end }}\n'
        "model: {{ .Values.other }}\nembedding_model: acme/embed-1\n"
    )
    tree(tmp_path, deploy__yaml=text)
    found = discover(tmp_path)
    assert {reference.name for reference in found.references} == {"acme/good-1", "acme/chat-7b", "acme/embed-1"}
    assert found.problems == ()


def test_minified_javascript_takes_no_long_time(tmp_path: Path) -> None:
    code = 'var a={model:"x",f:function(){return b?c:{d:[1,2]}}};' * 20_000
    tree(tmp_path, bundle__js=code + 'new OpenAI().chat.completions.create({model:"gpt-4o"});', lib__min__js=code)
    start = time.perf_counter()
    found = discover(tmp_path)
    assert time.perf_counter() - start < 30
    assert "acme/good-1" in [reference.name for reference in found.references]


def test_200_megabytes_of_json_are_not_read(tmp_path: Path) -> None:
    tree(tmp_path)
    with open(tmp_path / "data.json", "wb") as handle:
        handle.truncate(200 * 1024 * 1024)
    start = time.perf_counter()
    found = discover(tmp_path)
    assert time.perf_counter() - start < 5
    assert [(problem.path, problem.kind) for problem in found.problems] == [("data.json", ProblemKind.TOO_LARGE)]


def test_a_notebook_with_large_outputs(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": ['pipe(model="acme/chat-7b")\n'], "outputs": []}
    shown = {"cell_type": "code", "source": [], "outputs": [{"data": {"image/png": "QUFB" * 2_000_000}}]}
    tree(tmp_path, eval__ipynb=json.dumps({"cells": [shown, cell], "metadata": {}}))
    assert names(tmp_path) == ["acme/chat-7b", "acme/good-1"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a__py", "model = 'gpt-4' + " + "(" * 9000 + ")" * 9000),
        ("a__json", '{"model": ' + "[" * 100_000),
        ("a__yaml", "model: " + "[" * 100_000),
        ("a__toml", "model = " + "[" * 50_000),
        ("a__tf", "model = " + "[" * 100_000),
    ],
)
def test_deep_nesting_costs_one_file(tmp_path: Path, name: str, text: str) -> None:
    tree(tmp_path, **{name: text})
    found = discover(tmp_path)
    assert [reference.name for reference in found.references] == ["acme/good-1"]
    assert [problem.kind for problem in found.problems] == [ProblemKind.MALFORMED]


def test_other_encodings_are_read(tmp_path: Path) -> None:
    tree(
        tmp_path,
        latin__py='# modèle\nmodel = "acme/latin-1"\n'.encode("latin-1"),
        wide__py='model = "acme/wide-1"\n'.encode("utf-16"),
    )
    assert set(names(tmp_path)) == {"acme/good-1", "acme/latin-1", "acme/wide-1"}


def test_names_with_newlines_and_other_bytes(tmp_path: Path) -> None:
    tree(tmp_path)
    (tmp_path / "line\nbreak.py").write_text('model = "acme/broken-1"\n')
    (tmp_path / b"caf\xe9.py".decode("utf-8", "surrogateescape")).write_text('model = "acme/bytes-1"\n')
    assert set(names(tmp_path)) == {"acme/good-1", "acme/broken-1", "acme/bytes-1"}


def test_several_processes_say_what_one_says(tmp_path: Path) -> None:
    tree(tmp_path, bad__py='model = "gpt-4"\nprint model\n', ignored__py='model = "acme/x"  # govscan: ignore[why]\n')
    (tmp_path / b"caf\xe9.py".decode("utf-8", "surrogateescape")).write_text('model = "acme/bytes-1"\n')
    for number in range(40):
        (tmp_path / f"f{number}.py").write_text(f'chat_model = "acme/chat-{number}b"\n')
    paths = sorted(path.name for path in tmp_path.iterdir())
    alone, together = govscan.discover.read_files(tmp_path, paths), read_together(tmp_path, paths)
    assert {reference.name for reference in together.references} == {reference.name for reference in alone.references}
    assert len(together.references) == len(alone.references)
    assert together.problems == alone.problems
    assert (sorted(together.read), together.reasons) == (sorted(alone.read), alone.reasons)


def test_what_another_process_lost_is_read_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path)
    for number in range(40):
        (tmp_path / f"f{number}.py").write_text(f'chat_model = "acme/chat-{number}b"\n')
    paths = sorted(path.name for path in tmp_path.iterdir())
    finish = crew._finish
    monkeypatch.setattr(crew, "_finish", lambda process: (finish(process) and [], Part()))
    monkeypatch.setattr(crew, "_dealt", lambda queue, chunks, taken: iter(()))
    assert len(read_together(tmp_path, paths).references) == 41


def test_a_tree_cannot_have_its_own_code_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "govscan"
    package.mkdir()
    (package / "__init__.py").write_text(f"open({str(tmp_path / 'owned')!r}, 'w')\n")
    tree(tmp_path)
    monkeypatch.chdir(tmp_path)
    read_together(tmp_path, ["good.py"] * 64)
    assert not (tmp_path / "owned").exists()
