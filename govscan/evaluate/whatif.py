"""What if: a policy whose contexts declare something else, for a question and not for a verdict."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from govscan.evaluate.reading import Reader, refusal
from govscan.evaluate.settings import DEFAULT, read_default_context
from govscan.marked import Malformed, parse_yaml
from govscan.policy import Context, Policy

SHOWN = "--context"


def supposed(policy: Policy, statements: Sequence[str]) -> Policy:
    """The policy as if each of its contexts, and the default one, declared `statements`: "regions=[DE, FR]",
    "monthly_active_users=800_000_000".

    Raises:
        InvalidInput: not key=value, an unknown key, a value of the wrong type; columns count within the statement.
    """
    lines = []
    for statement in statements:
        key, equals, value = statement.partition("=")
        if not equals:
            raise refusal(SHOWN, f"{statement!r} is not key=value", hint="for example regions=[DE, FR]")
        lines.append(f"{key.strip()}: {value.strip()}")
    try:
        (node,) = parse_yaml("\n".join(lines))
    except Malformed as error:
        raise refusal(SHOWN, f"not a value: {error.message}", error.line, error.column) from error
    reader = Reader(SHOWN)
    told = read_default_context(reader, node)
    reader.finish()
    default = policy.default_context or Context(DEFAULT, (), {}, told.place)
    return replace(
        policy,
        contexts=tuple(_with(context, told) for context in policy.contexts),
        default_context=_with(default, told),
    )


def _with(context: Context, told: Context) -> Context:
    return replace(context, declared={**context.declared, **told.declared})
