"""What real trees and hostile ones hold: each costs its own file at most, with a reason, and takes no long time."""

from __future__ import annotations

import json
import os
import socket
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


def test_python_2_is_read_as_far_as_sense_goes_and_is_a_problem_with_its_line(tmp_path: Path) -> None:
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
    start = time.process_time()
    found = discover(tmp_path)
    assert time.process_time() - start < 30
    assert "acme/good-1" in [reference.name for reference in found.references]


def test_200_megabytes_of_json_are_not_read(tmp_path: Path) -> None:
    tree(tmp_path)
    with open(tmp_path / "data.json", "wb") as handle:
        handle.truncate(200 * 1024 * 1024)
    start = time.process_time()
    found = discover(tmp_path)
    assert time.process_time() - start < 5
    assert [(problem.path, problem.kind) for problem in found.problems] == [("data.json", ProblemKind.TOO_LARGE)]


def test_a_notebook_with_large_outputs(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": ['pipe(model="acme/chat-7b")\n'], "outputs": []}
    shown = {"cell_type": "code", "source": [], "outputs": [{"data": {"image/png": "QUFB" * 2_000_000}}]}
    tree(tmp_path, eval__ipynb=json.dumps({"cells": [shown, cell], "metadata": {}}))
    assert names(tmp_path) == ["acme/chat-7b", "acme/good-1"]


def test_a_notebook_of_50_megabytes_of_outputs_is_read(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": ['pipe(model="acme/chat-7b")\n'], "outputs": []}
    shown = {"cell_type": "code", "source": [], "outputs": [{"data": {"image/png": "QUFB" * 13_000_000}}]}
    lines = {"cell_type": "code", "source": [], "outputs": [{"text": ['"[ \\ model = "acme/shown"'] * 2_000}]}
    tree(tmp_path, eval__ipynb=json.dumps({"cells": [shown, lines, cell], "metadata": {}}, indent=1))
    found = discover(tmp_path)
    assert [reference.name for reference in found.references] == ["acme/chat-7b", "acme/good-1"]
    line = found.references[0].location.line
    assert "acme/chat-7b" in (tmp_path / "eval.ipynb").read_text().split("\n")[line - 1]
    assert found.problems == ()


def test_a_notebook_whose_cells_are_too_large_is_told(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": ["x" * 21_000_000], "outputs": []}
    tree(tmp_path, eval__ipynb=json.dumps({"cells": [cell], "metadata": {}}))
    assert [problem.kind for problem in discover(tmp_path).problems] == [ProblemKind.TOO_LARGE]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a__js", "const model = 'acme/x', b = " + "[" * 3_000_000),
        ("a__js", "const model = 'acme/x', b = " + "{a:" * 600_000),
        ("a__go", 'import "github.com/openai/openai-go"\nvar model = "gpt-4o"\n' + "a " * 500_000),
        ("a__tf", "model = [" + "a, " * 200_000 + "]"),
        ("a__sh", "vllm serve " + "a " * 250_000),
        ("a__py", 'model = "acme/x"\n' + "#" * 5_000_000),
    ],
)
def test_what_no_person_writes_is_told_and_costs_one_file(tmp_path: Path, name: str, text: str) -> None:
    tree(tmp_path, **{name: text})
    found = discover(tmp_path)
    assert "acme/good-1" in [reference.name for reference in found.references]
    (problem,) = found.problems
    assert problem.kind in (ProblemKind.MALFORMED, ProblemKind.TOO_LARGE)


@pytest.mark.parametrize(
    ("name", "head", "tail"),
    [
        ("a__py", 'model = "acme/x"; y = "', '"'),
        ("a__js", 'const model = "acme/x", y = "', '"'),
        ("a__yaml", 'model: acme/x\ny: "', '"'),
        ("a__json", '{"model": "acme/x", "y": "', '"}'),
        ("a__toml", 'model = "acme/x"\ny = "', '"'),
        ("a__ini", "model = acme/x\ny = ", ""),
        ("a__env", "MODEL=acme/x\nY=", ""),
        ("a__sh", "vllm serve acme/x; echo ", ""),
        ("Dockerfile", "FROM x\nRUN hf download acme/x && echo ", ""),
        ("a__tf", 'variable "model" { default = "acme/x" }\nlocals { y = "', '" }'),
        ("a__kt", 'import com.openai.x\nval model = "acme/x"\nval y = "', '"'),
        ("requirements__txt", "https://huggingface.co/acme/x/resolve/main/x.whl\n", ""),
    ],
)
def test_a_line_of_ten_megabytes(tmp_path: Path, name: str, head: str, tail: str) -> None:
    limit = 4_000_000 if name == "a__py" else 2_000_000 if name == "a__js" else 10_000_000
    tree(tmp_path, **{name: head + "a" * limit + tail})
    found = discover(tmp_path)
    assert {reference.name for reference in found.references} == {"acme/x", "acme/good-1"}
    assert found.problems == ()


def test_fifteen_thousand_references_in_one_file_are_all_told(tmp_path: Path) -> None:
    tree(tmp_path, data__json=json.dumps([{"model": f"acme/m{number}"} for number in range(15_000)]))
    assert len(discover(tmp_path).references) == 15_001


def test_broken_python_is_read_around_the_breakage(tmp_path: Path) -> None:
    text = (
        "from transformers import AutoModel\n"
        "def load(:\n"
        "    return 1\n"
        "try:\n"
        '    AutoModel.from_pretrained("acme/in-try")\n'
        "except Exception, error:\n"
        "    print error\n"
        "<<<<<<< ours\n"
        'AutoModel.from_pretrained("acme/after")\n'
    )
    tree(tmp_path, old__py=text)
    found = discover(tmp_path)
    assert [(each.name, each.location.line) for each in found.references if each.location.path == "old.py"] == [
        ("acme/in-try", 5),
        ("acme/after", 9),
    ]
    assert [(problem.path, problem.kind) for problem in found.problems] == [("old.py", ProblemKind.MALFORMED)]


def test_an_encoding_that_python_declares_is_followed(tmp_path: Path) -> None:
    text = '# -*- coding: shift_jis -*-\nname = "表"\nmodel = "acme/declared"\n'
    tree(
        tmp_path,
        sjis__py=text.encode("shift_jis"),
        comment__sh="# 表\nvllm serve acme/shell\n".encode("shift_jis"),
        unpacks__py=b'# coding: zlib\nmodel = "acme/no-text"\n',
    )
    assert set(names(tmp_path)) == {"acme/good-1", "acme/declared", "acme/shell", "acme/no-text"}
    assert discover(tmp_path).problems == ()


def test_empty_files_and_folders_with_the_names_of_files(tmp_path: Path) -> None:
    tree(tmp_path, **dict.fromkeys(("a__py", "a__ipynb", "a__ts", "a__yaml", "a__tf", "Dockerfile", "a__sh"), ""))
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "folder.py" / "inner.py").write_text('model = "acme/inner"\n')
    found = discover(tmp_path)
    assert {reference.name for reference in found.references} == {"acme/good-1", "acme/inner"}
    assert found.problems == ()


def test_pipes_sockets_links_and_loops(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text('model = "acme/secret"\n')
    root = tmp_path / "root"
    root.mkdir()
    tree(root)
    os.mkfifo(root / "pipe.py")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.fspath(root / "socket.py"))
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "self.py").symlink_to(root / "self.py")
    (root / "away.py").symlink_to(outside / "secret.py")
    (root / "device.py").symlink_to("/dev/zero")
    os.link(root / "good.py", root / "twin.py")
    found = discover(root)
    assert [(each.name, each.location.path) for each in found.references] == [
        ("acme/good-1", "good.py"),
        ("acme/good-1", "twin.py"),
    ]
    assert found.problems == ()


