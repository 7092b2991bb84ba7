"""`govscan notice`: what a release has to carry for the models it uses."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govscan.cli.options import emit, now_option, policy_option, progress_wanted, write_atomically
from govscan.errors import GovscanError
from govscan.report import Report

if TYPE_CHECKING:
    from govscan.render.notice import Notice

FORMATS = ("text", "markdown", "json")


@click.command("notice")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@policy_option
@click.option("--offline", is_flag=True, help="Ask no network: local folders, govscan.lock, HF cache, catalog only.")
@click.option("--locked", is_flag=True, help="Take govscan.lock as the only authority; what it lacks is missing.")
@click.option("--context", "context", metavar="NAME", default="", help="Only the models that this context uses.")
@click.option(
    "--output",
    "-o",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write NOTICE, notice.json and licenses/ into this folder.",
)
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@now_option
def command(
    path: Path,
    policy: Path | None,
    offline: bool,
    locked: bool,
    context: str,
    folder: Path | None,
    format_: str,
    now: dt.date | None,
) -> int:
    """Write what the licenses of the models under PATH ask a release to carry: lines to show, notices, texts,
    use policies, and what could not be found.

    Exit code 0 if everything was found, 3 if something is missing.

    \b
    govscan notice
    govscan notice --context production -o dist/notices
    govscan notice services --format markdown > NOTICE.md
    """
    from govscan.engine import ScanRequest, scan
    from govscan.identify.addresses import license_addresses
    from govscan.render.notice import expressions_of, notice_of
    from govscan.render.notice_format import render_notice

    request = ScanRequest(path, policy=policy, offline=offline, locked=locked, now=now, progress=progress_wanted())
    report = scan(request)
    _check_context(report, context)
    notice = notice_of(report, license_addresses(expressions_of(report)), context)
    if folder is None:
        emit(render_notice(notice, format_))
    else:
        click.echo(_written(notice, folder, format_))
    return notice.exit_code


def _check_context(report: Report, context: str) -> None:
    names = [each.name for each in (*report.policy.contexts, report.policy.default_context) if each is not None]
    names = names or sorted({name for model in report.models for name in model.contexts})
    if context and context not in names:
        from difflib import get_close_matches

        near = get_close_matches(context, names, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
        raise GovscanError(f"the policy has no context {context!r}; {hint}")


def _written(notice: Notice, folder: Path, format_: str) -> str:
    """Write the bundle, each file of it whole or not at all; one sentence about it."""
    from govscan.render.notice_format import render_notice

    try:
        (folder / "licenses").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise GovscanError(f"{folder}: cannot be made: {error.strerror or error}") from error
    for text in notice.texts:
        write_atomically(folder / text.file, text.content.encode("utf-8", "replace"))
    name = "NOTICE.md" if format_ == "markdown" else "NOTICE"
    write_atomically(folder / name, render_notice(notice, "markdown" if format_ == "markdown" else "text"))
    write_atomically(folder / "notice.json", render_notice(notice, "json"))
    texts = f"{len(notice.texts)} text{'' if len(notice.texts) == 1 else 's'}"
    missing = len(notice.missing)
    found = f"{missing} thing{'' if missing == 1 else 's'} could not be found, see {name}" if missing else "complete"
    return f"wrote {name}, notice.json and {texts} to {folder}: {found}"
