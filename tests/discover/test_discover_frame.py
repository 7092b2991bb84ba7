"""The walk, the one read of each file, and what becomes of files that cannot be read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from govscan import limits
from govscan.discover import discover
from govscan.discover.kinds import surface_of
from govscan.errors import ProblemKind

CALL = 'from transformers import AutoModel\nAutoModel.from_pretrained("acme/{}")\n'


def write(root: Path, path: str, text: str | bytes) -> Path:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode() if isinstance(text, str) else text)
    return target


def names(root: Path, **options: object) -> list[str]:
    return [reference.name for reference in discover(root, **options).references]  # type: ignore[arg-type]


def test_references_are_in_the_order_of_the_tree(tmp_path: Path) -> None:
    for path in ("z.py", "a/b.py", "a.py"):
        write(tmp_path, path, CALL.format(path.replace("/", "-").removesuffix(".py")))
    found = discover(tmp_path)
    assert [reference.location.path for reference in found.references] == ["a.py", "a/b.py", "z.py"]
    assert (found.files_seen, found.files_read, found.problems) == (3, 3, ())
    assert discover(tmp_path) == found


@pytest.mark.parametrize(
    "folder", [".git", "node_modules/x", "__pycache__", ".tox", "lib/site-packages/x", "env-with-any-name"]
)
def test_folders_of_others_are_not_entered(tmp_path: Path, folder: str) -> None:
    write(tmp_path, "env-with-any-name/pyvenv.cfg", "")
    write(tmp_path, f"{folder}/app.py", CALL.format("hidden"))
    write(tmp_path, "app.py", CALL.format("seen"))
    assert names(tmp_path) == ["acme/seen"]


def test_gitignore_files_are_honored_where_they_stand(tmp_path: Path) -> None:
    write(tmp_path, ".gitignore", "build/\n*.gen.py\n/only_root.py\n")
    write(tmp_path, "sub/.gitignore", "!kept.gen.py\nlocal.py\n")
    for path in (
        "build/a.py",
        "x.gen.py",
        "only_root.py",
        "sub/only_root.py",
        "sub/kept.gen.py",
        "sub/local.py",
        "local.py",
    ):
        write(tmp_path, path, CALL.format("m"))
    found = discover(tmp_path).references
    assert [reference.location.path for reference in found] == ["local.py", "sub/kept.gen.py", "sub/only_root.py"]


def test_exclude_wins_over_the_tree(tmp_path: Path) -> None:
    write(tmp_path, ".gitignore", "!legacy/\n")
    write(tmp_path, "legacy/a.py", CALL.format("old"))
    write(tmp_path, "b.py", CALL.format("new"))
    assert names(tmp_path, exclude=["legacy/"]) == ["acme/new"]
    assert names(tmp_path, files=["legacy/a.py", "b.py"], exclude=["legacy/"]) == ["acme/new"]


def test_links_stay_inside_and_loops_end(tmp_path: Path) -> None:
    outside = write(tmp_path, "outside/secret.py", CALL.format("outside"))
    root = tmp_path / "root"
    write(root, "real.py", CALL.format("real"))
    (root / "again.py").symlink_to("real.py")
    (root / "leak.py").symlink_to(outside)
    (root / "broken.py").symlink_to("nowhere.py")
    (root / "loop").symlink_to(root, target_is_directory=True)
    (root / "self.py").symlink_to("self.py")
    assert names(root) == ["acme/real"]
    given = discover(root, files=["leak.py", "broken.py"])
    assert given.references == ()
    assert {problem.path for problem in given.problems} == {"leak.py", "broken.py"}


def test_given_files_are_read_and_missing_ones_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.py", CALL.format("a"))
    write(tmp_path, "b.py", CALL.format("b"))
    found = discover(tmp_path, files=["b.py", "gone.py", "."])
    assert [reference.name for reference in found.references] == ["acme/b"]
    assert [(problem.path, problem.kind) for problem in found.problems] == [
        (".", ProblemKind.UNREADABLE),
        ("gone.py", ProblemKind.UNREADABLE),
    ]


def test_bytes_that_are_no_text_are_a_problem_of_one_file(tmp_path: Path) -> None:
    write(tmp_path, "binary.py", b"model = \0\1\2")
    write(tmp_path, "old.py", 'model = "gpt-4"\nprint model\n')
    write(tmp_path, "good.py", CALL.format("good"))
    write(tmp_path, "picture.png", b"\x89PNG\0")
    found = discover(tmp_path)
    assert [reference.name for reference in found.references] == ["acme/good", "gpt-4"]
    assert [(problem.path, problem.line, problem.kind) for problem in found.problems] == [
        ("binary.py", 0, ProblemKind.MALFORMED),
        ("old.py", 2, ProblemKind.MALFORMED),
    ]


def test_utf_16_with_its_mark_is_text(tmp_path: Path) -> None:
    write(tmp_path, "wide.py", CALL.format("wide").encode("utf-16"))
    assert names(tmp_path) == ["acme/wide"]


def test_too_large_files_are_reported_only_where_a_surface_would_read_them(tmp_path: Path) -> None:
    for path in ("big.py", "big.log"):
        with open(tmp_path / path, "wb") as handle:
            handle.truncate(limits.SOURCE_BYTES + 1)
    found = discover(tmp_path)
    assert [(problem.path, problem.kind) for problem in found.problems] == [("big.py", ProblemKind.TOO_LARGE)]


def test_deep_nesting_costs_one_file(tmp_path: Path) -> None:
    write(tmp_path, "deep.py", "model = 'gpt-4' + " + "(" * 5000 + ")" * 5000)
    write(tmp_path, "unary.py", "model = 'gpt-4' + " + "-" * 100_000 + "1")
    write(tmp_path, "good.py", CALL.format("good"))
    found = discover(tmp_path)
    assert [reference.name for reference in found.references] == ["acme/good"]
    assert {problem.path for problem in found.problems} == {"deep.py", "unary.py"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root reads every file")
def test_files_without_permission_are_problems(tmp_path: Path) -> None:
    write(tmp_path, "locked.py", CALL.format("x")).chmod(0)
    [problem] = discover(tmp_path).problems
    assert (problem.path, problem.kind) == ("locked.py", ProblemKind.UNREADABLE)


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("a/Dockerfile", "container"),
        ("Dockerfile.gpu", "container"),
        ("docker-compose.prod.yml", "container"),
        ("compose.yaml", "container"),
        ("Modelfile", "container"),
        (".env", "env"),
        (".env.local", "env"),
        ("prod.env", "env"),
        ("x.py", "python"),
        ("x.ipynb", "notebook"),
        ("x.tsx", "javascript"),
        ("Makefile", "shell"),
        ("x.yaml", "structured"),
        ("pyproject.toml", "structured"),
        ("package-lock.json", None),
        ("poetry.lock", None),
        ("x.min.js", None),
        ("README.md", None),
        ("LICENSE", None),
    ],
)
def test_surface_of(path: str, module: str | None) -> None:
    assert surface_of(path) == module


def test_scanning_one_file_needs_no_heavy_library(tmp_path: Path) -> None:
    write(tmp_path, "app.py", CALL.format("small"))
    script = (
        "import sys; from pathlib import Path; from govscan.discover import discover; "
        "assert discover(Path(sys.argv[1]), files=['app.py']).references; "
        "print([name for name in ('pydantic', 'jsonschema', 'huggingface_hub', 'click', 'pathspec') "
        "if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip().strip("[], ") == ""
