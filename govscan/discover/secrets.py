"""Whether a text is a key that opens something, judged by its shape. The text comes in, a yes or no goes out: it is
kept nowhere.

Services that mark their keys (`sk-ant-...`, `hf_...`) are known by the mark; other texts count only where a name says
that they are keys, and look drawn by lot. Sources of the marks: the services' own documentation.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Final

from govscan.pattern import pattern

MARKS: Final = (
    r"(?<![A-Za-z0-9_.-])(?:"
    r"(?P<anthropic>sk-ant-[A-Za-z0-9_-]{24,160})"
    r"|(?P<openrouter>sk-or-[A-Za-z0-9-]{24,120})"
    r"|(?P<openai>sk-(?:proj|svcacct|admin)-[A-Za-z0-9_-]{24,220})"
    r"|(?P<any>sk-[A-Za-z0-9]{24,120})"
    r"|(?P<huggingface>hf_[A-Za-z0-9]{30,50})"
    r"|(?P<gemini>AIza[A-Za-z0-9_-]{35})"
    r"|(?P<groq>gsk_[A-Za-z0-9]{40,80})"
    r"|(?P<bedrock>A[KS]IA[A-Z0-9]{16}|ABSK[A-Za-z0-9+/]{80,240}={0,2})"
    r"|(?P<xai>xai-[A-Za-z0-9]{40,120})"
    r"|(?P<nvidia>nvapi-[A-Za-z0-9_-]{40,100})"
    r"|(?P<replicate>r8_[A-Za-z0-9]{30,50})"
    r"|(?P<perplexity>pplx-[A-Za-z0-9]{40,80})"
    r"|(?P<fireworks>fw_[A-Za-z0-9]{20,60})"
    r"|(?P<cerebras>csk-[A-Za-z0-9]{30,80})"
    r"|(?P<together>tgp_v1_[A-Za-z0-9_-]{30,80})"
    r"|(?P<github_models>gh[pousr]_[A-Za-z0-9]{30,60}|github_pat_[A-Za-z0-9_]{60,100})"
    r")(?![A-Za-z0-9_-])"
)
MARKED: Final = pattern(MARKS)
"""A key by its mark; the name of the group says whose it is, with "_" for "-"; "any" is a mark that many share."""

_STAND_IN: Final = pattern(
    r"your|here|replac|change|example|sample|placeholder|dummy|fake|mock|test|demo|insert|redact|hidden|secret"
    r"|invalid|not[-_]?(?:used|needed|required|a[-_])|no[-_]key|x{4,}|\*{2,}|\.{3}|(.)\1{5,}|[<>{}$%…\s]",
    re.IGNORECASE,
)
_RUNS: Final = ("0123456789", "1234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "fedcba9876543210")
_RUN: Final = 7  # neighbors of an alphabet in a row are typed, not drawn
_PLAIN: Final = pattern(r"[A-Za-z0-9+/_.=-]{20,300}\Z")
_HEXADECIMAL: Final = pattern(r"[0-9a-f-]++\Z|[0-9A-F-]++\Z")
_SPOKEN: Final = pattern(r"(?:[A-Z]?[a-z]++|[A-Z]++)(?:[-_./](?:[A-Z]?[a-z]++|[A-Z]++|v?[0-9]{1,3})){1,12}\Z")
_NAMES_OF_KEYS: Final = pattern(
    r"(?:^|_)(?:api_?keys?|api_?tokens?|access_?tokens?|auth_?tokens?|bearer_?tokens?|bearer|authorization|secret_?keys?"
    r"|secret_access_keys?|subscription_?keys?|key_?credentials?|api_?secrets?|auth_?keys?|tokens?|keys?)$"
)
_NO_KEYS: Final = pattern(
    r"public|publishable|cache|primary|foreign|sort|partition|idempotency|license|pad|eos|bos|site"
)


def owner_of(value: str) -> str | None:
    """Whose key a text is by its mark: a provider, "any" where many use the mark; None for no key, or none with a
    mark."""
    found = MARKED.match(value)
    if found is None or found.end() != len(value) or not _is_drawn(value[found.start() + 4 :]):
        return None
    return (found.lastgroup or "any").replace("_", "-")


def is_key(value: str, name: str) -> bool:
    """Whether the value of a setting (its name normalized) is a key, and no stand-in for one."""
    if owner_of(value):
        return True
    if not _NAMES_OF_KEYS.search(name) or _NO_KEYS.search(name) or not _PLAIN.match(value):
        return False
    if _SPOKEN.match(value) or _is_spoken(value) or value.count(".") > 2 or value.count("/") > 4:
        return False
    digits, letters = sum(map(str.isdigit, value)), sum(map(str.isalpha, value))
    return digits >= 3 and letters >= 3 and _is_drawn(value)


def _is_spoken(value: str) -> bool:
    """Whether a text is a name of short words and numbers: `gpt-4o-mini-2024-07-18`."""
    words = value.replace("_", "-").replace(".", "-").split("-")
    return len(words) > 3 and max(map(len, words)) < 9


def is_password(value: str) -> bool:
    """Whether what stands in front of the "@" of an address is a password, and no stand-in for one."""
    plain = value.lower()
    weak = ("pass", "pwd", "user", "token", "key", "admin", "foo", "bar")
    return len(value) > 5 and not _STAND_IN.search(value) and not any(word in plain for word in weak)


def _is_drawn(text: str) -> bool:
    """Whether the characters look drawn by lot: many different ones, no words for "fill me in", nothing typed along
    the keyboard."""
    if _STAND_IN.search(text):
        return False
    plain = text.lower()
    if any(run[at : at + _RUN] in plain for run in _RUNS for at in range(len(run) - _RUN + 1)):
        return False
    counts = Counter(text)
    entropy = -sum(count / len(text) * math.log2(count / len(text)) for count in counts.values())
    return entropy >= (2.9 if _HEXADECIMAL.match(text) else min(3.5, math.log2(len(text)) * 0.8))
