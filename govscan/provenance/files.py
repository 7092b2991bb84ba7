"""A folder and the manifest of its signature enter, what differs leaves, in sentences."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from govscan import limits
from govscan.provenance.bundle import UnfitError
from govscan.provenance.statement import Item, Manifest

SHOWN: Final = 5
_BLOCK: Final = 4 * 1024 * 1024
_WEIGHTS: Final = (
    ".safetensors", ".gguf", ".bin", ".pt", ".pth", ".ckpt", ".pkl", ".pickle", ".joblib", ".h5", ".keras", ".onnx",
    ".pb", ".npz", ".npy", ".msgpack", ".py", ".so", ".jinja", ".json",
)  # fmt: skip
"""What a signature must not leave out: weights, and what is run or configured beside them."""


def compare(model: Path, boundary: Path, manifest: Manifest, signatures: set[str]) -> tuple[str, ...]:
    """What of a model is not as it was signed: changed, added, removed, a link. `signatures` are the names of the
    signature files in the folder itself, which nobody signs.

    Raises:
        UnfitError: more files, bytes or folders than are looked at; a kind of digest that cannot be made here; the
            signature leaves weights out.
    """
    files: dict[str, Path] = {}
    links: list[str] = []
    left_out: list[str] = []
    for name, path, is_link in walk(model, boundary):
        if name in signatures:
            continue
        if any(name == ignored or name.startswith(f"{ignored}/") for ignored in manifest.ignored):
            if name.lower().endswith(_WEIGHTS) and not name.startswith((".git/", ".github/")):
                left_out.append(name)
            continue
        if is_link and not manifest.links:
            links.append(name)
        files[name] = path
    if left_out:
        raise UnfitError(f"the signature leaves out {_named(left_out)}")
    listed = {item.name for item in manifest.items}
    found = [("added", files.keys() - listed - _empty(files, manifest)), ("missing", listed - files.keys())]
    found += [("a link", set(links)), ("changed", _changed(files, manifest))]
    return tuple(f"{what}: {_named(sorted(names))}" for what, names in found if names)


def _named(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _empty(files: dict[str, Path], manifest: Manifest) -> set[str]:
    """Files without a byte, which have no part that could be listed where parts are."""
    parts = any(item.end is not None for item in manifest.items)
    return {name for name, path in files.items() if path.stat().st_size == 0} if parts else set()


def walk(model: Path, boundary: Path) -> Iterator[tuple[str, Path, bool]]:
    """Files by their names from the model, with their real paths, and whether a link leads there."""
    if model.is_file():
        yield ".", model, False
        return
    pending = [(model, "", 0)]
    count, size = 0, 0
    while pending:
        folder, prefix, depth = pending.pop()
        try:
            with os.scandir(folder) as scan:
                entries = list(scan)
        except OSError as error:
            raise UnfitError(f"{prefix or 'the folder'} cannot be listed: {error.strerror}") from error
        for entry in entries:
            name, count = prefix + entry.name, count + 1
            path = _real(entry, name, boundary)
            mode = path.stat()
            if stat.S_ISDIR(mode.st_mode):
                if depth >= limits.SIGNED_DEPTH:
                    raise UnfitError(f"folders are nested more than {limits.SIGNED_DEPTH} deep")
                if entry.is_symlink():
                    yield name, path, True
                else:
                    pending.append((path, f"{name}/", depth + 1))
            elif not stat.S_ISREG(mode.st_mode):
                raise UnfitError(f"{name} is no regular file")
            else:
                size += mode.st_size
                yield name, path, entry.is_symlink() and boundary == model
            if count > limits.SIGNED_FILES or size > limits.SIGNED_BYTES:
                raise UnfitError(
                    f"the model has more than {limits.SIGNED_FILES:,} files or {limits.SIGNED_BYTES // 1024**4} TB"
                )


def _real(entry: os.DirEntry[str], name: str, boundary: Path) -> Path:
    try:
        path = Path(entry.path).resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise UnfitError(f"{name} is a link that leads nowhere") from error
    if not path.is_relative_to(boundary):
        raise UnfitError(f"{name} is a link that leads outside")
    return path


def _changed(files: dict[str, Path], manifest: Manifest) -> set[str]:
    by_name: dict[str, list[Item]] = {}
    for item in manifest.items:
        by_name.setdefault(item.name, []).append(item)
    return {name for name, items in by_name.items() if name in files and not _same(files[name], items)}


def _same(path: Path, items: list[Item]) -> bool:
    """Whether a file has the digests that were signed, and no byte that none of them covers."""
    try:
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            at = 0
            for item in sorted(items, key=lambda each: each.start):
                end = size if item.end is None else item.end
                if item.start != at or end > size or _digest(file, item.algorithm, end - at) != item.digest:
                    return False
                at = end
            return at == size and not file.read(1)
    except OSError:
        return False


def _digest(file: Any, algorithm: str, length: int) -> str:
    engine = _engine(algorithm)
    while length > 0:
        block = file.read(min(_BLOCK, length))
        if not block:
            return ""
        engine.update(block)
        length -= len(block)
    return str(engine.hexdigest())


def _engine(algorithm: str) -> Any:
    if algorithm == "sha256":
        return hashlib.sha256()
    if algorithm in ("blake2b", "blake2"):
        return hashlib.blake2b()
    try:
        import blake3
    except ImportError as error:
        raise UnfitError("its digests are BLAKE3: install blake3") from error
    return blake3.blake3()
