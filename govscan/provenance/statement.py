"""The signed payload enters, the list of files with their digests leaves: an in-toto statement with the predicate of
OpenSSF Model Signing, https://github.com/ossf/model-signing-spec."""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import Any, Final

from msgspec import Struct

from govscan import limits
from govscan.provenance.bundle import UnfitError, parse

PAYLOAD: Final = "application/vnd.in-toto+json"
_STATEMENT: Final = "https://in-toto.io/Statement/v1"
_PREDICATE: Final = "https://model_signing/signature/v1.0"
_ALGORITHMS: Final = ("sha256", "blake2b", "blake2", "blake3")


class Item(Struct, frozen=True):
    """The digest (hexadecimal) of a file, or of its bytes from `start` to before `end`."""

    name: str
    algorithm: str
    digest: str
    start: int = 0
    end: int | None = None


class Manifest(Struct, frozen=True):
    """What a model consists of. `ignored` are paths, files or folders, that the signature leaves out."""

    items: tuple[Item, ...]
    ignored: tuple[str, ...]
    links: bool  # whether links were followed when it was signed


def read_manifest(payload: bytes) -> Manifest:
    """The manifest of a payload whose signature was verified.

    Raises:
        UnfitError: no statement about a model, or one that contradicts itself.
    """
    try:
        statement = parse(payload.decode("utf-8"))
        return _manifest(statement)
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, IndexError) as error:
        raise UnfitError("what is signed is no statement about a model") from error
    except ValueError as error:
        raise UnfitError("what is signed is no statement about a model: a number is none") from error


def _manifest(statement: Any) -> Manifest:
    if statement["_type"] != _STATEMENT or statement["predicateType"] != _PREDICATE:
        raise UnfitError(f"what is signed is of the kind {str(statement['predicateType'])[:80]}, not of {_PREDICATE}")
    serialization, resources = statement["predicate"]["serialization"], statement["predicate"]["resources"]
    method = serialization["method"]
    if method not in ("files", "shards"):
        raise UnfitError(f"files are listed in a way that is not known ({str(method)[:40]})")
    if not isinstance(resources, list) or len(resources) > limits.SIGNED_FILES:
        raise UnfitError(f"it lists more than {limits.SIGNED_FILES:,} files, or none")
    items = tuple(_item(each, method == "shards") for each in resources)
    whole = hashlib.sha256(b"".join(bytes.fromhex(item.digest) for item in items)).hexdigest()
    subjects = statement["subject"]
    if len(subjects) != 1 or subjects[0]["digest"]["sha256"] != whole:
        raise UnfitError("the digest of the whole is not that of its parts")
    if len({(item.name, item.start) for item in items}) != len(items):
        raise UnfitError("a file is listed twice")
    ignored = tuple(_inside(str(path)) for path in serialization.get("ignore_paths", ()) if not _outside(str(path)))
    return Manifest(items, ignored, serialization.get("allow_symlinks") is True)


def _item(resource: Any, shards: bool) -> Item:
    name, algorithm, digest = resource["name"], resource["algorithm"], resource["digest"]
    base = algorithm.partition("-sharded")[0]
    if base not in _ALGORITHMS:
        raise UnfitError(f"its digests are of a kind that is not known ({str(algorithm)[:40]})")
    bytes.fromhex(digest)
    if not shards:
        return Item(_inside(name), base, digest.lower())
    path, start, end = name.rsplit(":", 2)
    if not 0 <= int(start) < int(end):
        raise UnfitError("a part of a file has no length")
    return Item(_inside(path), base, digest.lower(), int(start), int(end))


def _outside(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts


def _inside(name: str) -> str:
    if not name or "\0" in name or _outside(name):
        raise UnfitError("it lists a file outside of the model")
    return str(PurePosixPath(name))
