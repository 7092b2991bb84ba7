"""Files that lie beside a license text and add to it: a use policy, a notice. Evidence enters, facts leave."""

from __future__ import annotations

from collections.abc import Iterator

from govscan.evidence import Document, Resolved
from govscan.facts import Fact, SourceKind
from govscan.identify.claim import cite
from govscan.pattern import pattern

CONFIDENCE = 0.9  # the name of a file says it, nobody has read the words

_USE_POLICY = pattern(r"(?:use|usage)[ _-]?policy|(?:acceptable|prohibited)[ _-]?use|use[ _-]?restrictions")
_FURTHER = pattern(r"output|privacy|trademark|(?:additional|supplement\w*)[ _-](?:terms|polic)")
_TERMS = pattern(r"terms|agreement|policy|licen[sc]e")
_NOTICE = pattern(r"notices?(?:\.(?:txt|md))?")


def further_terms(evidence: Resolved) -> tuple[Document, ...]:
    """Files that bind beside the license text by their names: use policies, terms for outputs."""
    return tuple(document for document in evidence.documents if _is_further(document.name.lower().rpartition("/")[2]))


def _is_further(name: str) -> bool:
    return bool(_USE_POLICY.search(name) or (_FURTHER.search(name) and _TERMS.search(name)))


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
