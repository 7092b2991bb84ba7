"""`govscan check`: the commit hook. Only the files it is given, and no network, ever."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from govscan.cli.options import deliver, now_option, output_options, policy_option
from govscan.errors import GovscanError


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
    from govscan.engine import ScanRequest, scan

    here = Path()
    chosen = files or _staged()
    report = scan(ScanRequest(here, files=chosen, policy=policy, offline=True, now=now))
    return deliver(report, format_, outputs, brief=True)


def _staged() -> tuple[Path, ...]:
    """Files that the next commit adds or changes, relative to the current folder."""
    import subprocess

    ask = ["git", "diff", "--cached", "--name-only", "--relative", "-z", "--diff-filter=ACMR"]
    try:
        done = subprocess.run(ask, capture_output=True, check=True, timeout=30)  # noqa: S603 - fixed arguments
    except FileNotFoundError as error:
        raise GovscanError("git is not installed; name the files to check") from error
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise GovscanError("git cannot say what is staged here; name the files to check") from error
    return tuple(Path(name.decode(errors="surrogateescape")) for name in done.stdout.split(b"\0") if name)
