"""What an import of a pickle means: needed to put data together, dangerous, or unfamiliar, by `imports.txt`."""

from __future__ import annotations

import _compat_pickle
from functools import cache
from pathlib import Path

from msgspec import Struct

from govscan.evidence import Danger

_FILE = Path(__file__).with_name("imports.txt")


class _Lists(Struct, frozen=True):
    """Modules, and names as (module, name)."""

    dangerous_modules: frozenset[str]
    dangerous: frozenset[tuple[str, str]]
    telling: frozenset[str]
    known_modules: frozenset[str]
    known: frozenset[tuple[str, str]]


def meaning(module: str, name: str) -> Danger:
    """What importing `name` from `module` tells; both are "?" where they are computed. Names of Python 2 count as what
    Python 3 takes them for."""
    if module == "?" or name.startswith("extension "):
        return Danger.DANGEROUS  # computed when it is loaded: nobody can say what it will be
    module, name = modern(module, name)
    lists = _lists()
    first, _, rest = name.partition(".")
    if (module, name) in lists.known:
        return Danger.KNOWN
    if {(module, name), (module, first)} & lists.dangerous or _below(f"{module}.{name}", lists.dangerous_modules):
        return Danger.DANGEROUS
    if name in lists.telling:
        return Danger.DANGEROUS
    if rest or (name.startswith("__") and name.endswith("__")):
        return Danger.DANGEROUS  # attributes lead to whatever the module has imported
    # Classes put data together; a function of the same library may do anything that its module has imported.
    is_class = name.lstrip("_")[:1].isupper() or name.startswith("__pyx_unpickle")
    return Danger.KNOWN if is_class and _below(module, lists.known_modules) else Danger.UNFAMILIAR


def modern(module: str, name: str) -> tuple[str, str]:
    """A name as the unpickler of Python 3 looks it up (`fix_imports`)."""
    if (module, name) in _compat_pickle.NAME_MAPPING:
        return _compat_pickle.NAME_MAPPING[(module, name)]
    return _compat_pickle.IMPORT_MAPPING.get(module, module), name


@cache
def _lists() -> _Lists:
    rows = [line.split() for line in _FILE.read_text(encoding="utf-8").splitlines() if line[:1] in ("!", "+", "~")]

    def names(sign: str) -> frozenset[tuple[str, str]]:
        return frozenset((row[1], row[2]) for row in rows if row[0] == sign and len(row) == 3)

    def modules(sign: str) -> frozenset[str]:
        return frozenset(row[1] for row in rows if row[0] == sign and len(row) == 2)

    telling = frozenset(row[1] for row in rows if row[0] == "~")
    return _Lists(modules("!"), names("!"), telling, modules("+"), names("+"))


def _below(name: str, modules: frozenset[str]) -> bool:
    parts = name.split(".")
    return any(".".join(parts[:count]) in modules for count in range(1, len(parts) + 1))
