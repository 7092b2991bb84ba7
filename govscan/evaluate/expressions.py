"""License expressions as values of `is`, `in` and `not_in`: "Apache-2.0 OR MIT" leaves the choice to the user,
"MIT AND CC-BY-4.0" binds to both.

The parser is imported only where a value has an operator, so that a plain id costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from govscan.pattern import pattern

_OPERATOR = pattern(r"\s(?:OR|AND)\s")


def is_compound(text: str) -> bool:
    """Whether the text looks like an expression of several licenses."""
    return _OPERATOR.search(text) is not None and len(text) <= 2000


def satisfied(text: str, accepted: Callable[[str], bool]) -> bool | None:
    """Whether the user of the license can do with ids that are accepted: one side of an OR, both of an AND. An id
    with an exception is one id. None for a text that is no expression."""
    tree = _parsed(text)
    return None if tree is None else _satisfied(tree, accepted)


def equivalent(left: str, right: str) -> bool | None:
    """Whether both say the same, whatever the order. None where one of them is no expression."""
    trees = (_parsed(left.lower()), _parsed(right.lower()))
    if trees[0] is None or trees[1] is None:
        return None
    return bool(trees[0].simplify() == trees[1].simplify())


def _parsed(text: str) -> Any:
    from license_expression import Licensing  # type: ignore[import-untyped]

    try:
        return Licensing().parse(text)
    except Exception:  # noqa: BLE001 - of several kinds, its own assertions among them
        return None


def _satisfied(tree: Any, accepted: Callable[[str], bool]) -> bool:
    from license_expression import AND, OR

    if isinstance(tree, OR):
        return any(_satisfied(part, accepted) for part in tree.args)
    if isinstance(tree, AND):
        return all(_satisfied(part, accepted) for part in tree.args)
    return accepted(str(tree.render("{symbol.key}")))
