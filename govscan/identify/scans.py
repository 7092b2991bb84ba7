"""The hub's own scan of weight files beside this one: where one calls a file dangerous and the other does not, somebody
has to look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from govscan.evidence import Danger, Evidence, Examined, Resolved
from govscan.facts import Fact, Source, SourceKind, Unknown

NAME: Final = "artifacts.scan_conflict"
_ALARM: Final = frozenset({"unsafe", "suspicious"})
_OPEN: Final = frozenset({"pending", "queued", "unscanned", "error"})
MAX_SAID: Final = 50


def scan_conflict(evidence: Resolved, name: str) -> Iterator[Fact]:
    """`artifacts.scan_conflict`: nothing where there is no verdict to differ from."""
    where = Source(SourceKind.HUB, evidence.identity.purl or name or str(evidence.identity))
    if evidence.origin not in ("hub", "hf-cache", "lock"):
        yield Fact(NAME, (), Source(SourceKind.DERIVED, name or str(evidence.identity), quote="no hub has scanned it"))
        return
    if evidence.origin != "hub" or evidence.hub is None:
        return
    scan = evidence.hub.security_scan
    if scan is None:
        yield Fact(NAME, (), Source(where.kind, where.place, quote="the hub says nothing of a scan"))
        return
    levels = dict(evidence.hub.scanned)
    said = tuple(_conflicts(evidence, levels))[:MAX_SAID]
    unseen = _unseen(evidence, levels)
    if said:
        yield Fact(NAME, said, where)
    elif scan in _OPEN:
        yield Fact(NAME, Unknown("the hub has not finished its scan"), where)
    elif unseen:
        yield Fact(
            NAME, Unknown(f"the hub calls {unseen} {levels[unseen]}, and not all of it was looked into here"), where
        )
    else:
        yield Fact(NAME, (), where)


def _conflicts(evidence: Resolved, levels: dict[str, str]) -> Iterator[str]:
    done = evidence.hub is not None and evidence.hub.security_scan not in _OPEN
    for each in evidence.examined:
        level = levels.get(each.name, "safe" if done else "")
        alarm = _alarm(each)
        if level in _ALARM and not alarm and not each.unread and not each.troubles:
            yield f"{each.name}: the hub calls it {level}, govscan found nothing dangerous in it"
        elif level == "safe" and alarm:
            yield f"{each.name}: the hub calls it safe, govscan found {alarm}"


def _unseen(evidence: Evidence, levels: dict[str, str]) -> str:
    """A file that the hub warns of, and that nobody could look into here to its end."""
    assert isinstance(evidence, Resolved)
    whole = {each.name for each in evidence.examined if not each.unread and not each.troubles}
    alarmed = {each.name for each in evidence.examined if _alarm(each)}
    warned = sorted(file for file, level in levels.items() if level in _ALARM)
    return next((file for file in warned if file not in whole | alarmed), "")


def _alarm(examined: Examined) -> str:
    """What is dangerous in a file, in words; "" where nothing is."""
    found = [str(each) for each in examined.imports if each.danger is Danger.DANGEROUS]
    if found:
        return f"the import {found[0]}" + (f" and {len(found) - 1} more" if len(found) > 1 else "")
    return examined.dangers[0].partition(": ")[2] if examined.dangers else ""
