"""The code of a model, wherever it lies: documents and a way to read files enter, what would run leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from msgspec import Struct
from msgspec.structs import replace

from govscan.evidence import Code, Document
from govscan.resolve.documents import CONFIGS_OF_CODE

_JSON = tuple(name for name in CONFIGS_OF_CODE if name.endswith(".json") and name != "adapter_config.json")


class Source(Struct, frozen=True):
    """The bytes of a source file, the place that a person opens, and the digest."""

    data: bytes
    place: str
    sha256: str


def code_in(
    documents: Iterable[Document], listed: Collection[str], read: Callable[[str], Source | str], name: str
) -> Code:
    """What the configurations among some documents ask for. `listed` are the names of all files of the model, `name` is
    how the Hub calls it."""
    configs = {document.name: document.text for document in documents if document.name in _JSON}
    unread = tuple(f"{each} could not be read" for each in _JSON if each in listed and each not in configs)
    if not configs:
        return Code(troubles=unread)
    from govscan.shipped import code_of, names_code  # a model without code does not pay for it

    if not names_code(configs):
        return Code(troubles=unread)
    found = code_of(configs, listed, read, name)
    return replace(found, troubles=(*unread, *found.troubles))
