"""A policy enters, the text of a policy file leaves that says the same without extending anything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from govscan.facts import ABSENT, Value
from govscan.policy import (
    AllOf,
    AnyOf,
    Condition,
    Context,
    FactOperand,
    Not,
    OnUnknown,
    OwnEndpoint,
    Place,
    Policy,
    Rule,
    Signer,
    Subtree,
    Test,
)

_WORDS: Final = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def policy_text(policy: Policy) -> str:
    """YAML; comments say where every rule, context and host comes from."""
    return "\n".join(_lines(policy)) + "\n"


def policy_data(policy: Policy) -> dict[str, Any]:
    """The same as plain data, with the origins."""
    return {
        "name": policy.name,
        "source": policy.source,
        "digest": policy.digest,
        "layers": [{"source": source, "sha256": sha256} for source, sha256 in policy.layers],
        "overrides": [
            {"rule": each.rule, "reason": each.reason, "disabled": each.disabled, "place": str(each.place)}
            for each in policy.overrides
        ],
        "contexts": {context.name: _context(context) for context in policy.contexts},
        "default_context": _context(policy.default_context) if policy.default_context else None,
        "endpoints": {endpoint.host: _endpoint(endpoint) for endpoint in policy.endpoints},
        "signers": {signer.name: _signer(signer) for signer in policy.signers},
        "exclude": list(policy.exclude),
        "subtrees": {
            subtree.path: [{**_rule(rule), "place": str(rule.place)} for rule in _own(policy, subtree)]
            for subtree in policy.subtrees
        },
        "rules": [{**_rule(rule), "origin": rule.origin, "place": str(rule.place)} for rule in policy.rules],
    }


def _lines(policy: Policy) -> Iterator[str]:
    yield f"# The policy {policy.source}, everything that it extends resolved; sha256 {policy.digest}"
    yield from (f"#   {source}: sha256 {sha256}" for source, sha256 in policy.layers)
    for override in policy.overrides:
        what = "is switched off" if override.disabled else "is loosened"
        yield f"# rule {override.rule} {what}: {' '.join(override.reason.split())} ({override.place})"
    yield "govscan: 1"
    yield f"name: {_flow(policy.name)}"
    if policy.exclude:
        yield f"exclude: {_flow(list(policy.exclude))}"
    if policy.contexts:
        yield "contexts:"
        for context in policy.contexts:
            yield f"  # {context.place}"
            yield f"  {_key(context.name)}: {_flow(_context(context))}"
    if policy.default_context is not None:
        yield f"# {policy.default_context.place}"
        yield f"default_context: {_flow(_context(policy.default_context))}"
    yield from _table("endpoints", [(each.place, each.host, _endpoint(each)) for each in policy.endpoints])
    yield from _table("signers", [(each.place, each.name, _signer(each)) for each in policy.signers])
    for subtree in policy.subtrees:
        yield f"# in {subtree.path}, added or tightened:"
        yield from (f"#   {rule.place}: {_flow(_rule(rule))}" for rule in _own(policy, subtree))
    yield "rules:"
    for rule in policy.rules:
        yield f"  # {rule.place}"
        for number, (key, value) in enumerate(_rule(rule).items()):
            yield f"  {' ' if number else '-'} {key}: {_flow(value)}"


def _table(name: str, rows: Sequence[tuple[Place, str, Any]]) -> Iterator[str]:
    if rows:
        yield f"{name}:"
    for place, key, value in rows:
        yield f"  # {place}"
        yield f"  {_key(key)}: {_flow(value)}"


def _signer(signer: Signer) -> dict[str, str]:
    return {signer.kind.value: signer.material, **({"issuer": signer.issuer} if signer.issuer else {})}


def _own(policy: Policy, subtree: Subtree) -> list[Rule]:
    return [rule for rule in subtree.rules if rule not in policy.rules]


def _key(name: str) -> str:
    """A name as a key, in quotes only where it needs them."""
    return name if re.fullmatch(r"[A-Za-z][\w.-]*", name) and name.lower() not in _WORDS else _flow(name)


def _flow(value: object) -> str:
    """JSON, which is YAML on one line."""
    return json.dumps(value, ensure_ascii=False)


def _context(context: Context) -> dict[str, Any]:
    placed: dict[str, Any] = {"paths": list(context.paths)} if context.paths else {}
    if context.namespaces:
        placed["kubernetes_namespaces"] = list(context.namespaces)
    return {**placed, **{name: _plain(value) for name, value in context.declared.items()}}


def _endpoint(endpoint: OwnEndpoint) -> dict[str, Any]:
    said = {
        "regions": list(endpoint.regions),
        "operator": endpoint.operator,
        "operator_country": endpoint.operator_country,
    }
    return {name: value for name, value in said.items() if value}


def _rule(rule: Rule) -> dict[str, Any]:
    said: dict[str, Any] = {"id": rule.id, "level": str(rule.level)}
    said |= {name: value for name in ("title", "owner", "fix") if (value := getattr(rule, name))}
    if rule.references:
        said["references"] = list(rule.references)
    if rule.on_unknown is not OnUnknown.UNDECIDED:
        said["on_unknown"] = str(rule.on_unknown)
    if rule.when is not None:
        said["when"] = _condition(rule.when)
    if rule.require is not None:
        said["require"] = _condition(rule.require)
    if rule.review is not None:
        asked = {"criteria": rule.review.criteria, "pin": rule.review.pin, "max_age_days": rule.review.max_age_days}
        said["review"] = {name: value for name, value in asked.items() if value is not None}
    return said


def _condition(condition: Condition) -> dict[str, Any]:
    match condition:
        case Test(fact, operator, operand):
            right = {"fact": operand.fact} if isinstance(operand, FactOperand) else _plain(operand)
            return {fact: {str(operator): right}}
        case Not(part):
            return {"not": _condition(part)}
        case AllOf(parts):
            return {"all": [_condition(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [_condition(part) for part in parts]}


def _plain(value: Value) -> object:
    if value is ABSENT:
        return None
    return list(value) if isinstance(value, tuple) else value