def test_what_is_gone_or_no_file_any_more_when_it_is_read(tmp_path: Path) -> None:
    tree(tmp_path)
    os.mkfifo(tmp_path / "pipe.py")
    part = govscan.discover.read_files(tmp_path, ["gone.py", "pipe.py", "good.py"])
    assert [reference.name for reference in part.references] == ["acme/good-1"]
    assert [(problem.path, problem.kind) for problem in part.problems] == [
        ("gone.py", ProblemKind.UNREADABLE),
        ("pipe.py", ProblemKind.UNREADABLE),
    ]


@pytest.mark.parametrize("name", ["tab\t.py", "\x1b[31mred.py", "‮gnp.py", "a'b\"c.py", " .py", "-rf.py"])
def test_names_that_would_move_a_terminal(tmp_path: Path, name: str) -> None:
    tree(tmp_path)
    (tmp_path / name).write_text('model = "acme/named"\n')
    assert set(names(tmp_path)) == {"acme/good-1", "acme/named"}


def test_bytes_of_nul_far_behind_are_a_problem_of_their_file(tmp_path: Path) -> None:
    tree(tmp_path, late__py=b"#" * 9000 + b'\nmodel = "acme/x\0"\n', early__yaml=b"model: a\0b\n")
    found = discover(tmp_path)
    assert [reference.name for reference in found.references] == ["acme/good-1"]
    assert {problem.path: problem.kind for problem in found.problems} == {
        "late.py": ProblemKind.MALFORMED,
        "early.yaml": ProblemKind.MALFORMED,
    }


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
