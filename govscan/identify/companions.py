"""Files that lie beside a license text and add to it: a use policy, a notice. Evidence enters, facts leave."""

from __future__ import annotations

from collections.abc import Iterator

from govscan.evidence import Resolved
from govscan.facts import Fact, SourceKind
from govscan.identify.claim import cite
from govscan.pattern import pattern

CONFIDENCE = 0.9  # the name of a file says it, nobody has read the words

_USE_POLICY = pattern(r"(?:use|usage)[ _-]?policy|(?:acceptable|prohibited)[ _-]?use|use[ _-]?restrictions")
_NOTICE = pattern(r"notices?(?:\.(?:txt|md))?")


def companion_facts(evidence: Resolved) -> Iterator[Fact]:
    """A use policy binds the user, a notice has to be kept, whatever the license text itself says."""
    for document in evidence.documents:
        name = document.name.lower().rpartition("/")[2]
        if _USE_POLICY.search(name):
            place = cite(document, SourceKind.TEXT, 1, quote=document.name)
            yield Fact("license.use_restrictions", True, place, CONFIDENCE)
        elif _NOTICE.fullmatch(name):
            place = cite(document, SourceKind.TEXT, 1, quote=document.name)
            yield Fact("license.attribution", True, place, CONFIDENCE)
