"""A call that loads a model enters, the settings that say which part or form of it is meant leave: the file, the
quantization, the base of an adapter."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Final

from govscan.discover.python_arguments import Arguments
from govscan.discover.python_call import Call
from govscan.discover.python_module import Site, last_word
from govscan.discover.python_values import Text, Values

Hints = tuple[tuple[str, str], ...]
RowOf = Callable[[ast.Call], tuple[Call, Site] | None]

_PARTS: Final = ("filename", "subfolder", "variant", "code_revision")
_BITS: Final = (("load_in_4bit", "4bit"), ("load_in_8bit", "8bit"))


def parts_of(arguments: Arguments, row: Call) -> list[tuple[str, str, tuple[Text, ...]]]:
    """Which file of a repository is meant: name, value, and the literals that say it."""
    found = []
    for name in _PARTS:
        value = arguments.text(name)
        if value and len(value) < 100:
            found.append((name, value, arguments.texts(arguments.named.get(name))))
    given = arguments.position(row.file) if row.file is not None and "filename" not in arguments.named else ()
    if len(given) == 1 and given[0].whole and len(given[0].text) < 100:
        found.append(("filename", given[0].text, given))
    return found


def quantization_of(arguments: Arguments) -> Hints:
    """`quantization="awq"`, `load_in_4bit=True`, `quantization_config=BitsAndBytesConfig(load_in_4bit=True)`."""
    said = arguments.text("quantization") or arguments.text("quantize")
    said = said or next((bits for name, bits in _BITS if arguments.flag(name)), None)
    if said is None and "quantization_config" in arguments.named:
        said = _of_config(arguments.named["quantization_config"], arguments)
    return (("quantization", said),) if said and len(said) < 100 else ()


def _of_config(node: ast.expr, arguments: Arguments) -> str | None:
    for made, scope in arguments.values.containers_of(node, arguments.site.scope):
        if not isinstance(made, ast.Call):
            continue
        inner = Arguments(Site(made, scope), arguments.values)
        bits = next((bits for name, bits in _BITS if inner.flag(name)), None)
        name = last_word(made.func).removesuffix("Config").lower()
        if bits or name:
            return bits or name
    return None


def base_of(row: Call, site: Site, values: Values, row_of: RowOf) -> Hints:
    """The model that an adapter is put on, where the file itself loads it."""
    func, given = site.node.func, site.node.args
    node = (
        func.value
        if row.base == "receiver" and isinstance(func, ast.Attribute)
        else given[0]
        if row.base == "first" and given
        else None
    )
    for made, _ in values.containers_of(node, site.scope) if node is not None else ():
        known = row_of(made) if isinstance(made, ast.Call) else None
        if known is None or known[1].node is site.node:
            continue
        inner = Arguments(known[1], values)
        texts = {text.text for text in inner.texts(inner.first_of(known[0].names, known[0].position)) if text.whole}
        if len(texts) == 1:
            return (("base", texts.pop()),)
    return ()


def deployment_of(row: Call, arguments: Arguments, name: str) -> Hints:
    """The deployment of Azure that answers for a model which is named beside it."""
    if row.provider != "azure-openai":
        return ()
    said = next((value for word in ("azure_deployment", "deployment_name") if (value := arguments.text(word))), None)
    return (("deployment", said),) if said and said != name and len(said) < 100 else ()
