"""A plain HTTP call enters, the reference to the known service at its address is kept, with the model that its body
names."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

from govscan.discover import classify
from govscan.discover.naming_places import Named, safe_address
from govscan.discover.python_arguments import Arguments, may_be
from govscan.discover.python_call import Call
from govscan.discover.python_module import Site
from govscan.discover.python_naming import name_in_call
from govscan.discover.python_values import Text
from govscan.discover.signatures import OPEN_WEIGHTS

if TYPE_CHECKING:
    from govscan.discover.python_finder import Finder

_POSTS: Final = frozenset({"post", "request", "stream", "urlopen", "Request", "apost"})


def request(site: Site, finder: Finder) -> bool:
    """A plain HTTP call to the address of a known service."""
    if not may_be(_POSTS, site, finder.module):
        return False
    arguments = Arguments(site, finder.values)
    addresses = [text for node in (*site.node.args[:2], arguments.named.get("url")) for text in arguments.texts(node)]
    address = next((text for text in addresses if classify.provider_of_url(text.text)), None)
    provider = classify.provider_of_url(address.text) if address else None
    if address is None or provider is None or provider in ("huggingface", "modelscope"):
        return False
    endpoint = safe_address(address.text)
    hosted_id = address.text.partition("/models/")[2] if provider == "huggingface-inference" else ""
    hit = bool(hosted_id) and classify.is_hub_id(re.sub(r"\{[^{}]*\}", "x", hosted_id)) and hosted_id[0] != "{"
    if hit:
        written = _tail(finder, address, hosted_id, site)
        finder.add(Named(provider, hosted_id, endpoint=endpoint), written, arguments, site, None, ())
    for body in (arguments.named.get("json"), arguments.named.get("data"), arguments.named.get("content")):
        for text in arguments.texts(arguments.entry(body, "model")):
            named = name_in_call(Call(provider, client=True), text, endpoint)
            if named:
                hit = True
                finder.add(named, text, arguments, site, None, ())
    if not hit and provider not in OPEN_WEIGHTS:
        finder.add(Named(provider, "", endpoint=endpoint), address, arguments, site, None, ())
    return True


def _tail(finder: Finder, address: Text, name: str, site: Site) -> Text:
    """Where the name at the end of an address is written, when the address is made of pieces."""
    node = address.node
    last = node.values[-1] if isinstance(node, ast.JoinedStr) and node.values else None
    options = finder.values.texts(last.value, site.scope) if isinstance(last, ast.FormattedValue) else ()
    return next((text for text in options if text.text == name), address)
