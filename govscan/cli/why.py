"""`govscan why MODEL`: facts, evidence and rule trace of one model."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from govscan.cli.options import color_wanted, emit, now_option, policy_option, progress_wanted, terminal_width
from govscan.errors import GovscanError
from govscan.report import Model, Report


@click.command("why")
@click.argument("model")
@click.argument("path", type=click.Path(path_type=Path), default=".")
@policy_option
@click.option("--offline", is_flag=True, help="Ask no network.")
@click.option("--context", "what_if", metavar="KEY=VALUE", multiple=True, help="What if every context declared this?")
@now_option
def command(
    model: str, path: Path, policy: Path | None, offline: bool, what_if: tuple[str, ...], now: dt.date | None
) -> int:
    """Explain what is known about MODEL in PATH: every fact with its source, every rule with its trace.

    MODEL is a name as the code writes it, a part of one, or a purl.

    \b
    govscan why Qwen/Qwen3-8B
    govscan why hunyuan services
    govscan why Llama-3.1 --context monthly_active_users=800_000_000
    """
    from govscan.engine import ScanRequest, scan
    from govscan.render.why import render_why

    request = ScanRequest(path, policy=policy, offline=offline, now=now, what_if=what_if, progress=progress_wanted())
    report = scan(request)
    for statement in what_if:
        click.echo(f"what if: {statement} in every context")
    for found in find_models(report, model):
        emit(render_why(report, found, color=color_wanted(), width=terminal_width()))
    return report.exit_code


def find_models(report: Report, wanted: str) -> tuple[Model, ...]:
    """The models of a report that a person means: those of exactly this name, else those whose name has it as a
    part.

    Raises:
        GovscanError: none, with the nearest names.
    """
    needle = wanted.lower()
    exact = [m for m in report.models if needle in (m.identity.name.lower(), str(m.identity).lower(), _purl(m))]
    part = [m for m in report.models if needle in str(m.identity).lower()]
    if exact or part:
        return tuple(exact or part)
    from difflib import get_close_matches

    names = sorted({m.identity.name for m in report.models})
    near = get_close_matches(wanted, names, n=3, cutoff=0.4)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; `govscan scan` lists the models there are"
    raise GovscanError(f"no model {wanted!r} in {report.root}{hint}")


def _purl(model: Model) -> str:
    return (model.identity.purl or "").lower()
