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
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.engine import ScanRequest, records_of, root_of, scan
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


class Audited(Struct, frozen=True):
    """One repository: its name in the audit, its report or why there is none, the folder that the paths of the report
    start at, the files beside the code that it rests on, and what changed since an earlier report."""

    name: str
    report: Report | None
    root: Path = Path()
    records: tuple[Path, ...] = ()
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
        plain = _plain_name(path)
        names[plain] = names.get(plain, 0) + 1
        name = plain if names[plain] == 1 else f"{plain}-{names[plain]}"
        try:
            wanted = replace(request, path=path, name=name, dossier=True)
            report = scan(wanted)
        except GovscanError as error:
            found.append(Audited(name, None, fault=str(error)))
            continue
        before = earlier_report(earlier, name) if earlier is not None else None
        changes = since(before, report) if before is not None else None
        found.append(Audited(name, report, root_of(wanted), records_of(wanted), changes=changes))
    return tuple(found)


def _plain_name(path: Path) -> str:
    """That of the folder; a file, such as a lock, is named after the folder that it lies in."""
    place = path.resolve()
    return (place.parent if place.is_file() else place).name or "root"


def exit_code(found: Sequence[Audited]) -> int:
    """1 where a policy is violated, 3 where something could not be decided or read, else 0."""
    codes = {each.report.exit_code if each.report is not None else 3 for each in found}
    return 1 if 1 in codes else 3 if 3 in codes else 0


def write_audit(
    found: Sequence[Audited], formats: Sequence[str], folder: Path, templates: Sequence[Path] = ()
) -> tuple[str, ...]:
    """Write every report in every format and by every template of the organization, and the manifest. The names of the
    files, below `folder`.

    Raises:
        GovscanError: a template has an error or takes the name of another file, or the folder cannot be written to;
            nothing of it has changed.
    """
    files: dict[str, bytes] = {}
    for each in found:
        if each.report is not None:
            head = f"{each.name}/" if len(found) > 1 else ""
            files |= {f"{head}{FILES[format_]}": render(each.report, format_) for format_ in formats}
            files |= {f"{head}{name}": data for name, data in _own(each.report, templates)}
            if each.changes is not None:
                files[f"{head}{CHANGES}"] = render_since(each.changes)
    files[MANIFEST] = _manifest(found, files, templates)
    _write(files, folder)
    return tuple(files)


def _own(report: Report, templates: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    from govscan.render.own import name_of, render_own

    taken = {*FILES.values(), MANIFEST, CHANGES}
    for template in templates:
        name = name_of(template)
        if name in taken:
            raise GovscanError(f"{template}: the audit has a file {name} already; give the template another name")
        taken.add(name)
        yield name, render_own(report, template)


def _manifest(found: Sequence[Audited], files: Mapping[str, bytes], templates: Sequence[Path]) -> bytes:
    data = {
        "govscan_audit": 1,
        "tool": {"name": "govscan", "version": __version__},
        "exit_code": exit_code(found),
        "templates": [_input(path, path.name) for path in templates],
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
        "models": len(report.models),
        "commit": report.checkout.commit if report.checkout is not None else None,
        "files_seen": report.files_seen,
        "files_read": report.files_read,
        "documents": [{"source": source, "sha256": sha256} for source, sha256 in sorted(documents)],
        "records": [_input(path, path.name) for path in each.records],
        "files": [_input(each.root / name, name) for name in report.read],
    }


def _input(path: Path, name: str) -> dict[str, Any]:
    """A file that was read, with its digest now; null where it is gone."""
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        sha256 = None
    return {"path": name.encode("utf-8", "backslashreplace").decode(), "sha256": sha256}


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
