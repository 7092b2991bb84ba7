"""One run over one or many repositories: trees enter, a folder of reports and a manifest of them leave.

Everything is rendered before anything is written, the manifest comes last, and what cannot be written leaves the folder
as it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.engine import ScanRequest, root_of, scan
from govscan.errors import GovscanError
from govscan.history import History
from govscan.render import render
from govscan.report import Report
from govscan.since import Since, earlier_report, render_since, since
from govscan.version import __version__

FILES: Final[Mapping[str, str]] = {
    "html": "report.html",
    "pdf": "report.pdf",
    "json": "report.json",
    "markdown": "report.md",
    "csv": "models.csv",
    "transfers": "transfers.csv",
    "spdx": "models.spdx.json",
    "spdx-tag": "models.spdx",
    "spdx3": "models.spdx3.json",
    "cyclonedx": "models.cdx.json",
    "intoto": "verdict.intoto.json",
    "sarif": "report.sarif",
    "junit": "report.junit.xml",
    "mermaid": "models.mmd",
    "inventory-csv": "inventory.csv",
}
"""The name of the file that each format is written to."""

MANIFEST: Final = "manifest.json"
CHANGES: Final = "changes.json"
LOCK: Final = "govscan.lock"


class Audited(Struct, frozen=True):
    """One repository: its name in the audit, its report or why there is none, and what changed since an earlier one."""

    name: str
    path: Path
    report: Report | None
    fault: str = ""
    changes: Since | None = None


def with_trend(found: Sequence[Audited], history: History) -> tuple[Audited, ...]:
    """The audits with the figures of earlier ones beside their own, all of them added to the history."""
    made = []
    for each in found:
        report = each.report
        if report is not None:
            history.add(report)
            each = replace(each, report=replace(report, trend=history.trend(report)))
        made.append(each)
    return tuple(made)


def audit(paths: Sequence[Path], request: ScanRequest, earlier: Path | None = None) -> tuple[Audited, ...]:
    """Scan each path as `request` says; one that fails does not stop the others. `earlier` is a JSON report, or the
    folder of an audit, to compare with.

    Raises:
        GovscanError: the earlier report cannot be read.
    """
    names: dict[str, int] = {}
    found = []
    for path in paths:
        plain = path.resolve().name or "root"
        names[plain] = names.get(plain, 0) + 1
        name = plain if names[plain] == 1 else f"{plain}-{names[plain]}"
        try:
            report = scan(replace(request, path=path, name=name, dossier=True))
        except GovscanError as error:
            found.append(Audited(name, path, None, str(error)))
            continue
        before = earlier_report(earlier, name) if earlier is not None else None
        found.append(Audited(name, path, report, changes=since(before, report) if before is not None else None))
    return tuple(found)


def exit_code(found: Sequence[Audited]) -> int:
    """1 where a policy is violated, 3 where something could not be decided or read, else 0."""
    codes = {each.report.exit_code if each.report is not None else 3 for each in found}
    return 1 if 1 in codes else 3 if 3 in codes else 0


def write_audit(found: Sequence[Audited], formats: Sequence[str], folder: Path) -> tuple[str, ...]:
    """Write every report in every format, and the manifest. The names of the files, below `folder`.

    Raises:
        GovscanError: the folder cannot be written to; nothing of it has changed.
    """
    files: dict[str, bytes] = {}
    for each in found:
        if each.report is not None:
            head = f"{each.name}/" if len(found) > 1 else ""
            files |= {f"{head}{FILES[format_]}": render(each.report, format_) for format_ in formats}
            if each.changes is not None:
                files[f"{head}{CHANGES}"] = render_since(each.changes)
    files[MANIFEST] = _manifest(found, files)
    _write(files, folder)
    return tuple(files)


def _manifest(found: Sequence[Audited], files: Mapping[str, bytes]) -> bytes:
    data = {
        "govscan_audit": 1,
        "tool": {"name": "govscan", "version": __version__},
        "exit_code": exit_code(found),
        "repositories": [_entry(each) for each in found],
        "outputs": [
            {"path": name, "sha256": _sha256(data), "bytes": len(data)} for name, data in sorted(files.items())
        ],
    }
    return json.dumps(data, indent=2, ensure_ascii=True, sort_keys=True).encode() + b"\n"


def _entry(each: Audited) -> dict[str, Any]:
    if each.report is None:
        return {"name": each.name, "fault": each.fault}
    report = each.report
    lock = root_of(ScanRequest(each.path)) / LOCK
    documents = {
        (document.source, document.sha256)
        for model in report.models
        for document in getattr(model.evidence, "documents", ())
    }
    return {
        "name": each.name,
        "now": report.now,
        "offline": report.offline,
        "exit_code": report.exit_code,
        "policy": {"name": report.policy.name, "sha256": report.policy.digest, "layers": dict(report.policy.layers)},
        "lock_sha256": _sha256(lock.read_bytes()) if lock.is_file() else None,
        "models": len(report.models),
        "files_read": report.files_read,
        "documents": [{"source": source, "sha256": sha256} for source, sha256 in sorted(documents)],
    }


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=folder, prefix=".govscan-"))
        try:
            for name, data in files.items():
                (scratch / name).parent.mkdir(parents=True, exist_ok=True)
                (scratch / name).write_bytes(data)
            for name in files:  # all of it is on the disk: from here on there are only renames, the manifest last
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                os.replace(scratch / name, folder / name)  # noqa: PTH105 - reads as what it is
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise GovscanError(f"{folder}: the audit cannot be written: {error.strerror or error}") from error
