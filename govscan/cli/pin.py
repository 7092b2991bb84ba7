"""`govscan pin`: the edits that pin every model to the commit it resolves to, shown or made."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import click

from govscan.cli.options import progress_wanted, write_atomically
from govscan.discover.pins import Kept, pin_python
from govscan.discover.pins_text import pin_text
from govscan.evidence import Resolved
from govscan.reference import Certainty, Reference
from govscan.render.escape import visible
from govscan.report import Report

_HEX = frozenset("0123456789abcdef")


@click.command("pin")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
@click.option("--write", is_flag=True, help="Make the edits. Without it they are only shown.")
@click.option("--offline", is_flag=True, help="Ask no network: commits come from govscan.lock and the local cache.")
def command(path: Path, write: bool, offline: bool) -> int:
    """Show the edits that add revision="<commit>" to the Python calls that load a model from the Hub, and
    --revision <commit> to commands; a revision that a configuration names is replaced.

    A branch, a tag and a short prefix of a commit are no pin and are replaced. What cannot be edited safely is left
    alone and listed with its reason; the exit code is then 3.
    """
    from govscan.engine import ScanRequest, root_of, scan

    request = ScanRequest(path, offline=offline, progress=progress_wanted())
    wanted, kept = _unpinned(scan(request))
    root = root_of(request)
    for name, pairs in sorted(wanted.items()):
        kept += _pin_file(root, name, pairs, write)
    for left in sorted(kept, key=lambda one: one.reference.location):
        text = f"left alone: {left.reference.location}: {left.reference.name}: {left.reason}"
        click.echo(_plain(text), err=True)
    return 3 if kept else 0


def _unpinned(report: Report) -> tuple[dict[str, list[tuple[Reference, str]]], list[Kept]]:
    """The references that can be pinned, by file, and those for which that ends here."""
    wanted: dict[str, list[tuple[Reference, str]]] = {}
    kept: list[Kept] = []
    for model in report.models:
        commit = model.evidence.revision_sha if isinstance(model.evidence, Resolved) else None
        for reference in model.references:
            if reference.provider != "huggingface" or not reference.name or _is_commit(reference.revision):
                continue
            if reference.certainty is not Certainty.DEPENDENCY:
                continue
            if not _is_commit(commit):
                kept.append(Kept(reference, "its commit is not known"))
            elif reference.location.path.endswith(".ipynb"):
                kept.append(Kept(reference, "notebooks are not edited"))
            else:
                wanted.setdefault(reference.location.path, []).append((reference, commit or ""))
    return wanted, kept


def _is_commit(text: str | None) -> bool:
    return text is not None and len(text) == 40 and _HEX.issuperset(text)


def _pin_file(root: Path, name: str, pairs: list[tuple[Reference, str]], write: bool) -> list[Kept]:
    path = root / name
    try:
        if path.is_symlink() or not path.is_file():
            return [Kept(reference, "the file is not a regular file") for reference, _ in pairs]
        before = path.read_bytes()
        after, kept = pin_python(before, pairs) if name.endswith(".py") else pin_text(before, name, pairs)
        if after != before:
            _show(name, before, after)
            if write:
                write_atomically(path, after)
    except OSError as error:
        return [Kept(reference, f"the file cannot be edited: {error.strerror}") for reference, _ in pairs]
    return list(kept)


def _show(name: str, before: bytes, after: bytes) -> None:
    texts = (before.decode().split("\n"), after.decode().split("\n"))
    for line in unified_diff(*texts, f"a/{name}", f"b/{name}", lineterm=""):
        click.echo(_plain(line))


def _plain(text: str) -> str:
    """`text` without what would steer a terminal; the tabs of a diff are kept."""
    return "\t".join(visible(part) for part in text.rstrip("\r").split("\t"))
