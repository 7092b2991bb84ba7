"""Where the data that ships with govscan lies: the policy packs and the JSON Schemas.

In a wheel they are mapped to `govscan/_data/`, in a checkout they lie beside the package, where people look for them.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def policies_folder() -> Path:
    """The folder with the packs, one `<pack>.yaml` each.

    Raises:
        FileNotFoundError: an incomplete installation.
    """
    return _folder("policies")


def schemas_folder() -> Path:
    """The folder with the JSON Schemas, one `<name>.schema.json` each.

    Raises:
        FileNotFoundError: an incomplete installation.
    """
    return _folder("schemas")


def _folder(name: str) -> Path:
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"govscan is not completely installed: its folder {name!r} is missing")
