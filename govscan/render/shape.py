"""The public shape of a report in JSON, version 1. Frozen: later versions add, they do not rename or remove.

`python -m govscan.render.shape` prints the JSON Schema that stands in `schemas/report.schema.json`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from govscan.errors import ProblemKind
from govscan.evidence import Failure
from govscan.facts import SourceKind
from govscan.finding import Truth, Verdict
from govscan.policy import Level
from govscan.reference import Certainty
from govscan.render.shape_base import FactValue, Shape, Text
from govscan.render.shape_records import Repository, Review, Waiver

VERSION: Literal[1] = 1


class Tool(Shape):
    """The program that wrote the report."""

    name: Literal["govscan"] = Field(description="Always govscan.")
    version: Text = Field(description="Its version.")


class Place(Shape):
    """A place in a scanned file."""

    path: Text = Field(description="POSIX path relative to the scanned root.")
    line: int = Field(description="Line, counted from 1; 0 where the whole file is meant.")
    column: int = Field(description="Column, counted from 1.")


class Reference(Shape):
    """One place at which code names a model or a hosted service."""

    provider: Text = Field(description="Who serves the model: huggingface, openai, bedrock, local, ...")
    name: Text = Field(description="The model as written; empty where code names a service but no model.")
    path: Text = Field(description="POSIX path relative to the scanned root.")
    line: int = Field(description="Line of the literal, counted from 1.")
    column: int = Field(description="Column of the literal, counted from 1.")
    via: Text = Field(description="Surface and call, key or flag: <surface>:<what>.")
    certainty: Certainty = Field(description="Whether the code depends on the model or only mentions it.")
    revision: Text | None = Field(description="Branch, tag or commit as written; null where there is none.")
    trust_remote_code: bool | None = Field(description="As written; null where the code is silent.")
    endpoint: Text | None = Field(description="Base URL or host as written; null means the client's default.")
    region: Text | None = Field(description="Cloud region as written; null where there is none.")
    used_at: Place | None = Field(description="The call or key that uses the literal, where that is elsewhere.")
    reason: Text = Field(description="Why a mention is only a mention; empty for a dependency.")


class Document(Shape):
    """A text that was read. The text itself is not part of the report."""

    name: Text = Field(description="Name in the model's folder, for example README.md.")
    source: Text = Field(description="Path or address at which a person can open it.")
    sha256: Text = Field(description="SHA-256 of its bytes, in hex.")


class Evidence(Shape):
    """What was read about a model, or why nothing was."""

    status: Literal["resolved", "unresolved"] = Field(description="Whether anything could be read.")
    origin: Text | None = Field(description="local, hf-cache, hub, lock or hosted-api; null if unresolved.")
    revision_sha: Text | None = Field(description="Full commit that the documents belong to, where there is one.")
    failure: Failure | None = Field(description="Kind of failure; null if resolved.")
    detail: Text = Field(description="The failure in one sentence; empty if resolved.")
    documents: list[Document] = Field(description="Texts that were read.")
    artifacts: int = Field(description="Number of the model's other files: weights, code, tokenizer.")
    notes: list[Text] = Field(description="Bounds that were hit, documents that could not be read.")


class Source(Shape):
    """Where a fact comes from."""

    kind: SourceKind = Field(description="Who says so.")
    place: Text = Field(description="Path or address.")
    line: int = Field(description="First line, counted from 1; 0 where the whole document is meant.")
    end_line: int = Field(description="Last line; 0 where it is the first.")
    sha256: Text | None = Field(description="SHA-256 of the document, in hex, where one was read.")
    as_of: Text | None = Field(description="ISO date of curated or cached knowledge.")
    quote: Text = Field(description="The words themselves, at most a sentence; may be empty.")


class Statement(Shape):
    """What one source says. Confidence is that of the reading, 0 to 1."""

    source: Source | None = Field(description="Where it comes from; null where nobody is named.")
    confidence: float = Field(description="Confidence of the reading, 0 to 1.")


class Known(Statement):
    """A statement with a value."""

    value: FactValue = Field(description="Text, flag, number, or a list for a set.")


class Absent(Statement):
    """A known absence, such as the user threshold of the MIT license."""

    value: None = Field(description="Always null.")
    absent: Literal[True] = Field(description="Always true.")


class Unknown(Statement):
    """Nobody can say."""

    unknown: Text = Field(description="Why nobody can say.")


AnyStatement = Known | Absent | Unknown


class KnownFact(Known):
    """A concluded value."""

    others: list[AnyStatement] = Field(description="What further sources say, best first.")


class AbsentFact(Absent):
    """A concluded absence."""

    others: list[AnyStatement] = Field(description="What further sources say, best first.")


class UnknownFact(Unknown):
    """A fact that nobody knows."""

    others: list[AnyStatement] = Field(description="What further sources say, best first.")


Fact = KnownFact | AbsentFact | UnknownFact


class Model(Shape):
    """One model as the tree uses it."""

    id: Text = Field(description="Identity: provider, name, revision, endpoint and region. Findings refer to it.")
    provider: Text = Field(description="Who serves the model.")
    name: Text = Field(description="The model as written; empty where code names a service but no model.")
    purl: Text | None = Field(description="Package URL, where a purl type exists.")
    revision: Text | None = Field(description="Branch, tag or commit as written.")
    endpoint: Text | None = Field(description="Host that requests go to, where code names one.")
    region: Text | None = Field(description="Cloud region, where code names one.")
    contexts: list[Text] = Field(description="Contexts of the policy in which it is used.")
    references: list[Reference] = Field(description="Where code names it.")
    evidence: Evidence = Field(description="What was read about it.")
    facts: dict[Text, Fact] = Field(description="Facts by name of the vocabulary.")


class Check(Shape):
    """One test of a rule as it came out."""

    fact: Text = Field(description="Name of the fact.")
    statement: AnyStatement = Field(description="Its value and source.")
    operator: Text = Field(description="Operator of the policy language.")
    expected: Text = Field(description="What was asked for, as a person reads it.")
    truth: Truth = Field(description="Whether the test holds.")


class Finding(Shape):
    """One rule, one model, one context, one verdict."""

    rule: Text = Field(description="Id of the rule.")
    verdict: Verdict = Field(description="Unknown is never pass.")
    level: Level = Field(description="How much a failure matters: only an error fails the run.")
    model: Text = Field(description="Id of the model.")
    context: Text = Field(description="Context of use that was judged.")
    places: list[Place] = Field(description="Where code names the model in this context.")
    message: Text = Field(description="The finding in a sentence.")
    checks: list[Check] = Field(description="The tests that decided it.")
    missing: list[Text] = Field(description="Facts that would have to be known.")
    fix: Text = Field(description="What to do about it; may be empty.")
    owner: Text = Field(description="Who may approve; may be empty.")
    origin: Text = Field(description="Pack or file that the rule comes from.")
    record: Text = Field(description="Id of the waiver or review that counted; may be empty.")


class Override(Shape):
    """A rule of an extended pack that the policy loosens or switches off."""

    rule: Text = Field(description="Id of the rule.")
    disabled: bool = Field(description="Whether the rule is switched off altogether.")
    reason: Text = Field(description="Why, in the organization's words.")
    path: Text = Field(description="Policy file.")
    line: int = Field(description="Line, counted from 1.")


class Rule(Shape):
    """A rule that was applied."""

    id: Text = Field(description="Its id.")
    level: Level = Field(description="How much a failure matters.")
    title: Text = Field(description="What it asks for, in a few words; may be empty.")
    owner: Text = Field(description="Who may approve; may be empty.")
    origin: Text = Field(description="Pack or file that it comes from.")
    references: list[Text] = Field(description="Laws, standards and pages behind it.")


class Policy(Shape):
    """The policy that the models were judged by."""

    name: Text = Field(description="Its name.")
    source: Text = Field(description="File or pack.")
    digest: Text = Field(description="SHA-256 over every file that it is made of, in hex.")
    notice: Text = Field(description="Why it applies when nobody chose it; else empty.")
    extends: list[Text] = Field(description="Packs that it extends.")
    overrides: list[Override] = Field(description="Rules loosened or switched off.")
    rules: list[Rule] = Field(description="Rules, those of packs included.")


class Problem(Shape):
    """An input that could not be read as far as it should."""

    path: Text = Field(description="The input.")
    line: int = Field(description="Line, counted from 1; 0 where the whole input is meant.")
    kind: ProblemKind = Field(description="What went wrong.")
    message: Text = Field(description="The same in a sentence.")


class Suppression(Shape):
    """A reference that a comment in the code ignores (`govscan: ignore[reason]`)."""

    reference: Reference = Field(description="What is ignored.")
    reason: Text = Field(description="The reason that the comment gives.")


class Summary(Shape):
    """Figures. Findings are counted for each model and context."""

    models: int = Field(description="Models that code depends on.")
    errors: int = Field(description="Findings with verdict fail and level error.")
    undecided: int = Field(description="Findings with verdict unknown and level error.")
    warnings: int = Field(description="Findings with verdict fail or unknown and level warning.")
    notes: int = Field(description="Findings with verdict fail or unknown and level note.")
    waived: int = Field(description="Findings with verdict waived.")
    baselined: int = Field(description="Findings that the baseline covers.")
    passed: int = Field(description="Findings with verdict pass.")
    not_applicable: int = Field(description="Findings with verdict not-applicable.")
    mentions: int = Field(description="References that are only mentions.")
    suppressed: int = Field(description="References that a comment in the code ignores.")
    problems: int = Field(description="Inputs that could not be read as far as they should.")
    questions: int = Field(description="Context facts that nobody declared.")
    files_seen: int = Field(description="Files that were looked at by name.")
    files_read: int = Field(description="Files whose bytes were searched.")


class Report(Shape):
    """A govscan report: which AI models a tree depends on, what is known of them, and what a policy says."""

    govscan_report: Literal[1] = Field(description="Version of this shape.")
    tool: Tool = Field(description="The program that wrote it.")
    root: Text = Field(description="The scanned tree.")
    now: Text = Field(description="ISO date on which ages and expiries were judged.")
    offline: bool = Field(description="Whether the network was left alone.")
    exit_code: Literal[0, 1, 3] = Field(description="0 clean, 1 policy violated, 3 could not decide.")
    policy: Policy = Field(description="The policy that the models were judged by.")
    summary: Summary = Field(description="Figures.")
    models: list[Model] = Field(description="Models that code depends on.")
    findings: list[Finding] = Field(description="What the rules say of them.")
    mentions: list[Reference] = Field(description="Names that code only speaks of; not judged.")
    suppressed: list[Suppression] = Field(description="References that a comment in the code ignores.")
    problems: list[Problem] = Field(description="Inputs that could not be read as far as they should.")
    questions: list[Text] = Field(description="Context facts that nobody declared, each with the line to add.")
    warnings: list[Text] = Field(description="Expired or unused waivers and reviews.")
    repository: Repository | None = Field(description="The commit that was scanned; null where that is not known.")
    reviews: list[Review] = Field(description="Reviews on record.")
    waivers: list[Waiver] = Field(description="Waivers on record.")


def schema() -> dict[str, object]:
    """JSON Schema 2020-12 of `Report`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:govscan:schema:report:{VERSION}",
        **Report.model_json_schema(mode="serialization"),
    }


if __name__ == "__main__":
    import json
    import sys

    sys.stdout.write(json.dumps(schema(), indent=2, sort_keys=True) + "\n")
