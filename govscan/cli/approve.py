"""`govscan approve`: put a review of a model on record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct, convert

from govscan.cli import records
from govscan.cli.options import DateType, now_option, policy_option
from govscan.errors import GovscanError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from govscan.policy import Review
    from govscan.report import Model

VERDICTS = ("approved", "conditional", "rejected")


class _Options(Struct, frozen=True):
    """What the command line says of the review."""

    criteria: tuple[str, ...]
    verdict: str
    conditions: str | None
    revision: str | None
    license_sha256: str | None
    delta: str | None
    any_revision: bool
    contexts: tuple[str, ...]
    reviewer: str | None
    reviewer_id: str | None
    expires: dt.date | None
    days: int | None
    evidence: tuple[str, ...]
    unused: bool


@click.command("approve")
@click.argument("model")
@click.argument("path", type=click.Path(path_type=Path, exists=True, file_okay=False), default=".")
@click.option("--criteria", "-c", multiple=True, help="What the review covers; repeat for more.")
@click.option("--verdict", type=click.Choice(VERDICTS), default="approved", show_default=True)
@click.option("--conditions", help="What a conditional approval depends on.")
@click.option("--revision", help="Full commit that was reviewed. Default: the one in use, where it is known.")
@click.option("--license-sha256", help="Pin the review to this license text in place of a revision.")
@click.option("--delta", help="FROM..TO: a review of what changed between two full commits.")
@click.option("--any-revision", is_flag=True, help="Pin it to nothing.")
@click.option("--contexts", multiple=True, help="Contexts in which it counts; all if left out.")
@click.option("--reviewer", help="Name of the reviewer. Default: user.name of git.")
@click.option("--reviewer-id", help="Account, as github:team. Default: user.email of git.")
@click.option("--expires", type=DateType(), help="Last day on which the review counts.")
@click.option("--days", type=click.IntRange(1, 3650), help="Days for which it counts, in place of --expires.")
@click.option("--evidence", multiple=True, help="Address of what the review is based on; repeat for more.")
@click.option("--unused", is_flag=True, help="Write it although nothing here uses the model yet.")
@policy_option
@now_option
def command(model: str, path: Path, policy: Path | None, now: dt.date | None, **said: Any) -> int:
    """Put on record in .govscan/reviews.yaml that MODEL was reviewed.

    Asks on a terminal for what is mandatory and missing, and fills in what git and the tree know.

    \b
    govscan approve Qwen/Qwen3-8B -c security-review --days 365
    govscan approve Qwen/Qwen3-8B -c security-review --verdict rejected --any-revision --days 365
    """
    from govscan.evaluate.record_file import next_id
    from govscan.evaluate.reviews import load_reviews

    options = convert(said, _Options)
    report = records.report_of(path, policy, now)
    found = records.model_in(report, model)
    if found is None and not options.unused:
        raise records.unknown_model(report, model)
    today = dt.date.fromisoformat(report.now)
    file = records.records_folder(policy, path) / "reviews.yaml"
    existing = load_reviews(file, f"{records.FOLDER}/{file.name}") if file.exists() else ((), {})
    asked = {rule.review.criteria for rule in report.policy.all_rules if rule.review} | set(existing[1])
    name, email = records.git_person()
    answers = records.asked_for(
        {
            "criteria": ",".join(options.criteria) or None,
            "reviewer": options.reviewer or name,
            "expires": records.last_day(options.expires, options.days, today),
            **({"conditions": options.conditions} if options.verdict == "conditional" else {}),
        },
        {
            "criteria": lambda: click.prompt(f"Criteria ({', '.join(sorted(asked)) or 'none are asked for'})"),
            "reviewer": lambda: click.prompt("Reviewer"),
            "expires": lambda: click.prompt("Expires", default=(today + dt.timedelta(days=365)).isoformat()),
            "conditions": lambda: click.prompt("Conditions"),
        },
    )
    id_ = options.reviewer_id or (f"email:{email}" if email and not options.reviewer else "")
    record = {
        "id": next_id(f"REV-{today.year}-", [review.id for review in existing[0]]),
        "model": _name(found, model),
        **_pin(options, found, model),
        "criteria": [each.strip() for each in answers["criteria"].split(",") if each.strip()],
        "verdict": options.verdict,
        **({"conditions": answers["conditions"]} if options.verdict == "conditional" else {}),
        **({"scope": {"contexts": list(options.contexts)}} if options.contexts else {}),
        "reviewer": {"name": answers["reviewer"], **({"id": id_} if id_ else {})},
        "date": today.isoformat(),
        "expires": answers["expires"],
        **({"evidence": [{"url": url} for url in options.evidence]} if options.evidence else {}),
    }
    _refuse_a_second(record, existing[0])
    records.add_record(file, "govscan_reviews", "reviews", record, load_reviews)
    unasked = [criterion for criterion in record["criteria"] if criterion not in asked]
    if unasked:
        click.echo(f"note: no rule of the policy asks for {', '.join(unasked)}", err=True)
    return 0


def _name(found: Model | None, written: str) -> str:
    """The model without a revision: as a package URL where it has one."""
    purl = found.identity.purl if found is not None else None
    return (purl or written).partition("@")[0]


def _pin(options: _Options, found: Model | None, written: str) -> dict[str, Any]:
    """What the review is pinned to: what was said, else the revision in use.

    Raises:
        GovscanError: nothing was said and nobody knows the revision in use.
    """
    from govscan.evaluate.subject import revision_of, subject_of

    given = [options.revision, options.license_sha256, options.delta, options.any_revision or None]
    if sum(value is not None for value in given) > 1:
        raise click.UsageError("one of --revision, --license-sha256, --delta, --any-revision")
    if options.any_revision:
        return {}
    if options.license_sha256:
        return {"license_sha256": options.license_sha256}
    if options.delta:
        start, dots, end = options.delta.partition("..")
        if not dots:
            raise click.UsageError("--delta is FROM..TO")
        return {"delta": {"from": start, "to": end}}
    subject = subject_of(written)
    revision = options.revision or (subject.revision if subject else None) or (revision_of(found) if found else None)
    if revision is None:
        raise GovscanError(
            "nobody knows which revision is in use: pin it in the code, run `govscan lock`, "
            "or say --revision <commit>, --license-sha256 <sha256> or --any-revision"
        )
    return {"revision": revision}


def _refuse_a_second(record: Mapping[str, Any], existing: Sequence[Review]) -> None:
    """A review that says what another one says already is a mistake."""
    from govscan.evaluate.subject import subject_of

    for review in existing:
        same = subject_of(review.model) == subject_of(record["model"]) and review.verdict == record["verdict"]
        pinned = (review.revision, review.license_sha256, review.delta_from)
        delta = record.get("delta") or {}
        wanted = (record.get("revision") or delta.get("to"), record.get("license_sha256"), delta.get("from"))
        covers = set(review.criteria) == set(record["criteria"])
        until = review.expires.isoformat() == record["expires"]
        if same and covers and until and pinned == wanted and review.reviewer.startswith(record["reviewer"]["name"]):
            raise GovscanError(f"review {review.id} says the same ({review.place})")
