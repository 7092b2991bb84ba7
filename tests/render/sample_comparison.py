"""A comparison built by hand: three changed models, a fixed finding, changed records, a problem. Deterministic."""

from __future__ import annotations

from msgspec.structs import replace
from sample import sample

from govscan.comparison import ChangeKind, Comparison, Difference, ModelChange, RecordChange
from govscan.errors import Problem, ProblemKind
from govscan.finding import Verdict
from govscan.report import Report

BASE, HEAD = "1" * 40, "2f" * 20


def comparison() -> Comparison:
    """One model came that is forbidden, one that nobody could decide, one changed its revision."""
    after = sample()
    scout, qwen_max, internal, _, qwen, evil, _ = after.models
    old = replace(qwen, identity=replace(qwen.identity, revision="a" * 40))
    before = replace(after, models=(old,), findings=())
    opened = [finding for finding in after.findings if finding.open]
    mine = {scout.identity, internal.identity}
    return Comparison(
        base=BASE,
        head=HEAD,
        before=before,
        after=after,
        changes=(
            ModelChange(ChangeKind.ADDED, None, scout),
            ModelChange(ChangeKind.ADDED, None, internal),
            ModelChange(
                ChangeKind.CHANGED, old, qwen, (Difference("revision", "a" * 40, qwen.identity.revision or ""),)
            ),
        ),
        new=tuple(finding for finding in opened if finding.model in mine),
        fixed=tuple(finding for finding in opened if finding.model == evil.identity),
        unchanged=tuple(finding for finding in opened if finding.model == qwen_max.identity),
        records=(
            RecordChange("govscan.yaml", "policy acme (0f0f0f0f0f0f) becomes acme (1e1e1e1e1e1e)"),
            RecordChange(".govscan/waivers.yaml", "waiver W-9 added: license-territory for meta-llama/Llama-4-Scout"),
            RecordChange("govscan.lock", "huggingface:a/b: does not say what the model's files say", Verdict.FAIL),
        ),
        new_problems=(Problem("services/broken.py", 3, ProblemKind.MALFORMED, "invalid syntax"),),
        warnings=("submodule vendor/models moves to 1234567890ab: not looked into, gate it in its own repository",),
    )


def calm() -> Comparison:
    """Nothing changed."""
    report = replace(sample(), findings=(), models=(), problems=())
    return Comparison(BASE, HEAD, report, report, (), (), (), ())


def many(number: int) -> Comparison:
    """So many models at once, each forbidden."""
    one = comparison()
    scout = one.changes[0].after
    assert scout is not None
    finding = one.new[0]
    models = [
        replace(scout, identity=replace(scout.identity, name=f"acme/model-{index:05}")) for index in range(number)
    ]
    findings = tuple(replace(finding, model=model.identity) for model in models)
    after: Report = replace(one.after, models=tuple(models), findings=findings)
    changes = tuple(ModelChange(ChangeKind.ADDED, None, model) for model in models)
    return replace(one, after=after, changes=changes, new=findings, fixed=(), unchanged=())
