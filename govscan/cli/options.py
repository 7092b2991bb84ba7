"""Options that several verbs share, and what becomes of them."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

import click

from govscan.errors import GovscanError
from govscan.render import FORMATS, render
from govscan.report import Report

_Command = TypeVar("_Command", bound=Callable[..., Any])


class OutputType(click.ParamType[tuple[str, Path]]):
    """FORMAT:PATH, with one of `formats` and a folder that can be written to."""

    name = "FORMAT:PATH"

    def __init__(self, formats: Sequence[str]) -> None:
        self.formats = formats

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:
        if isinstance(value, tuple):
            return value
        format_, colon, name = str(value).partition(":")
        if not colon or not name or format_ not in self.formats:
            self.fail(f"{value!r} is not FORMAT:PATH with one of the formats {', '.join(self.formats)}", param, ctx)
        path = Path(name)
        if path.is_dir():
            self.fail(f"{name} is a folder, not a file", param, ctx)
        if not path.parent.is_dir():
            self.fail(f"the folder {path.parent} does not exist", param, ctx)
        return format_, path


class DateType(click.ParamType[dt.date]):
    """A day, as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is not a day as YYYY-MM-DD", param, ctx)


class AgeType(click.ParamType[float]):
    """A length of time: a number and s, m, h or d. In seconds."""

    name = "AGE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        if isinstance(value, float):
            return value
        number, unit = str(value)[:-1], str(value)[-1:]
        if not (number.isascii() and number.isdigit() and len(number) < 8 and unit in _SECONDS):
            self.fail(f"{value!r} is not a length of time such as 30m, 12h or 7d", param, ctx)
        return float(number) * _SECONDS[unit]


_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def cache_age_option(command: _Command) -> _Command:
    return click.option(
        "--max-cache-age",
        type=AgeType(),
        default=0.0,
        help="Take what the evidence cache says of a branch or tag for so long without asking the Hub, for example "
        "12h. A full commit needs no asking. Default: always ask whether it has changed.",
    )(command)


def policy_option(command: _Command) -> _Command:
    return click.option(
        "--policy",
        type=click.Path(path_type=Path),
        help="Policy file. Default: govscan.yaml in the scanned folder or above it, else the pack 'baseline'.",
    )(command)


def now_option(command: _Command) -> _Command:
    return click.option("--now", type=DateType(), help="Judge ages and expiries as of this day (UTC).")(command)


def output_options(formats: Sequence[str] = FORMATS) -> Callable[[_Command], _Command]:
    """`--format` and `--output`, for a verb that writes `formats`."""

    def add(command: _Command) -> _Command:
        command = click.option(
            "--output",
            "-o",
            "outputs",
            type=OutputType(formats),
            multiple=True,
            help=f"Write the report to a file as well; repeat for more. Formats: {', '.join(formats)}.",
        )(command)
        return click.option(
            "--format",
            "format_",
            type=click.Choice(formats),
            default="terminal",
            show_default=True,
            help="Format of the report on stdout.",
        )(command)

    return add


def color_wanted() -> bool:
    """Color on a terminal, unless NO_COLOR (https://no-color.org) is set to anything."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def terminal_width() -> int:
    """Columns of the terminal, within reason. By `os` alone: `shutil` would cost the hook 2 ms."""
    told = os.environ.get("COLUMNS", "")
    try:
        columns = int(told) if told.isdecimal() else os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):  # not a terminal; stdout has no file behind it
        columns = 100
    return max(60, min(columns, 120))


def progress_wanted() -> Callable[[int, int], None] | None:
    """What shows progress on stderr; nothing in CI or where stderr is no terminal."""
    if not sys.stderr.isatty() or os.environ.get("CI"):
        return None

    def show(done: int, total: int) -> None:
        end = "\r\x1b[K" if done == total else "\r"
        sys.stderr.write(f"\rresolving models on the Hub: {done} of {total}{end}")
        sys.stderr.flush()

    return show


KEPT = frozenset({"html", "pdf", "json"})
"""Formats of reports that somebody keeps: they show the commit, the base models and what else belongs to a dossier."""


def dossier_wanted(format_: str, outputs: Sequence[tuple[str, Path]]) -> bool:
    """Whether one of the formats shows it."""
    return bool(KEPT & {format_, *(name for name, _ in outputs)})


def deliver(report: Report, format_: str, outputs: Sequence[tuple[str, Path]], *, brief: bool = False) -> int:
    """Render to stdout and to every file, files first and each of them whole or not at all; the exit code. `brief`
    leaves out what needs no attention on a terminal."""
    for name, path in outputs:
        write_atomically(path, render(report, name))
    emit(render(report, format_, color=color_wanted(), width=terminal_width(), brief=brief))
    return report.exit_code


def emit(data: bytes) -> None:
    """Bytes to stdout."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    Raises:
        GovscanError: the file cannot be written.
    """
    with opened_atomically(path) as file:
        file.write(data)


@contextmanager
def opened_atomically(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place when the block ends without an error; before that nobody sees it.

    Raises:
        GovscanError: the file cannot be written.
    """
    import tempfile

    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise GovscanError(f"{path}: cannot be written: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
