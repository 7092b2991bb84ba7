"""The public shape of a comparison in JSON, version 1: the two commits, what changed between them, and what decides.
Frozen, as the report's is.

`python -m govscan.render.shape_gate` prints the JSON Schema that stands in `schemas/gate.schema.json`.
"""

from __future__ import annotations

import json
from typing import Literal

from pydantic import Field

from govscan.comparison import ChangeKind
from govscan.finding import Verdict
from govscan.policy import Level
from govscan.render import shape
from govscan.render.shape_base import Shape, Text

VERSION: Literal[1] = 1


class Difference(Shape):
    """One thing about a model that changed."""

    what: Text = Field(description="revision, provider, endpoint, region, contexts, or the name of a fact.")
    before: Text = Field(description="As a person reads it; empty where there was nothing.")
    after: Text = Field(description="As a person reads it; empty where there is nothing.")


class Change(Shape):
    """A model that came, went or changed."""

    kind: ChangeKind = Field(description="added, removed or changed.")
    before: shape.Model | None = Field(description="The model in the base; null where it came.")
    after: shape.Model | None = Field(description="The model in the head; null where it went.")
    differences: list[Difference] = Field(description="What changed; empty unless the kind is changed.")


class NewFinding(Shape):
    """A finding with what it is recognized by."""

    fingerprint: Text = Field(description="The same while lines, files and revisions move.")
    finding: shape.Finding = Field(description="The finding.")


class Record(Shape):
    """A change of what govscan judges by, or another thing that a reviewer must know."""

    path: Text = Field(description="The file, with its line where there is one.")
    sentence: Text = Field(description="What changes.")
    verdict: Verdict = Field(description="fail and unknown decide; not-applicable only has to be read.")
    in_force: bool = Field(description="False where it takes effect only after the merge.")


class Gate(Shape):
    """What a change brings: two commits of a repository, judged by the policy of the base."""

    govscan_gate: Literal[1] = Field(description="Version of this shape.")
    tool: shape.Tool = Field(description="The program that wrote it.")
    repository: Text = Field(description="Name of the repository's folder.")
    base: Text = Field(description="Full id of the commit that was compared with.")
    head: Text = Field(description="Full id of the commit that was judged.")
    now: Text = Field(description="ISO date on which ages and expiries were judged.")
    offline: bool = Field(description="Whether the network was left alone.")
    exit_code: Literal[0, 1, 3] = Field(description="0 clean, 1 the change violates the policy, 3 could not decide.")
    fail_on: Level = Field(description="The least level of a finding that fails.")
    judge_all: bool = Field(description="Whether what was there before fails as well.")
    policy: shape.Policy = Field(description="The policy that both states were judged by.")
    changes: list[Change] = Field(description="Models that came, went or changed.")
    new: list[NewFinding] = Field(description="Open findings that the base does not have.")
    fixed: list[NewFinding] = Field(description="Open findings of the base that are gone.")
    unchanged: list[NewFinding] = Field(description="Open findings that both have.")
    records: list[Record] = Field(description="What the change does to the policy and its records, and other remarks.")
    problems: list[shape.Problem] = Field(description="Inputs that could be read in the base, and no longer can.")
    warnings: list[Text] = Field(description="What was not looked into; expired or unused records.")


def schema() -> dict[str, object]:
    """JSON Schema 2020-12 of `Gate`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:govscan:schema:gate:{VERSION}",
        **Gate.model_json_schema(mode="serialization"),
    }


if __name__ == "__main__":
    import sys

    sys.stdout.write(json.dumps(schema(), indent=2, sort_keys=True) + "\n")
