"""A report of many models, each with names, places, commits and digests of its own, under as many rules as wanted:
the models of the bundled example, varied and judged anew."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

from msgspec.structs import replace

from govscan.engine import ScanRequest, scan
from govscan.evaluate import evaluate
from govscan.evidence import Resolved
from govscan.facts import Facts
from govscan.report import Model, Report

EXAMPLE = Path(__file__).parents[2] / "examples" / "assistant"
DAY = dt.date(2026, 11, 24)


def large_report(models: int, rules: int) -> Report:
    """`models` models under `rules` rules, on a fixed day."""
    example = scan(ScanRequest(EXAMPLE, offline=True, now=DAY, dossier=True))
    made = tuple(_varied(example.models[number % len(example.models)], number) for number in range(models))
    usual = example.policy.rules
    more = [replace(usual[number % len(usual)], id=f"rule-{number}") for number in range(len(usual), rules)]
    policy = replace(example.policy, rules=(*usual, *more)[:rules])
    evaluation = evaluate(policy, example.ledger, made, DAY)
    return replace(example, policy=policy, models=made, findings=evaluation.findings, questions=evaluation.questions,
                   warnings=())  # fmt: skip


def _varied(model: Model, number: int) -> Model:
    """The same model under another name, in other places, at another commit, with other texts."""
    mark = hashlib.sha256(str(number).encode()).hexdigest()
    old, name = model.identity.name, f"{model.identity.name}-{mark[:6]}"
    identity = replace(model.identity, name=name)
    references = tuple(
        replace(each, name=name, location=replace(each.location, path=f"team{number % 40}/{mark[6:10]}/app.py",
                                                  line=1 + int(mark[10:12], 16)))
        for each in model.references
    )  # fmt: skip
    evidence = model.evidence
    if isinstance(evidence, Resolved):
        documents = tuple(
            replace(each, sha256=hashlib.sha256(f"{number} {each.name}".encode()).hexdigest(),
                    source=each.source.replace(old, name))
            for each in evidence.documents
        )  # fmt: skip
        evidence = replace(evidence, identity=identity, revision_sha=mark[:40], documents=documents)
    statements = {
        key: tuple(
            replace(fact, source=replace(fact.source, place=_place(fact.source.place, model, references)))
            if fact.source is not None
            else fact
            for fact in said
        )
        for key, said in model.facts.statements.items()
    }
    return replace(model, identity=identity, references=references, evidence=evidence, facts=Facts(statements))


def _place(place: str, model: Model, references: tuple) -> str:
    """Where the code that names the model is the source, the new place; else the place as it was."""
    paths = {each.location.path for each in model.references}
    return references[0].location.path if place in paths else place.replace(model.identity.name, references[0].name)
