"""What `approve`, `waive` and `reviews` have in common: the tree that a record is about, and the files of records."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from govscan.cli.options import write_atomically
from govscan.errors import GovscanError

if TYPE_CHECKING:
    from govscan.report import Model, Report

FOLDER = ".govscan"


def report_of(path: Path, policy: Path | None, now: dt.date | None) -> Report:
    """The tree as it is, offline."""
    from govscan.engine import ScanRequest, scan

    return scan(ScanRequest(path, policy=policy, offline=True, now=now))


def model_in(report: Report, wanted: str) -> Model | None:
    """The model of the tree that a person means; None where the tree does not use it.

    Raises:
        GovscanError: no known form.
    """
    from govscan.evaluate.subject import FORMS, subject_of

    subject = subject_of(wanted)
    if subject is None:
        raise GovscanError(f"{wanted!r} is not a model: {FORMS}")
    return next((model for model in report.models if subject.is_model(model.identity)), None)


def unknown_model(report: Report, wanted: str) -> GovscanError:
    """The sentence for a model that the tree does not use."""
    names = {model.identity.name: model for model in report.models if model.identity.name}
    near = get_close_matches(wanted.rpartition("/")[2] if "/" not in wanted else wanted, names, 1, 0.5)
    hint = (
        f"did you mean {near[0]!r}?" if near else f"{len(names)} models are used; see `govscan scan --format inventory`"
    )
    return GovscanError(f"nothing here uses {wanted!r} ({hint}); --unused writes the record all the same")


def asked_for(given: Mapping[str, str | None], questions: Mapping[str, Callable[[], str]]) -> dict[str, str]:
    """Every answer that is mandatory: as given, or asked for on a terminal.

    Raises:
        click.UsageError: something is missing and nobody can be asked.
    """
    missing = [name for name, value in given.items() if not value]
    if missing and not sys.stdin.isatty():
        raise click.UsageError(f"missing: {', '.join('--' + name.replace('_', '-') for name in missing)}")
    return {name: value or questions[name]() for name, value in given.items()}


def last_day(expires: dt.date | None, days: int | None, today: dt.date) -> str | None:
    """The day on which a record ends, as far as it was given."""
    if expires is not None and days is not None:
        raise click.UsageError("--expires and --days exclude each other")
    end = expires or (today + dt.timedelta(days=days) if days is not None else None)
    return end.isoformat() if end else None


def git_person() -> tuple[str, str]:
    """Name and address of the person, from the global configuration alone: that of the repository may run commands."""
    return _global("user.name"), _global("user.email")


def _global(name: str) -> str:
    command = ["git", "config", "--global", "--includes", "--get", name]
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            command, cwd="/", capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def records_folder(policy: Path | None, path: Path) -> Path:
    """`.govscan` beside the policy that governs `path`, else below `path`."""
    from govscan.evaluate import find_policy

    found = find_policy(policy, path)
    return (found.parent if found is not None else path) / FOLDER


def read_text(file: Path) -> str:
    """The text of a file of records; "" where there is none.

    Raises:
        GovscanError: it cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise GovscanError(f"{file}: cannot be read: {error}") from error


def add_record(
    file: Path, version_key: str, key: str, record: Mapping[str, Any], load: Callable[[Path, str], Any]
) -> None:
    """Append a record to a file, which is replaced only if the new one is valid.

    Raises:
        GovscanError: the file is not to be changed by a program, or would not be valid.
    """
    import tempfile

    from govscan.evaluate.record_file import with_record

    shown = f"{FOLDER}/{file.name}"
    text = with_record(read_text(file), shown, version_key, key, record)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, suffix=".yaml", encoding="utf-8") as trial:
        trial.write(text)
        trial.flush()
        load(Path(trial.name), shown)
    write_atomically(file, text.encode())
    click.echo(f"wrote {record['id']} to {file}; commit it, so that a second person sees it")
