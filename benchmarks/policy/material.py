"""The same fifty rules in three languages, and a thousand models as plain facts. Nothing but the standard library, so
that the interpreters of the peers can read it, too."""

from __future__ import annotations

import json
import random
from typing import Any

Rule = tuple[str, str, Any]  # fact, operator, operand
Facts = dict[str, Any]

_TEMPLATES: tuple[Rule, ...] = (
    ("license.commercial_use", "in", ["allowed", "conditional"]),
    ("license.modified", "is", False),
    ("model.remote_code", "is", False),
    ("context.monthly_active_users", "at_most_fact", "license.mau_threshold"),
    ("license.territory_excluded", "disjoint_from", ["DE", "FR"]),
    ("artifacts.unsafe_formats", "disjoint_from", ["pickle", "keras"]),
    ("license.output_training", "is_not", "prohibited"),
    ("model.publisher_country", "not_in", ["KP"]),
    ("license.confidence", "at_least", 0.5),
    ("license.concluded", "in", ["MIT", "Apache-2.0", "LicenseRef-a"]),
)


def rules(count: int = 50) -> list[tuple[str, Rule]]:
    """Rules by id: the templates again and again, each with an id of its own."""
    return [(f"rule-{number}", _TEMPLATES[number % len(_TEMPLATES)]) for number in range(count)]


def models(count: int = 1000, seed: int = 7) -> list[Facts]:
    """Facts of models; every fact is known, since neither peer has an answer to one that is not."""
    chance = random.Random(seed)
    return [
        {
            "license.commercial_use": chance.choice(["allowed", "conditional", "prohibited"]),
            "license.modified": chance.random() < 0.1,
            "model.remote_code": chance.random() < 0.2,
            "context.monthly_active_users": 2_000_000,
            "license.mau_threshold": chance.choice([1_000_000, 100_000_000, 700_000_000]),
            "license.territory_excluded": chance.choice([[], ["DE", "FR", "GB"], ["KR"]]),
            "artifacts.unsafe_formats": chance.choice([[], ["pickle"]]),
            "license.output_training": chance.choice(["allowed", "conditional", "prohibited"]),
            "model.publisher_country": chance.choice(["CN", "US", "FR"]),
            "license.confidence": chance.random(),
            "license.concluded": chance.choice(["MIT", "Apache-2.0", "LicenseRef-a", "LicenseRef-b"]),
        }
        for _ in range(count)
    ]


def govscan_policy() -> str:
    """`govscan.yaml`."""
    lines = ["govscan: 1", "default_context: {monthly_active_users: 2000000}", "rules:"]
    for id_, (fact, operator, operand) in rules():
        if operator == "at_most_fact":
            operator, operand = "at_most", {"fact": operand}
        lines.append(f"  - {{id: {id_}, level: error, require: {{{fact}: {{{operator}: {json.dumps(operand)}}}}}}}")
    return "\n".join(lines) + "\n"


def cel_expressions() -> list[tuple[str, str]]:
    """One CEL expression a rule, true where the rule holds."""
    return [(id_, _cel(*rule)) for id_, rule in rules()]


def _cel(fact: str, operator: str, operand: Any) -> str:
    value, other = f'facts["{fact}"]', json.dumps(operand)
    return {
        "in": f"{value} in {other}",
        "not_in": f"!({value} in {other})",
        "is": f"{value} == {other}",
        "is_not": f"{value} != {other}",
        "at_least": f"{value} >= {other}",
        "at_most_fact": f"{value} <= facts[{other}]",
        "disjoint_from": f"!{value}.exists(x, x in {other})",
    }[operator]


def rego_module() -> str:
    """One Rego module: `failed` is the set of rules that do not hold."""
    lines = ["package p", "import rego.v1"]
    for id_, (fact, operator, operand) in rules():
        value, other = f'input["{fact}"]', json.dumps(operand)
        fails = {
            "in": f"not {value} in {other}",
            "not_in": f"{value} in {other}",
            "is": f"{value} != {other}",
            "is_not": f"{value} == {other}",
            "at_least": f"{value} < {other}",
            "at_most_fact": f"{value} > input[{other}]",
            "disjoint_from": f"some x in {value}; x in {other}",
        }[operator]
        lines.append(f'failed contains "{id_}" if {{ {fails} }}')
    return "\n".join(lines) + "\n"
