"""A report built by hand that has everything a renderer must show, hostile names included. Deterministic."""

from __future__ import annotations

from sample_models import base, hosted, hostile, llama, passing, undecided, unjudged, waived
from sample_parts import CHECKOUT, HOSTILE, LEDGER, POLICY, RULES, check, declared, digest, fact, finding, reference

from govscan.errors import Problem, ProblemKind
from govscan.finding import Truth, Verdict
from govscan.policy import Operator, Policy
from govscan.reference import Certainty
from govscan.report import Report


def sample() -> Report:
    """The report of the goldens: exit code 1, every verdict, level and kind of row."""
    scout, qwen_max, internal, ministral, qwen, evil, openai = (
        llama(), hosted(), undecided(), waived(), passing(), hostile(), unjudged(),
    )  # fmt: skip
    threshold = scout.facts.get("license.mau_threshold")
    users = fact("context.monthly_active_users", 2_000_000, declared(15))
    excluded = scout.facts.get("license.territory_excluded")
    regions = fact("context.regions", ("DE", "FR"), declared(14))
    apart = "apart from license.territory_excluded = [EU] (models/LICENSE:52-53)"
    below = "at most license.mau_threshold = 700000000 (models/LICENSE:30-34)"
    findings = (
        finding(
            "license-territory", Verdict.FAIL, scout, "production",
            "The license grants nothing in the EU, and the model is used in Germany and France.",
            check(regions, Operator.DISJOINT_FROM, apart, Truth.FALSE),
            check(excluded, Operator.EXISTS, "exists", Truth.TRUE),
            fix="Take a model whose license covers the EU,\nor ask the publisher for a separate agreement.",
        ),
        finding(
            "commercial-use", Verdict.PASS, scout, "production", "2,000,000 users are below the threshold.",
            check(users, Operator.AT_MOST, below, Truth.TRUE),
            check(threshold, Operator.EXISTS, "exists", Truth.TRUE),
        ),
        finding(
            "revision-pinned", Verdict.FAIL, scout, "production",
            "model.revision_pinned is false (services/chat/app.py:14); true is required",
            check(scout.facts.get("model.revision_pinned"), Operator.IS, "is true", Truth.FALSE),
            fix="Pass revision= with the full commit sha.",
        ),
        *(
            finding(
                "data-residency", Verdict.FAIL, qwen_max, context, "Requests are processed in CN, outside the EU.",
                check(qwen_max.facts.get("endpoint.regions"), Operator.SUBSET_OF, "within [EU]", Truth.FALSE),
                fix="Serve the model in an EU region, or use a provider's EU endpoint.",
            )
            for context in ("production", "research")
        ),
        finding(
            "commercial-use", Verdict.UNKNOWN, internal, "research",
            "Nobody knows what the license allows: the hub did not answer.",
            check(internal.facts.get("license.concluded"), Operator.EXISTS, "exists", Truth.UNKNOWN),
            missing=("license.commercial_use", "license.concluded"),
        ),
        finding(
            "remote-code", Verdict.FAIL, internal, "research", "The call trusts remote code.",
            check(internal.facts.get("model.remote_code"), Operator.IS, "is false", Truth.FALSE),
            fix="Drop trust_remote_code, or vendor and review the code.",
        ),
        finding(
            "commercial-use", Verdict.WAIVED, ministral, "production",
            "The license prohibits commercial use; waived until 2027-02-01: Commercial agreement C-123.",
            check(ministral.facts.get("license.commercial_use"), Operator.IN, "in [allowed, conditional]", Truth.FALSE),
            record="W-7",
        ),
        finding("card-sections", Verdict.FAIL, ministral, "production", "The card does not say its intended use."),
        finding("commercial-use", Verdict.PASS, qwen, "production", "The license allows commercial use."),
        finding("license-territory", Verdict.PASS, qwen, "production", "No territory is excluded."),
        finding("revision-pinned", Verdict.PASS, qwen, "production", "A full commit is asked for."),
        finding(
            "data-residency", Verdict.UNKNOWN, evil, "production", f"Nobody knows where {HOSTILE} runs.",
            check(evil.facts.get("model.access"), Operator.IS, "is self-hosted", Truth.UNKNOWN),
            missing=("endpoint.regions", "model.access"),
        ),
        finding("data-residency", Verdict.NOT_APPLICABLE, openai, "default", "No personal data in this context."),
    )  # fmt: skip
    return Report(
        root="acme-shop",
        version="0.1.0",
        now="2026-11-01",
        offline=False,
        policy=POLICY,
        files_seen=1280,
        files_read=312,
        models=(scout, qwen_max, internal, ministral, qwen, evil, openai),
        mentions=(
            reference(
                "openai", "gpt-4o", "docs/prices.md", 3, "env:comment", certainty=Certainty.MENTION,
                reason="a table of prices",
            ),
            reference(
                "huggingface", "bigscience/bloom", "services/models.py", 9, "python:list", certainty=Certainty.MENTION,
                reason="<i>list</i> of supported models",
            ),
        ),
        findings=findings,
        problems=(
            Problem("data/\x1b[5mbroken.json", 3, ProblemKind.MALFORMED, "not JSON: <unexpected> end"),
            Problem("weights/huge.safetensors", 0, ProblemKind.TOO_LARGE, "the header is larger than 100 MiB"),
        ),
        questions=(
            "How are models used outside every context? Add `use: commercial` to contexts.default in govscan.yaml.",
        ),
        warnings=("Waiver W-3 expired on 2026-09-30.",),
        ledger=LEDGER,
        checkout=CHECKOUT,
        relatives=(base(),),
    )  # fmt: skip


def clean() -> Report:
    """A report in which everything passes."""
    qwen = passing()
    return Report(
        root="acme-clean",
        version="0.1.0",
        now="2026-11-01",
        offline=True,
        policy=POLICY,
        files_seen=12,
        files_read=4,
        models=(qwen,),
        mentions=(),
        findings=(finding("commercial-use", Verdict.PASS, qwen, "production", "The license allows commercial use."),),
    )


def empty() -> Report:
    """A report of a tree without models, judged by the pack that applies when nobody chose one."""
    policy = Policy("baseline", "govscan:baseline", digest("baseline"), RULES, notice="nobody chose a policy")
    return Report("empty", "0.1.0", "2026-11-01", True, policy, 17, 9, (), (), ())
