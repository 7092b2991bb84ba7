"""What weight files hold, as facts: imports of pickles, constructs that run code, files that cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from govscan.evidence import Danger, Evidence, Examined, Import, Resolved
from govscan.facts import Fact, Source, SourceKind, Unknown
from govscan.identify.chat_templates import CONFIG, TEMPLATE, template_dangers
from govscan.pattern import pattern

_FURTHER = pattern(r"-(?!00001-of)[0-9]{5}-of-[0-9]{5}\.|(?:^|/)mmproj", re.IGNORECASE)
NAMES: Final = (
    "artifacts.unsafe_globals",
    "artifacts.unfamiliar_globals",
    "artifacts.dangers",
    "artifacts.troubles",
)


def content_facts(evidence: Evidence, name: str, unsafe: Sequence[str]) -> Iterator[Fact]:
    """The facts of `NAMES`. `unsafe` are the listed files whose format can run code: where there are none, nothing can
    be imported; where there are some that nobody looked into, nobody knows."""
    if not isinstance(evidence, Resolved):
        return
    where = Source(SourceKind.DERIVED, name or str(evidence.identity))
    examined = {each.name: each for each in evidence.examined}
    unseen = [file for file in unsafe if file not in examined]
    unread = [each for each in evidence.examined if each.unread]
    troubles = tuple(trouble for each in evidence.examined for trouble in each.troubles)
    for fact, danger in zip(NAMES, (Danger.DANGEROUS, Danger.UNFAMILIAR), strict=False):
        found = [each for file in evidence.examined for each in file.imports if each.danger is danger]
        if found:
            yield Fact(fact, tuple(sorted({str(each) for each in found})), _place(name, found))
        else:
            yield Fact(fact, _doubt(unseen, unread, [each for each in evidence.examined if each.troubles]) or (), where)
    templates = tuple(template_dangers(evidence))
    dangers = (*(danger for each in evidence.examined for danger in each.dangers), *templates)
    first = next((danger.partition(":")[0].partition("!")[0].partition(" (")[0] for danger in dangers), "")
    doubt = None if dangers else _doubt([*unseen, *_templates_unread(evidence)], unread)
    yield Fact("artifacts.dangers", doubt or dangers, Source(SourceKind.HEADER, _path(name, first)) if first else where)
    yield Fact("artifacts.troubles", troubles or _doubt(unseen, unread) or (), where)


def _templates_unread(evidence: Resolved) -> list[str]:
    """Files with chat templates that are listed, but whose text nobody has. Each GGUF file of a repository has one of
    its own, apart from the further parts of one model and from projectors."""
    seen = {each.name for each in evidence.examined}
    return [
        file.name
        for file in evidence.artifacts
        if file.name in (CONFIG, TEMPLATE)
        or (file.name.lower().endswith(".gguf") and file.name not in seen and not _FURTHER.search(file.name))
    ]


def _doubt(unseen: Sequence[str], unread: Sequence[Examined], broken: Sequence[Examined] = ()) -> Unknown | None:
    """Why it is not known that nothing is there."""
    if unseen:
        return Unknown(f"nobody looked into {unseen[0]}" + (f" and {len(unseen) - 1} more" if len(unseen) > 1 else ""))
    if unread:
        return Unknown(f"not all of {unread[0].name} was looked into: {unread[0].unread}")
    if broken:
        return Unknown(f"a weight file could not be read to its end: {broken[0].troubles[0]}")
    return None


def _place(name: str, found: Sequence[Import]) -> Source:
    """The first file that imports something, with what it imports."""
    file, _, member = found[0].place.partition("!")
    quote = f"{found[0]} in {member}" if member else str(found[0])
    return Source(SourceKind.HEADER, _path(name, file), quote=quote)


def _path(name: str, file: str) -> str:
    base = name.rstrip("/")
    return base if not base or base.endswith(file) else f"{base}/{file}"
