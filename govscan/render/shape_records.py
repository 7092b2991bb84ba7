"""The commit and the records of a repository in the public JSON shape."""

from __future__ import annotations

from pydantic import Field

from govscan.policy import ReviewVerdict
from govscan.render.shape_base import Shape, Text


class Repository(Shape):
    """The git checkout that was scanned."""

    commit: Text = Field(description="Full id of the commit.")
    address: Text = Field(description="Page of the repository; empty where no remote names one.")
    prefix: Text = Field(description="From the top of the repository to the scanned root; empty, or ends with a slash.")
    changed: list[Text] = Field(description="Files that name models and are not as the commit has them.")


class Review(Shape):
    """A person's approval or rejection of a model."""

    id: Text = Field(description="Its id.")
    model: Text = Field(description="Package URL or identity, without revision.")
    criteria: list[Text] = Field(description="What it covers.")
    verdict: ReviewVerdict = Field(description="What was decided.")
    reviewer: Text = Field(description="Who decided.")
    date: Text = Field(description="ISO date of the decision.")
    expires: Text = Field(description="ISO date from which on it no longer counts.")
    revision: Text | None = Field(description="Commit that it is pinned to.")
    license_sha256: Text | None = Field(description="SHA-256 of the license text that it is pinned to.")
    contexts: list[Text] = Field(description="Contexts that it is for; empty for all.")
    conditions: Text = Field(description="What a conditional approval depends on.")
    evidence: list[Text] = Field(description="Addresses of what it rests on.")


class Waiver(Shape):
    """An acceptance of risk: one rule, one model, until a day."""

    id: Text = Field(description="Its id.")
    rule: Text = Field(description="Id of the rule.")
    model: Text = Field(description="Package URL or identity.")
    contexts: list[Text] = Field(description="Contexts that it is for; empty for all.")
    reason: Text = Field(description="Why, as one of the agreed words.")
    statement: Text = Field(description="Why, in a sentence.")
    approver: Text = Field(description="Who accepted the risk.")
    created: Text = Field(description="ISO date.")
    expires: Text = Field(description="ISO date from which on it no longer counts.")
