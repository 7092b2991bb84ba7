"""`govscan waive`: put on record that a violation is accepted for a time."""

from __future__ import annotations

import datetime as dt
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govscan.cli import records
from govscan.cli.options import DateType, now_option, policy_option
from govscan.errors import GovscanError

if TYPE_CHECKING:
    from govscan.report import Model, Report

REASONS = ("license-acquired", "mitigated", "false-positive", "fix-planned", "accepted-risk")


@click.command("waive")
@click.argument("model")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
@click.option("--rule", help="Id of the rule whose finding is accepted.")
@click.option("--reason", type=click.Choice(REASONS), help="Why.")
@click.option("--statement", help="Why, in a sentence that an auditor understands.")
@click.option("--approver", help="Who accepts it, as github:legal-lead. Default: user.email of git.")
@click.option("--contexts", multiple=True, help="Contexts in which it counts; all, and shown as wide, if left out.")
@click.option("--any-revision", is_flag=True, help="For every revision of the model; shown as wide.")
@click.option("--expires", type=DateType(), help="Last day on which the waiver counts.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days for which it counts, in place of --expires.")
@click.option("--unused", is_flag=True, help="Write it although nothing here uses the model yet.")
@policy_option
@now_option
def command(
    model: str,
    path: Path,
    rule: str | None,
    reason: str | None,
    statement: str | None,
    approver: str | None,
    contexts: tuple[str, ...],
    any_revision: bool,
    expires: dt.date | None,
    days: int | None,
    unused: bool,
    policy: Path | None,
    now: dt.date | None,
) -> int:
    """Put on record in .govscan/waivers.yaml that a finding about MODEL is accepted until a day.

    Asks on a terminal for what is mandatory and missing. The waiver is for the revision in use, where it is known.

    \b
    govscan waive Qwen/Qwen3-8B --rule revision-pinned --reason fix-planned --statement "Pinned by release 4." --days 30
    """
    from govscan.evaluate.record_file import next_id
    from govscan.evaluate.waivers import load_waivers

    report = records.report_of(path, policy, now)
    found = records.model_in(report, model)
    if found is None and not unused:
        raise records.unknown_model(report, model)
    today = dt.date.fromisoformat(report.now)
    file = records.records_folder(policy, path) / "waivers.yaml"
    existing = load_waivers(file, f"{records.FOLDER}/{file.name}") if file.exists() else ()
    open_rules = _open_rules(report, found)
    _, email = records.git_person()
    answers = records.asked_for(
        {
            "rule": rule,
            "reason": reason,
            "statement": statement,
            "approver": approver or (f"email:{email}" if email else None),
            "expires": records.last_day(expires, days, today),
        },
        {
            "rule": lambda: click.prompt(f"Rule ({', '.join(open_rules) or 'no finding is open'})"),
            "reason": lambda: click.prompt("Reason", type=click.Choice(REASONS)),
            "statement": lambda: click.prompt("Statement"),
            "approver": lambda: click.prompt("Approver"),
            "expires": lambda: click.prompt("Expires", default=(today + dt.timedelta(days=90)).isoformat()),
        },
    )
    _check_rule(report, answers["rule"])
    record = {
        "id": next_id("W-", [waiver.id for waiver in existing]),
        "rule": answers["rule"],
        "model": _subject(found, model, any_revision),
        **({"contexts": list(contexts)} if contexts else {}),
        **{key: answers[key] for key in ("reason", "statement", "approver")},
        "created": today.isoformat(),
        "expires": answers["expires"],
    }
    for waiver in existing:
        same = (waiver.rule, waiver.model, waiver.contexts) == (record["rule"], record["model"], contexts)
        if same and waiver.expires.isoformat() >= answers["expires"]:
            raise GovscanError(f"waiver {waiver.id} accepts it until {waiver.expires} ({waiver.place})")
    records.add_record(file, "govscan_waivers", "waivers", record, load_waivers)
    if answers["rule"] not in open_rules:
        click.echo(f"note: no finding of {answers['rule']} is open for this model", err=True)
    return 0


def _open_rules(report: Report, found: Model | None) -> list[str]:
    """The rules that the model violates or leaves undecided."""
    if found is None:
        return []
    return sorted({one.rule for one in report.by_model[found.identity] if one.verdict in ("fail", "unknown")})


def _check_rule(report: Report, rule: str) -> None:
    from govscan.evaluate.drift import RULES as DRIFT_RULES
    from govscan.evaluate.unread import UNREAD

    rules = [UNREAD, *DRIFT_RULES, *(each.id for each in report.policy.all_rules)]
    if rule not in rules:
        near = get_close_matches(rule, rules, 1, 0.5)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise GovscanError(f"the policy {report.policy.source} has no rule {rule!r}{hint}")


def _subject(found: Model | None, written: str, any_revision: bool) -> str:
    """The model, with the revision in use where it is known and asked for."""
    from govscan.evaluate.subject import revision_of, subject_of

    purl = found.identity.purl if found is not None else None
    name = (purl or written).partition("@")[0]
    subject = subject_of(written)
    revision = (subject.revision if subject else None) or (revision_of(found) if found is not None else None)
    return name if any_revision or revision is None else f"{name}@{revision}"
