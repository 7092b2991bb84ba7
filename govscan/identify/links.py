"""Where a card says that its license text is: links enter, names of files of the model's own folder leave."""

from __future__ import annotations

from collections.abc import Iterator

from govscan.evidence import Resolved
from govscan.facts import Source, SourceKind
from govscan.identify.body import Body, links
from govscan.identify.claim import cite
from govscan.identify.declared import is_placeholder
from govscan.identify.frontmatter import FrontMatter, texts
from govscan.pattern import pattern

_HOSTED = pattern(
    r"https?://(?P<host>huggingface\.co|hf\.co|github\.com)/(?P<org>[^/\s]+)/(?P<repo>[^/\s]+)"
    r"/(?:blob|resolve|raw|tree)/[^/\s]+/(?P<path>\S[^\n]{0,300})",
)
_LICENSE_FILE = pattern(
    r"(?:.*[ _.-])?(?:model[ _-]?)?licen[sc]es?(?:[ _.-][\w .+-]*)?|.*(?:许可|协议).*|copying(?:\.\w+)?|use_policy\.\w+"
)
_NOT_TEXT = pattern(r".*\.(?:png|jpe?g|svg|gif|html?|py|json|ya?ml)")
_LETTERS = pattern(r"[\W_]+")


def linked_files(matter: FrontMatter, own_name: str) -> frozenset[str]:
    """Files of the model's own folder that `license_link` names, in lower case."""
    names = {relative(link.raw, own_name).lower() for link in texts(matter.get("license_link"))}
    return frozenset(names - {""})


def dangling_links(body: Body, matter: FrontMatter, evidence: Resolved) -> tuple[tuple[str, Source], ...]:
    """License files that the card leads to and that the model's folder does not have, each once: the name and the
    place of the link."""
    if evidence.origin not in ("local", "hub"):
        return ()  # other origins do not list the folder
    there = {document.name.lower() for document in evidence.documents}
    there |= {artifact.name.lower() for artifact in evidence.artifacts}
    folders = {name.rpartition("/")[0] for name in there}
    found: dict[str, Source] = {}
    for name, source in _led_to(body, matter, evidence):
        low = name.lower().rstrip("/")
        if name and not is_placeholder(name) and low not in there and low not in folders:
            found.setdefault(name, source)
    return tuple(found.items())


def _led_to(body: Body, matter: FrontMatter, evidence: Resolved) -> Iterator[tuple[str, Source]]:
    card = body.card
    own = evidence.identity.name
    for link in texts(matter.get("license_link")):
        yield relative(link.raw, own), cite(card, SourceKind.CARD, link.line, quote=f"license_link: {link.raw}")
    for found in links(body):
        name = _own_file(found.target, own, evidence.origin)
        file = name.lower().rpartition("/")[2]
        if _LICENSE_FILE.fullmatch(file) and not _NOT_TEXT.fullmatch(file):
            yield name, cite(card, SourceKind.PROSE, found.line, quote=f"{found.words} ({found.target})")


def _own_file(target: str, own_name: str, origin: str) -> str:
    """The file of the model's own folder that a link of the body means. A local folder may be a repository of a
    forge: a link to the repository of the same name is one to the folder."""
    hosted = _HOSTED.fullmatch(target)
    if hosted is None:
        return relative(target, own_name, spaces=True)
    same = _LETTERS.sub("", hosted["repo"].lower()) == _LETTERS.sub("", own_name.lower().rpartition("/")[2])
    full = f"{hosted['org']}/{hosted['repo']}".lower() == own_name.lower()
    if (hosted["host"] != "github.com" and full) or (origin == "local" and same):
        return hosted["path"].split("#")[0].split("?")[0]
    return ""


def relative(link: str, own_name: str, *, spaces: bool = False) -> str:
    """The file of the model's own folder that a link means; empty for a link that leads elsewhere."""
    text = link.strip().split("#")[0].split("?")[0]
    own = f"https://huggingface.co/{own_name}/blob/main/"
    if own_name and text.lower().startswith(own.lower()):
        return text[len(own) :]
    if "://" in text or text.startswith(("/", "#", "mailto:")) or ".." in text.split("/"):
        return ""
    if " " in text and not spaces:
        return ""
    head, slash, _ = text.removeprefix("./").partition("/")
    return "" if slash and "." in head else text.removeprefix("./")  # "example.org/license" is an address
