"""`govscan check`: the commit hook. Only the files it is given, and no network, ever."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from govscan.cli.options import deliver, now_option, output_options, policy_option


@click.command("check")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1)
@policy_option
@now_option
@output_options()
def command(
    files: tuple[Path, ...],
    policy: Path | None,
    now: dt.date | None,
    format_: str,
    outputs: tuple[tuple[str, Path], ...],
) -> int:
    """Judge the models that FILES name (default: what is staged in git), without any network.

    With a govscan.lock, a model that the lock does not know is undecided (exit code 3): run `govscan lock`.
    """
    if files:
        return _checked(Path(), files, policy, now, None, format_, outputs)
    from govscan.gate.staged import staged

    with staged(Path()) as index:
        own = policy if policy is None or str(policy).startswith("govscan:") else policy.absolute()
        if own is not None and own.is_relative_to(Path().absolute()):
            own = index.folder / own.relative_to(Path().absolute())  # as staged, like everything else
        return _checked(index.folder, index.files, own, now, index.name, format_, outputs)


def _checked(
    root: Path,
    files: tuple[Path, ...],
    policy: Path | None,
    now: dt.date | None,
    name: str | None,
    format_: str,
    outputs: tuple[tuple[str, Path], ...],
) -> int:
    from govscan.engine import ScanRequest, scan

    report = scan(ScanRequest(root, files=files, policy=policy, offline=True, now=now, name=name, hashing=False))
    return deliver(report, format_, outputs, brief=True)
