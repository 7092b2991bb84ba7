"""A comparison, arranged for a reader: one row for each model that came, went or changed, and what to do about it.

Shared by the formats for people (terminal, Markdown).
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from govscan.comparison import ChangeKind, Comparison, ModelChange
from govscan.evidence import Unresolved
from govscan.facts import Facts, Unknown, value_text
from govscan.finding import Finding, Verdict
from govscan.reference import Identity
from govscan.render import words
from govscan.render.arrange import OUTCOMES, Merged, Standing, merged, standing_of
from govscan.report import Model


class Row(Struct, frozen=True):
    """One changed model. `revision`, `license` and `contexts` are as a person reads them, "a -> b" where they changed;
    `source` is where the license is said. `findings` are the new ones about it, the worst first; `standing` is theirs,
    PASS where there is none and something was judged. `kept` is the number of open findings that it had before."""

    kind: ChangeKind
    model: Model
    revision: str
    license: str
    source: str
    contexts: str
    findings: tuple[Merged, ...]
    standing: Standing
    kept: int

    @property
    def unread(self) -> str:
        """Why nothing is known of the model; empty where something is."""
        return self.model.evidence.detail if isinstance(self.model.evidence, Unresolved) else ""


def rows(comparison: Comparison) -> tuple[Row, ...]:
    """The changed models, worst first."""
    found = [_row(comparison, change) for change in comparison.changes]
    return tuple(sorted(found, key=lambda row: row.standing.rank))


def elsewhere(comparison: Comparison) -> tuple[Merged, ...]:
    """New findings about models that did not change themselves: a new context, a changed upstream, a moved file."""
    changed = {change.after.identity for change in comparison.changes if change.after is not None}
    return merged(finding for finding in comparison.new if finding.model not in changed)


def outcome(comparison: Comparison) -> Standing:
    """FAIL, UNDECIDED or PASS: the exit code as a word."""
    return OUTCOMES[comparison.exit_code]


def counted(comparison: Comparison) -> str:
    """`2 models added, 1 changed; 3 new findings fail, 1 undecided; 2 fixed, 14 as before`."""
    kinds = {kind: sum(change.kind is kind for change in comparison.changes) for kind in ChangeKind}
    models = [f"{number} {kind}" for kind, number in kinds.items() if number]
    said = f"models: {', '.join(models)}" if models else "no model added, removed or changed"
    fails = sum(finding.verdict is Verdict.FAIL for finding in comparison.deciding)
    unknown = sum(finding.verdict is Verdict.UNKNOWN for finding in comparison.deciding)
    lesser = len([finding for finding in comparison.new if finding not in set(comparison.deciding)])
    findings = [f"{fails} {'failing' if comparison.judge_all else 'new'}"] if fails else []
    findings += [f"{unknown} undecided"] if unknown else []
    findings += [f"{lesser} new {'warning' if lesser == 1 else 'warnings'}"] if lesser else []
    findings += [f"{len(comparison.fixed)} fixed"] if comparison.fixed else []
    findings += [f"{len(comparison.unchanged)} as before"] if comparison.unchanged else []
    return f"{said}; findings: {', '.join(findings) if findings else 'none'}"


def why(comparison: Comparison) -> str:
    """The sentence beside the verdict."""
    result = outcome(comparison)
    decided = list(comparison.deciding)
    forged = [record for record in comparison.records if record.verdict is Verdict.FAIL]
    if result is Standing.FAIL:
        failing = [finding for finding in decided if finding.verdict is Verdict.FAIL]
        models = dict.fromkeys(words.title(finding.model) for finding in failing)
        return f"not allowed: {words.first_of(list(models), 3)}" if models else forged[0].sentence
    if result is Standing.UNDECIDED:
        models = dict.fromkeys(words.title(finding.model) for finding in decided)
        if models:
            return f"could not be decided: {words.first_of(list(models), 3)}"
        return "something could not be read or verified"
    return "nothing new is against the policy"


def _row(comparison: Comparison, change: ModelChange) -> Row:
    model = change.after or change.before
    assert model is not None
    gone = change.after is None
    mine: list[Finding] = [] if gone else [each for each in comparison.new if each.model == model.identity]
    kept = 0 if gone else sum(each.model == model.identity for each in comparison.unchanged)
    judged = not gone and any(
        finding.verdict is not Verdict.NOT_APPLICABLE for finding in comparison.after.by_model[model.identity]
    )
    # What is waived or in the baseline shows as such, what was open before does not count against this change.
    settled = [] if gone else [each for each in comparison.after.by_model[model.identity] if not each.open]
    standing = standing_of(mine) if mine else standing_of(settled) if judged else Standing.UNJUDGED
    before = change.before
    license_, source = _license(model.facts)
    return Row(
        kind=change.kind,
        model=model,
        revision=_from_to(
            _revision(before.identity) if before else "", _revision(model.identity), before is None or gone
        ),
        license=_from_to(_license(before.facts)[0] if before else "", license_, before is None or gone),
        source=source,
        contexts=", ".join(name or "default" for name in model.contexts),
        findings=merged(mine),
        standing=standing,
        kept=kept,
    )


def _from_to(before: str, after: str, single: bool) -> str:
    return after if single or before == after else f"{before} -> {after}"


def _revision(identity: Identity) -> str:
    if not identity.revision:
        return "not pinned"
    return identity.revision[:12] if words.is_commit(identity.revision) else identity.revision


def _license(facts: Facts) -> tuple[str, str]:
    fact = facts.get("license.concluded")
    if isinstance(fact.value, Unknown):
        terms = facts.value("endpoint.terms")
        return ("terms of the service", str(terms)) if terms else ("unknown", "")
    return value_text(fact.value), words.source_text(fact.source)


def subtitle(row: Row) -> str:
    """Provider, endpoint and region; the revision has a line of its own."""
    return words.subtitle(replace(row.model.identity, revision=None))
