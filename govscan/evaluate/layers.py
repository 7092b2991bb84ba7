"""An entry of `extends` enters, the file that it means leaves. Nothing is fetched or imported here.

govscan:<pack>                               a pack that ships with govscan
company/policy.yaml                          a file, relative to the policy that names it
python:<package>/<path>                      a file of an installed package
git+https://host/org/repo@<commit>#<path>    a file of another repository, as `govscan policy vendor` stored it
"""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from typing import Final

from msgspec import Struct

from govscan.data import policies_folder
from govscan.evaluate.reading import suggestion
from govscan.regular import is_regular

PACK: Final = "govscan:"
PACKAGE: Final = "python:"
GIT: Final = "git+"
VENDORED: Final = ".govscan/policies"
"""Where policies of other repositories are kept, beside the policy that extends them."""

_GIT = re.compile(
    r"git\+(?P<url>(?:https|ssh|file)://[^\s@#]++(?:@[^\s@#/]++[^\s@#]*+)?)@(?P<commit>[^\s@#]*)#(?P<path>\S+)"
)
_COMMIT = re.compile(r"[0-9a-f]{40}")
_FORMS: Final = (
    f"{PACK}<pack>, a path relative to this file, {PACKAGE}<package>/<path> or {GIT}https://...@<commit>#<path>"
)


class Layer(Struct, frozen=True):
    """A policy file, and its name for people."""

    file: Path
    shown: str


class Refused(Struct, frozen=True):
    """Why an entry leads nowhere, and what to do."""

    message: str
    hint: str = ""


class Vendored(Struct, frozen=True):
    """A file of another repository at one commit, and where its copy lies below the policy's folder."""

    url: str
    commit: str
    path: str

    @property
    def copy(self) -> str:
        plain = re.sub(r"[^A-Za-z0-9.-]+", "_", self.url.partition("://")[2])
        return f"{VENDORED}/{plain}/{self.commit}/{self.path}"


def packs() -> tuple[str, ...]:
    """The names of the packs that ship with govscan."""
    return tuple(sorted(path.stem for path in policies_folder().glob("*.yaml")))


def pack_layer(name: str) -> Layer | Refused:
    """The pack of this name, without its prefix."""
    if name not in packs():
        return Refused(f"there is no pack {name!r}", suggestion(name, packs()))
    return Layer(policies_folder() / f"{name}.yaml", f"{PACK}{name}")


def layer_of(entry: str, file: Path, shown: str) -> Layer | Refused:
    """The file that `entry` means in the policy `file`, which people know as `shown`."""
    if entry.startswith(PACK):
        return pack_layer(entry.removeprefix(PACK))
    if entry.startswith(PACKAGE):
        return _of_package(entry, file)
    if entry.startswith(GIT):
        wanted = vendored(entry)
        return wanted if isinstance(wanted, Refused) else _copy_of(wanted, entry, file)
    if entry in packs():
        return Refused(f"{entry!r} is not a file", f"write {PACK}{entry}")
    if entry.startswith(("/", "~")) or "://" in entry:
        return Refused(f"extends takes {_FORMS}, not {entry!r}")
    if not is_regular(file.parent / entry):
        return Refused(f"there is no file {entry!r} beside this policy")
    return Layer(file.parent / entry, os.path.normpath(Path(shown).parent / entry))


def vendored(entry: str) -> Vendored | Refused:
    """What an entry that starts with `git+` names."""
    match = _GIT.fullmatch(entry)
    if match is None:
        return Refused(f"{entry!r} is no place in a repository", f"write {GIT}https://host/org/repo@<commit>#<path>")
    if not _COMMIT.fullmatch(match["commit"]):
        return Refused(f"{match['commit']!r} is no full commit", "40 hex digits: a branch, a tag or a prefix can move")
    path = PurePosixPath(match["path"])
    if path.is_absolute() or ".." in path.parts or "\\" in match["path"]:
        return Refused(f"{match['path']!r} is no path inside of a repository")
    return Vendored(match["url"], match["commit"], path.as_posix())


def _copy_of(wanted: Vendored, entry: str, file: Path) -> Layer | Refused:
    copy = file.parent / wanted.copy
    if not is_regular(copy):
        return Refused(f"{entry} has not been stored here", "run `govscan policy vendor`, and commit what it writes")
    return Layer(copy, f"{entry.removeprefix(GIT)}")


def _of_package(entry: str, file: Path) -> Layer | Refused:
    """Found by the import system's finders, which import nothing for a top-level name."""
    from importlib.util import find_spec

    package, slash, path = entry.removeprefix(PACKAGE).partition("/")
    if not slash or not path or not package.isidentifier() or ".." in path.split("/"):
        return Refused(f"{entry!r} is no file of a package", f"write {PACKAGE}<package>/<path to the file>")
    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        spec = None
    here = file.parent.resolve()
    for folder in spec.submodule_search_locations or () if spec is not None else ():
        place = Path(folder).resolve()
        if not place.is_relative_to(here) and is_regular(place / path):
            return Layer(place / path, entry)
    if spec is None:
        return Refused(f"the package {package!r} is not installed", "install it where govscan is installed")
    return Refused(f"the installed package {package!r} has no file {path!r}")
