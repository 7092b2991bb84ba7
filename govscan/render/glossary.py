"""Words of a report that not every reader knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from govscan.report import Report
from govscan.vocabulary import VOCABULARY

TERMS: Final[Mapping[str, str]] = {
    "Baseline": "Findings that were there when the scanner was adopted. They are shown and fail nothing, as long as "
    "nothing about them changes.",
    "Base model": "A model that another one was made from: by fine-tuning, merging, quantizing or distilling.",
    "Concluded license": "The license that the scanner decides on after weighing what is declared and detected.",
    "Context of use": "How models are used under some folders: for what, where, with which data. The organization "
    "declares it in its policy.",
    "Declared license": "What the card, the configuration or a header of the model says about its license.",
    "Dependency": "A place in code or configuration from which the program would really load or call the model.",
    "Detected license": "What the license text beside the model is, whatever its label says.",
    "Digest (SHA-256)": "A fingerprint of a file. A file with the same digest has the same bytes.",
    "Drift": "Something is no longer what the lock recorded: a new license text, another commit, other terms.",
    "Fail": "A rule of the policy is broken.",
    "Finding": "What one rule says of one model in one context.",
    "Hosted API": "A model that somebody else runs: what is sent to it leaves the organization.",
    "Lock": "The file govscan.lock: which commit and which license of each model were seen online, and when.",
    "Mention": "A place that only speaks of a model, such as a comment or a table of prices. It is not judged.",
    "Package URL (purl)": "A standard name for a package or model, for example pkg:huggingface/org/name@commit.",
    "Pinned": "Code asks for one commit of the model, so that nobody can exchange it later.",
    "Remote code": "Code in a model's repository that runs when the model is loaded with trust_remote_code.",
    "Review": "A person's approval or rejection of a model for some criteria, until a day.",
    "SPDX": "A standard for naming licenses and describing what software is made of (ISO/IEC 5962).",
    "Undecided": "A fact that a rule needs is not known. It never counts as a pass.",
    "Waiver": "A person accepts the risk of one rule for one model until a day, with a reason.",
}


def facts_glossary(report: Report) -> tuple[tuple[str, str], ...]:
    """The facts that this report speaks of, each with its meaning."""
    used = {name for model in report.models for name in model.facts.statements}
    used |= {check.fact.name for finding in report.findings for check in finding.checks}
    return tuple((name, spec.description) for name, spec in VOCABULARY.items() if name in used)
