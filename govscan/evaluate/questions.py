"""What a policy does not say of a context, asked with the line to add."""

from __future__ import annotations

from govscan.evaluate.settings import DEFAULT
from govscan.policy import Policy
from govscan.vocabulary import VOCABULARY, FactType

_BLANKS = {
    FactType.NUMBER: "<number>",
    FactType.REGIONS: "[<country or region>]",
    FactType.TEXTS: "[<class of data>]",
    FactType.TEXT: "<text>",
    FactType.FLAG: "<true or false>",
}


def question(policy: Policy, context: str, fact: str) -> str:
    """One sentence for one `context.*` fact."""
    short = fact.removeprefix("context.")
    spec = VOCABULARY[fact]
    blank = f"<{' | '.join(spec.choices)}>" if spec.choices else _BLANKS[spec.type]
    under = "default_context" if context == DEFAULT else f"contexts: {context}"
    file = "govscan.yaml" if policy.source.startswith("govscan:") else policy.source
    return f"context {context!r} does not say {short}: add `{short}: {blank}` under {under} in {file}"
