"""Facts and a policy enter, findings leave. Three-valued logic throughout: unknown is never pass."""

from govscan.evaluate.contexts import contexts_of
from govscan.evaluate.judge import Evaluation, Judge, evaluate
from govscan.evaluate.layers import packs
from govscan.evaluate.ledger import load_ledger
from govscan.evaluate.load import find_policy, load_policy
from govscan.evaluate.quick import facts_asked
from govscan.evaluate.settings import DEFAULT as DEFAULT_CONTEXT

__all__ = [
    "DEFAULT_CONTEXT",
    "Evaluation",
    "Judge",
    "contexts_of",
    "evaluate",
    "facts_asked",
    "find_policy",
    "load_ledger",
    "load_policy",
    "packs",
]
