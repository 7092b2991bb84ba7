"""The files of a model, by their names: weight formats, and those that can execute code."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import Final

from govscan.evidence import Artifact, Evidence, Resolved
from govscan.facts import Fact, Source, SourceKind, Unknown
from govscan.identify.contents import content_facts
from govscan.identify.scans import scan_conflict

FORMATS: Final = {
    ".safetensors": "safetensors",
    ".gguf": "gguf",
    ".ggml": "ggml",
    ".onnx": "onnx",
    ".bin": "pickle",
    ".pt": "pickle",
    ".pth": "pickle",
    ".ckpt": "pickle",
    ".pkl": "pickle",
    ".pickle": "pickle",
    ".joblib": "pickle",
    ".nemo": "pickle",  # an archive around a pickled checkpoint
    ".h5": "keras",
    ".hdf5": "keras",
    ".keras": "keras",
    ".msgpack": "flax",
    ".tflite": "tflite",
    ".pb": "tensorflow",
    ".npz": "numpy",
    ".mlmodel": "coreml",
    ".llamafile": "llamafile",
    ".engine": "tensorrt",
    ".dduf": "dduf",
}
UNSAFE: Final = frozenset({"pickle", "keras", "llamafile"})  # run code when loaded, or are programs


def artifact_facts(evidence: Evidence, name: str) -> Iterator[Fact]:
    """`artifacts.` facts from the list of files, or from the name where the name is that of a file."""
    files = list(evidence.artifacts) if isinstance(evidence, Resolved) else []
    if not files and _format(name):
        files = [Artifact(name)]
    if not files:
        where = Source(SourceKind.DERIVED, name or str(evidence.identity))
        reason = "no list of the model's files was read" if isinstance(evidence, Resolved) else evidence.detail
        for fact in ("artifacts.formats", "artifacts.unsafe_formats"):
            yield Fact(fact, Unknown(reason), where)
    else:
        formats = sorted({found for file in files if (found := _format(file.name))})
        unsafe = [file for file in files if _format(file.name) in UNSAFE]
        yield Fact("artifacts.formats", tuple(formats), _place(evidence, name, files))
        yield Fact(
            "artifacts.unsafe_formats",
            tuple(found for found in formats if found in UNSAFE),
            _place(evidence, name, unsafe or files),
        )
        yield from content_facts(evidence, name, [file.name for file in unsafe])
    if isinstance(evidence, Resolved) and evidence.hub is not None and evidence.hub.security_scan:
        source = Source(SourceKind.HUB, evidence.identity.purl or str(evidence.identity))
        yield Fact("artifacts.hub_scan", evidence.hub.security_scan, source)
    if isinstance(evidence, Resolved):
        yield from scan_conflict(evidence, name)


def weight_formats(evidence: Evidence) -> frozenset[str]:
    """The formats of the weight files that are listed."""
    files = evidence.artifacts if isinstance(evidence, Resolved) else ()
    return frozenset(found for file in files if (found := _format(file.name)))


def _format(name: str) -> str | None:
    return FORMATS.get(posixpath.splitext(name.split("?")[0].lower())[1])


def _place(evidence: Evidence, name: str, files: Sequence[Artifact]) -> Source:
    """The first weight file: a path in the tree, or a file of the hub's repository."""
    first = next((file.name for file in files if _format(file.name)), files[0].name)
    base = name.rstrip("/")
    if base.endswith(first) or not base:
        return Source(SourceKind.DERIVED, base or first)
    online = isinstance(evidence, Resolved) and evidence.origin == "hub"
    return Source(SourceKind.HUB if online else SourceKind.DERIVED, f"{base}/{first}")
