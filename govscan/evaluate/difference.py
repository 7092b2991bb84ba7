"""The findings of two runs enter, the verdicts that differ leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from govscan.finding import Finding, Verdict
from govscan.policy import Level
from govscan.reference import Identity

_BAD: Final = {Verdict.FAIL: 2, Verdict.UNKNOWN: 1}


class Change(Struct, frozen=True):
    """One rule, one model, one context: the verdicts before and after, None where there is none. `message` explains
    the new one, or the old one where there is no new one."""

    model: Identity
    context: str
    rule: str
    level: Level
    old: Verdict | None
    new: Verdict | None
    message: str

    @property
    def both(self) -> bool:
        """Whether both runs have a verdict."""
        return self.old is not None and self.new is not None

    @property
    def worse(self) -> bool:
        """Whether the new verdict is a failure, or undecided, and the old one was less."""
        return _bad(self.new) > _bad(self.old)


def _bad(verdict: Verdict | None) -> int:
    return _BAD.get(verdict, 0) if verdict is not None else 0


def changes(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[Change]:
    """What differs, in the order of model, context and rule."""
    old = {_key(finding): finding for finding in before}
    new = {_key(finding): finding for finding in after}
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        shown = now or was
        if shown is None or (was and now and was.verdict is now.verdict):
            continue
        yield Change(
            model=shown.model,
            context=shown.context,
            rule=shown.rule,
            level=shown.level,
            old=was.verdict if was else None,
            new=now.verdict if now else None,
            message=shown.message,
        )


def _key(finding: Finding) -> tuple[tuple[str, ...], str, str]:
    return (finding.model.key, finding.context, finding.rule)
