"""The house keeps its shape: import direction, lazy imports, small rooms."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "govscan"


def test_import_direction() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


HEAVY = [
    "pydantic",
    "huggingface_hub",
    "jinja2",
    "jsonschema",
    "pathspec",
    "license_expression",
    "http.client",
    "asyncio",
    "duckdb",
    "pyarrow",
    "distributed",
]


@pytest.mark.parametrize("verb", ["--help", "scan --help", "check app.py", "fleet query --list"])
def test_the_hook_never_pays_for_heavy_libraries(verb: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("from transformers import pipeline\npipeline(model='Qwen/Qwen3-8B')\n")
    code = f"import sys; from govscan.cli import run; run({verb.split()!r}); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    loaded = ast.literal_eval(done.stdout.splitlines()[-1])
    assert not set(HEAVY) & set(loaded)


def test_one_place_for_click_and_friends() -> None:
    """What the import contract cannot see: which module inside a stage may import a library."""
    allowed = {
        "click": "cli/",
        "huggingface_hub": "resolve/hub",
        "jinja2": ("render/html/", "render/own", "identify/chat_templates"),
        "spdx_tools": "render/spdx",
        "spdx_python_model": "render/spdx3",
        "cyclonedx": "render/cyclonedx",
        "typst": "render/pdf",
        "pydantic": ("render/shape", "catalog/build"),
        "duckdb": "fleet/query/",
        "pyarrow": ("fleet/", "cli/fleet_query"),
        "distributed": "fleet/dask_",
    }
    for path in PACKAGE.rglob("*.py"):
        place = path.relative_to(PACKAGE).as_posix()
        for name in _imports(path):
            library = name.partition(".")[0]
            assert library not in allowed or place.startswith(allowed[library]), f"{place} imports {library}"


def _imports(path: Path) -> list[str]:
    names = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    return names


def test_small_rooms() -> None:
    """Code, not tables: files that are data may be longer."""
    tables = {"discover/signatures.py", "regions/clouds.py", "limits.py"}
    crowded = {
        place: lines
        for path in PACKAGE.rglob("*.py")
        if (place := path.relative_to(PACKAGE).as_posix()) not in tables
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not crowded
