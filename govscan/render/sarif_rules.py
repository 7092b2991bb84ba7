"""A rule of a policy enters, its SARIF descriptor leaves: what it asks, who may approve, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from govscan.policy import AllOf, AnyOf, Condition, Not, Policy, Rule, Test
from govscan.render.arrange import Standing
from govscan.render.escape import flowed
from govscan.render.results import RECORD, UNREADABLE, level_of

SECURITY: Final = (
    *("model.remote_code", "model.remote_code_files", "model.remote_code_capabilities", "model.remote_code_sources"),
    *("artifacts.unsafe_formats", "artifacts.unsafe_globals", "artifacts.unfamiliar_globals", "artifacts.dangers"),
    *("artifacts.troubles", "artifacts.hub_scan", "artifacts.scan_conflict"),
)
"""Facts that speak of code that a model would run; a rule that asks for one is a security rule."""

_SEVERITY: Final = {"error": "8.0", "warning": "5.0", "note": "2.0"}
_OWN: Final = {
    RECORD: "A change of what govscan judges by that is false, or that nobody could verify.",
    UNREADABLE: "An input that could not be read as far as it should. What is in it was not judged.",
    "evidence-unread": "Nothing could be read about a model, so nothing can be said of it.",
    "internal-error": "A defect of govscan kept a model from being judged.",
}
_DRIFT: Final = "What was read of a model is no longer what govscan.lock recorded."


def descriptor(rule_id: str, policy: Policy, worst: Standing) -> dict[str, Any]:
    """The `reportingDescriptor` of a rule that has results; `worst` is the most severe of them."""
    rule = next((rule for rule in policy.all_rules if rule.id == rule_id), None)
    title = flowed(rule.title) if rule is not None and rule.title else ""
    asked = title or _OWN.get(rule_id, _DRIFT if rule_id.startswith("drift-") else f"The rule {rule_id} of the policy.")
    level = str(rule.level) if rule is not None else str(level_of(worst))
    found: dict[str, Any] = {
        "id": rule_id,
        "name": "".join(part.capitalize() for part in rule_id.replace("_", "-").replace(".", "-").split("-")),
        "shortDescription": {"text": asked[:1024]},
        "fullDescription": {"text": f"{asked} From {policy.name}.".strip()[:1024]},
        "help": _help(rule_id, rule, asked),
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["ai-governance", *(["security"] if _is_security(rule) else [])], "precision": "high"},
    }
    if rule is not None and rule.references:
        address = next((each for each in rule.references if each.startswith("https://")), None)
        if address:
            found["helpUri"] = address
    if _is_security(rule):
        found["properties"]["security-severity"] = _SEVERITY[level]
    return found


def _help(rule_id: str, rule: Rule | None, asked: str) -> dict[str, str]:
    rows = [("Rule", rule_id), ("Asks", asked)]
    if rule is not None:
        rows += [
            ("Facts", ", ".join(facts_of(rule))),
            ("Fix", flowed(rule.fix)),
            ("Who may approve", rule.owner),
            ("From", rule.origin),
            ("See", ", ".join(rule.references)),
        ]
    rows.append(("More", "run `govscan why MODEL` for every fact with its source"))
    kept = [(name, text) for name, text in rows if text]
    return {
        "text": "\n".join(f"{name}: {text}" for name, text in kept),
        "markdown": "\n".join(f"- **{name}:** {text}" for name, text in kept),
    }


def _is_security(rule: Rule | None) -> bool:
    return rule is not None and any(name in SECURITY for name in facts_of(rule))


def facts_of(rule: Rule) -> tuple[str, ...]:
    """The facts that a rule asks for, each once."""
    return tuple(dict.fromkeys((*_facts(rule.when), *_facts(rule.require))))


def _facts(condition: Condition | None) -> Iterator[str]:
    match condition:
        case Test():
            yield condition.fact
        case AllOf() | AnyOf():
            for part in condition.parts:
                yield from _facts(part)
        case Not():
            yield from _facts(condition.part)
        case None:
            return
