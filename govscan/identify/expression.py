"""The algebra of SPDX license expressions. Single ids are compared here; compound ones go through
license-expression, which is imported only then because it costs a commit hook 50 ms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from govscan.pattern import pattern

T = TypeVar("T")

MAX_LENGTH = 2_000  # characters of an expression anybody means

_NOT_ID = pattern(r"[^A-Za-z0-9.-]+")
_DIVIDED = pattern(r"[\s()]")
_WORD_OPERATOR = pattern(r"\s(?:and|or|with)\s", re.IGNORECASE)


def is_compound(expression: str) -> bool:
    """Whether more than one id stands in it (a license WITH an exception counts as two)."""
    return bool(_WORD_OPERATOR.search(expression)) or "(" in expression


def fold(
    expression: str, leaf: Callable[[str], T], all_of: Callable[[Sequence[T]], T], any_of: Callable[[Sequence[T]], T]
) -> T:
    """Turn an expression into a value: `leaf` for every license (an exception stays with it), `all_of` where parts
    are joined by AND, `any_of` where they are joined by OR. What cannot be parsed is one leaf."""
    tree = _parse(expression) if is_compound(expression) else None
    return leaf(expression) if tree is None else _fold(tree, leaf, all_of, any_of)


def _fold(
    tree: Any, leaf: Callable[[str], T], all_of: Callable[[Sequence[T]], T], any_of: Callable[[Sequence[T]], T]
) -> T:
    operator = (getattr(tree, "operator", "") or "").strip()
    if operator not in ("AND", "OR"):
        return leaf(str(tree.render()))
    parts = [_fold(part, leaf, all_of, any_of) for part in tree.args]
    return all_of(parts) if operator == "AND" else any_of(parts)


def ids(expression: str) -> tuple[str, ...]:
    """Every license in an expression, once each, in its order."""
    found: tuple[str, ...] = fold(expression, lambda id_: (id_,), _chain, _chain)
    return tuple(dict.fromkeys(found))


def same(one: str, other: str) -> bool:
    """Whether two expressions say the same, whatever their order and case."""
    if one.lower() == other.lower():
        return True
    if not is_compound(one) and not is_compound(other):
        return False
    left, right = _parse(one.lower()), _parse(other.lower())
    return left is not None and right is not None and bool(left.simplify() == right.simplify())


def joined(expressions: Iterable[str]) -> str:
    """All of them at once: `A AND (B OR C)`, each part once."""
    parts = list(dict.fromkeys(expressions))
    return parts[0] if len(parts) == 1 else " AND ".join(_bracketed(part, "OR") for part in parts)


def normalized(text: str, known: Callable[[str], str | None]) -> str | None:
    """The SPDX expression that `text` is, every id in the list's spelling; None if a part is neither known to
    `known` nor on the SPDX list."""
    if len(text) > MAX_LENGTH:
        return None
    unknown = False

    def leaf(id_: str) -> str:
        nonlocal unknown
        found = known(id_) or _on_spdx_list(id_)
        unknown = unknown or found is None
        return found or id_

    if is_compound(text) and _parse(text) is None:
        return None
    expression = fold(text, leaf, joined, _alternatives)
    return None if unknown else expression


def reference(name: str) -> str:
    """The LicenseRef for a name that no list has."""
    return "LicenseRef-" + (_NOT_ID.sub("-", name.strip()).strip("-")[:100] or "unnamed")


def _alternatives(parts: Sequence[str]) -> str:
    return " OR ".join(dict.fromkeys(_bracketed(part, "AND") for part in parts))


def _bracketed(part: str, operator: str) -> str:
    """The part, in brackets where its own operator is the one given."""
    tree = _parse(part) if is_compound(part) else None
    return f"({part})" if (getattr(tree, "operator", "") or "").strip() == operator else part


def _chain(parts: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(id_ for part in parts for id_ in part)


@lru_cache(maxsize=4_096)
def _parse(expression: str) -> Any:
    """The tree, or None for what is no expression."""
    if len(expression) > MAX_LENGTH:
        return None
    library = _library()
    try:
        return _plain_licensing().parse(expression)
    except (library.ExpressionError, library.ParseError):
        return None
    except (RecursionError, IndexError):  # a thousand brackets are nobody's license, and neither are two alone
        return None


def _library() -> Any:
    import license_expression  # type: ignore[import-untyped]

    return license_expression


@lru_cache(maxsize=1)
def _plain_licensing() -> Any:
    return _library().Licensing()


@lru_cache(maxsize=1)
def _spdx_licensing() -> Any:
    return _library().get_spdx_licensing()


def _on_spdx_list(id_: str) -> str | None:
    if not _DIVIDED.search(id_) and id_.lower() not in _spdx_words():
        return None  # most of what is asked for are words of sentences
    return _listed(id_)


@lru_cache(maxsize=1)
def _spdx_words() -> frozenset[str]:
    """Every id and alias of the list, in lower case: a word that is none of them is no id."""
    symbols = _spdx_licensing().known_symbols
    aliases = {alias.lower() for symbol in symbols.values() for alias in getattr(symbol, "aliases", ()) or ()}
    return frozenset(aliases.union(name.lower() for name in symbols))


@lru_cache(maxsize=1_024)
def _listed(id_: str) -> str | None:
    library = _library()
    if id_.lower() in _VAGUE:
        return None
    try:
        tree = _spdx_licensing().parse(id_, validate=True, strict=True)
    except (library.ExpressionError, library.ParseError, RecursionError, IndexError):
        return None
    return str(tree.render()) if tree is not None else None


# license-expression reads these as the first version of the family; on a model card they name no version at all.
_VAGUE = frozenset({"gpl", "lgpl", "agpl", "bsd", "cc", "ecl", "mpl", "epl", "artistic", "apache"})
