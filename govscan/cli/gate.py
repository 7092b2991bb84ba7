"""`govscan gate`: only what a change brings, for the reviewer of a pull or merge request."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from govscan.cli.options import (
    cache_age_option,
    color_wanted,
    emit,
    now_option,
    output_options,
    progress_wanted,
    terminal_width,
    write_atomically,
)
from govscan.policy import Level
from govscan.render import COMPARISONS


@click.command("gate")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
@click.option("--base", required=True, metavar="REF", help="What the change is to be merged into, as origin/main.")
@click.option("--head", default="HEAD", show_default=True, metavar="REF", help="The change.")
@click.option(
    "--merge-base/--no-merge-base",
    default=True,
    show_default=True,
    help="Compare from where the two parted, as a pull request shows it; or REF with REF as they are.",
)
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    help="Policy file, as the base has it; one outside of the repository as it is. Default: the base's govscan.yaml.",
)
@click.option(
    "--fail-on",
    type=click.Choice([str(level) for level in Level]),
    default=str(Level.ERROR),
    show_default=True,
    help="The least level of a finding that fails.",
)
@click.option("--all", "judge_all", is_flag=True, help="Let findings that were there before fail as well.")
@click.option("--offline", is_flag=True, help="Ask no network: the base's govscan.lock, HF cache, catalog only.")
@click.option("--locked", is_flag=True, help="Take the base's govscan.lock as the only authority.")
@click.option(
    "--trust-head-policy",
    is_flag=True,
    help="Judge by the policy, reviews, waivers, baseline and lock of the change itself. Whoever can write the change "
    "can then let anything pass.",
)
@cache_age_option
@now_option
@output_options(COMPARISONS)
def command(
    path: Path,
    base: str,
    head: str,
    merge_base: bool,
    policy: Path | None,
    fail_on: str,
    judge_all: bool,
    offline: bool,
    locked: bool,
    trust_head_policy: bool,
    max_cache_age: float,
    now: dt.date | None,
    format_: str,
    outputs: tuple[tuple[str, Path], ...],
) -> int:
    """Compare two commits: which models came, went or changed, and which findings are new. Only new ones fail.

    The policy, reviews, waivers, baseline and lock are those of the base: what the change does to them is listed, and
    in force after the merge. Nothing is checked out; the work tree does not matter.

    \b
    govscan gate --base origin/main
    govscan gate --base origin/main --format markdown --output sarif:govscan.sarif
    """
    from govscan.gate.run import GateRequest, gate
    from govscan.render import render_comparison

    request = GateRequest(
        path,
        base,
        head,
        merge_base=merge_base,
        policy=policy,
        trust_head=trust_head_policy,
        offline=offline,
        locked=locked,
        now=now,
        progress=progress_wanted(),
        max_cache_age=max_cache_age,
        judge_all=judge_all,
        fail_on=Level(fail_on),
    )
    comparison = gate(request)
    for name, place in outputs:
        write_atomically(place, render_comparison(comparison, name))
    emit(render_comparison(comparison, format_, color=color_wanted(), width=terminal_width()))
    return comparison.exit_code
