"""References to contexts: in which declared uses a reference lies, by its path and its namespace.

Patterns read like those of gitignore, anchored at the folder of the policy: `services/**` and `services` are all
below that folder, `*.py` without a slash matches at any depth, `**` is any number of folders.
"""

from __future__ import annotations

import functools
import re
from fnmatch import fnmatchcase

from govscan.evaluate.settings import DEFAULT
from govscan.facts import Fact, Source, SourceKind, Unknown
from govscan.globs import settled, unwarned
from govscan.policy import Context, Policy
from govscan.reference import NAMESPACE, Reference
from govscan.vocabulary import VOCABULARY


def contexts_of(policy: Policy, reference: Reference) -> tuple[str, ...]:
    """Names of the contexts that a reference is in, in the policy's order; ("default",) when it is in none. Its path
    is relative to the folder of the policy, with "/"."""
    names = tuple(context.name for context in policy.contexts if _covers(context, reference))
    return names or (DEFAULT,)


def _covers(context: Context, reference: Reference) -> bool:
    if context.paths and not _matcher(context.paths).match(reference.location.path):
        return False
    if context.namespaces:
        written = (value for name, value in reference.hints if name == NAMESPACE)
        return any(fnmatchcase(namespace, wanted) for namespace in written for wanted in context.namespaces)
    return bool(context.paths)


def declared_facts(policy: Policy, name: str) -> dict[str, Fact]:
    """Every `context.*` fact of one context: what the policy declares, else Unknown."""
    context = next((one for one in policy.contexts if one.name == name), None)
    if context is None and name == DEFAULT:
        context = policy.default_context
    source = Source(SourceKind.POLICY, context.place.path, context.place.line) if context else None
    facts = {fact: _declared(fact, name, context, source) for fact in VOCABULARY if fact.startswith("context.")}
    facts["context.name"] = Fact("context.name", name, source)
    return facts


def _declared(fact: str, name: str, context: Context | None, source: Source | None) -> Fact:
    short = fact.removeprefix("context.")
    if context is not None and short in context.declared:
        return Fact(fact, context.declared[short], source)
    return Fact(fact, Unknown(f"context {name!r} does not say {short}"), source)


@functools.lru_cache(maxsize=256)
def _matcher(patterns: tuple[str, ...]) -> re.Pattern[str]:
    expressions = (f"(?:{settled(translated(pattern))})" for pattern in patterns)
    with unwarned():
        return re.compile("|".join(expressions) or r"(?!)", re.DOTALL)


def translated(pattern: str) -> str:
    """The regular expression that a whole path has to match."""
    pattern = pattern.removeprefix("./")
    folder_only = pattern.endswith("/")
    anchored = "/" in pattern.rstrip("/")
    segments = [segment for segment in pattern.split("/") if segment]
    text = "" if anchored or not segments or segments[0] == "**" else "(?:.*/)?"
    for index, segment in enumerate(segments):
        last = index == len(segments) - 1
        if segment == "**":
            text += ".*" if last else "(?:.*/)?"
        else:
            text += _segment(segment) + ("" if last else "/")
    if not segments or segments[-1] == "**":
        return text + r"\Z"
    return text + (r"/.*\Z" if folder_only else r"(?:/.*)?\Z")  # a folder stands for all that is in it


def _is_expression(text: str) -> bool:
    try:
        with unwarned():
            re.compile(text)
    except re.error:
        return False
    return True


def _segment(segment: str) -> str:
    text, at = "", 0
    while at < len(segment):
        char = segment[at]
        at += 1
        if char == "*":
            text += "" if text.endswith("[^/]*") else "[^/]*"
        elif char == "?":
            text += "[^/]"
        elif char == "[" and (end := segment.find("]", at + 1)) > 0:
            inner = segment[at:end].replace("\\", "\\\\").replace("[", "\\[")
            signs = f"[^{inner[1:]}]" if inner[0] in "!^" else f"[{inner}]"
            text += signs if _is_expression(signs) else r"(?!)"  # [z-a] stands for no sign
            at = end + 1
        else:
            text += re.escape(char)
    return text
