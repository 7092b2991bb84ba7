"""The bytes of a Java, Kotlin, C# or Go file enter, whether one of its texts can be a model leaves.

Whole trees of such code speak of models in their namespaces and name none. Here a text that is given to a name which
speaks of a model is looked for; only files that have one are taken apart. What counts comes from the tables that the
tokens are read with.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from govscan.discover.code_names import constant_name, key_of, owns_constants
from govscan.discover.code_properties import NEEDLE as PROPERTY
from govscan.discover.code_sdks import GIVES_DEFAULT, NAMES_FIRST, NAMES_SECOND
from govscan.discover.lexicon import Lexicon, ends_of, words_of
from govscan.pattern import pattern

_GIVEN: Final = pattern(
    # perhaps the type, what gives the value, perhaps a call that hands a text on or a setting whose default it is, and
    # the text
    rb"(?!\w)(?:(?:\s++|\s*+:\s*+)\w++)?+\s*+(?:\?\?|\?:|:=|[=:(])\s*+(?:(?:new\s++)?[\w.]{1,80}\s*+\(\s*+"
    rb"|[\w.]{1,80}\[[^\]\n]{1,120}\]\s*+\?\?\s*+)?[$@]*+[\"`]"
)
_KEYED: Final = pattern(
    # a key and what it is by default: ["MODEL"] ?? "name", "MODEL", "name" and ${llm.model:name}; a property and a list
    # of members
    rb"(?:[\"`]\s*+\]\s*+\?\?\s*+[\"`]|[\"`]\s*+,\s*+(?:defaultValue\s*+=\s*+)?[\"`]|:[\w./-]++\}"
    rb"|\s*+\{[^}\";]{0,20};?[^}\"]{0,20}\}\s*+=\s*+[\"`]"
    rb"|(?:\([^)]{0,100}\))?\s*+\{\s*+\w++\(\")"
)
_LISTED: Final = pattern(rb"(?!\w)\s*+:?=(?!=)")
_CALLED: Final = pattern(rb"(?!\w)\s*+[(=:][^;\"`]{0,300}[\"`]")
_CONSTANT: Final = pattern(rb"(?!\w)\s*+\.\s*+(\w++)")
_IMPORTED: Final = pattern(rb"import static [\w.]{1,200}Model(?:Name)?\.[A-Z*]")


def may_name(data: bytes) -> bool:
    """Whether a text or a constant in a source file is given to a name that speaks of a model."""
    return (
        bool(_IMPORTED.search(data))
        or PROPERTY.search(data)
        or any(
            tail is not _CONSTANT or _is_constant(found[1])
            for word, tails in _SPEAKING.of(words_of(data))
            for end in ends_of(word, data)
            for tail in tails
            if (found := tail.match(data, end))
        )
    )


def _tails(word: bytes) -> tuple[re.Pattern[bytes], ...]:
    """What has to follow a name where it is given a model; nothing for most names."""
    name = word.decode("utf-8", "replace")
    called = name in NAMES_FIRST or name in NAMES_SECOND or name == GIVES_DEFAULT
    tails = [_CALLED] if called else []
    if key_of(name) is not None:
        tails += [_GIVEN, _KEYED, _LISTED] if name[-1:] in "sS" else [_GIVEN, _KEYED]
    return (*tails, _CONSTANT) if owns_constants(name) else tuple(tails)


_SPEAKING: Final = Lexicon(_tails)


@lru_cache(maxsize=4096)
def _is_constant(name: bytes) -> bool:
    return constant_name(name.decode("utf-8", "replace")) is not None
