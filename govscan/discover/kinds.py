"""The name of a file enters, the module of this folder that reads it leaves."""

from __future__ import annotations

from typing import Final, NamedTuple


class _Row(NamedTuple):
    """Which files a surface reads: by whole base name, by suffix, by head and tail of the base name; all in lower
    case."""

    module: str
    names: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    ends: tuple[tuple[str, str], ...] = ()


SURFACES: Final[tuple[_Row, ...]] = (
    # A whole name decides before head and tail of one, and both before its suffix.
    _Row(
        "container",
        names=("dockerfile", "containerfile", "modelfile"),
        suffixes=(".dockerfile", ".containerfile", ".modelfile"),
        ends=(
            ("dockerfile.", ""), ("dockerfile-", ""), ("containerfile.", ""), ("modelfile.", ""), ("modelfile-", ""),
            ("docker-compose", ".yml"), ("docker-compose", ".yaml"), ("compose.", ".yml"), ("compose.", ".yaml"),
            ("compose-", ".yml"), ("compose-", ".yaml"),
        ),
    ),
    _Row("env", names=(".env", ".envrc", "env.example", "env.sample"), suffixes=(".env",),
         ends=((".env.", ""), (".env-", ""))),
    _Row("python", suffixes=(".py", ".pyi", ".pyw")),
    _Row("notebook", suffixes=(".ipynb",)),
    _Row("javascript", suffixes=(".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".mts", ".cts")),
    _Row("shell", names=("makefile", "gnumakefile", "justfile", "procfile"),
         suffixes=(".sh", ".bash", ".zsh", ".ps1", ".psm1", ".bat", ".cmd", ".mk"), ends=(("makefile.", ""),)),
    _Row("requirements", names=("constraints.txt",), ends=(("requirements", ".txt"), ("requirements", ".in"))),
    _Row("hcl", suffixes=(".tf", ".tfvars", ".hcl", ".bicep", ".bicepparam")),
    _Row("sql", suffixes=(".sql",)),
    _Row("code", suffixes=(".java", ".kt", ".kts", ".cs", ".go")),
    _Row("structured", names=("pipfile",),
         suffixes=(".yaml", ".yml", ".json", ".jsonc", ".toml", ".ini", ".cfg", ".properties")),
)  # fmt: skip

_BY_NAME: Final = {name: row.module for row in SURFACES for name in row.names}
_BY_ENDS: Final = tuple((row.module, head, tail) for row in SURFACES for head, tail in row.ends)
_BY_SUFFIX: Final = {suffix: row.module for row in SURFACES for suffix in row.suffixes}
_HEADS: Final = tuple({head for _, head, _ in _BY_ENDS})

GENERATED_NAMES: Final = frozenset(
    {
        "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "poetry.lock", "uv.lock",
        "pdm.lock", "pipfile.lock", "cargo.lock", "composer.lock", "deno.lock", "govscan.lock",
    }
)  # fmt: skip
GENERATED_SUFFIXES: Final = (".min.js", ".min.mjs", ".bundle.js", ".map")


def surface_of(path: str) -> str | None:
    """The module of this folder that reads a file, by its name alone; None for a file that no surface reads."""
    name = path.rpartition("/")[2].lower()
    if name in GENERATED_NAMES or name.endswith(GENERATED_SUFFIXES):
        return None
    if name in _BY_NAME:
        return _BY_NAME[name]
    if name.startswith(_HEADS):
        for module, head, tail in _BY_ENDS:
            if name.startswith(head) and name.endswith(tail):
                return module
    return _BY_SUFFIX.get(name[name.rfind(".") :])
