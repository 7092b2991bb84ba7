"""Chat templates: programs in Jinja that a tokenizer runs for every conversation. Parsed, never rendered.

Loaders run them in a sandbox; a template that reaches for what the sandbox hides has no honest use for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from govscan import limits
from govscan.bounded import hit
from govscan.evidence import Resolved
from govscan.marked import Malformed, Node, parse_json

CONFIG: Final = "tokenizer_config.json"
TEMPLATE: Final = "chat_template.jinja"

_REACHING: Final = frozenset(
    {"mro", "gi_frame", "gi_code", "cr_frame", "f_globals", "f_locals", "f_builtins", "func_globals", "tb_frame"}
)
_OBJECTS: Final = frozenset({"lipsum", "cycler", "joiner", "self", "config", "request", "os", "sys", "subprocess"})


def template_dangers(evidence: Resolved) -> Iterator[str]:
    """What the chat templates of a model do that no chat template needs, in sentences."""
    for file, name, text in _templates(evidence):
        place = f"{file}{f' ({name})' if name else ''}"
        for said in dict.fromkeys(dangers_of(text)):
            yield f"{place}: the chat template {said}"


def dangers_of(text: str) -> Iterator[str]:
    """The same of one template."""
    from jinja2 import Environment, TemplateSyntaxError

    try:
        tree = Environment(extensions=["jinja2.ext.loopcontrols"], autoescape=True).parse(_without_generation(text))
        yield from _reaches(tree)
    except TemplateSyntaxError as error:
        yield f"is not valid Jinja at line {error.lineno}: {str(error.message)[:120]}"
    except (RecursionError, ValueError, OverflowError) as error:
        yield f"cannot be followed: {type(error).__name__}"


def _reaches(tree: Any) -> Iterator[str]:
    from jinja2 import nodes

    for loading in tree.find_all((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends)):
        yield f"loads another file (line {loading.lineno})"
    for reached in tree.find_all((nodes.Getattr, nodes.Getitem)):
        name = reached.attr if isinstance(reached, nodes.Getattr) else getattr(reached.arg, "value", None)
        if _hidden(name):
            yield f"reaches for {name} (line {reached.lineno})"
    for used in tree.find_all(nodes.Filter):
        if used.name in ("attr", "map") and _names_hidden(used):
            yield f"reaches for a hidden attribute through the filter {used.name} (line {used.lineno})"
    own = _assigned(tree)
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name in _OBJECTS - own:
            yield f"uses {name.name}, which leads out of the template (line {name.lineno})"


def _templates(evidence: Resolved) -> Iterator[tuple[str, str, str]]:
    whole = evidence.document(TEMPLATE)
    if whole is not None:
        yield whole.name, "", whole.text
    for each in evidence.examined:
        _count(each.name, each.templates)
        for key, text in each.templates[: limits.CHAT_TEMPLATES]:
            yield each.name, key, text
    config = evidence.document(CONFIG)
    if config is None or "chat_template" not in config.text:
        return
    try:
        node = parse_json(config.text).get("chat_template")
    except Malformed:
        return  # nobody could load it; that the file is broken is said where it is read
    if node is None:
        return
    if node.text:
        yield config.name, "", node.text
    _count(config.name, node.entries)
    for entry in node.entries[: limits.CHAT_TEMPLATES] if node.kind == "list" else ():
        name, text = _text(entry, "name"), _text(entry, "template")
        if text:
            yield config.name, name, text


def _count(name: str, templates: Sequence[object]) -> None:
    if len(templates) > limits.CHAT_TEMPLATES:
        hit(f"{name} has more than {limits.CHAT_TEMPLATES} chat templates, the rest is not read")


def _text(node: Node, key: str) -> str:
    found = node.get(key)
    return (found.text or "") if found is not None else ""


def _without_generation(text: str) -> str:
    """Templates may mark what a model says with a tag that transformers adds to Jinja."""
    for tag in ("generation", "endgeneration"):
        for left, right in (("{% ", " %}"), ("{%- ", " %}"), ("{%- ", " -%}"), ("{% ", " -%}"), ("{%", "%}")):
            text = text.replace(f"{left}{tag}{right}", "")
    return text


def _hidden(name: Any) -> bool:
    return isinstance(name, str) and ((name.startswith("__") and name.endswith("__")) or name in _REACHING)


def _names_hidden(node: Any) -> bool:
    from jinja2 import nodes

    values = [each.value for each in node.args if isinstance(each, nodes.Const)]
    values += [each.value.value for each in node.kwargs if isinstance(each.value, nodes.Const)]
    computed = node.name == "attr" and any(not isinstance(each, nodes.Const) for each in node.args)
    return computed or any(_hidden(value) for value in values)


def _assigned(tree: Any) -> frozenset[str]:
    from jinja2 import nodes

    return frozenset(node.name for node in tree.find_all(nodes.Name) if node.ctx in ("store", "param"))
