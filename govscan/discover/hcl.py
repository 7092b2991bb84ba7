"""Terraform / HCL and Bicep, with their variable files: text enters, references leave.

Both are read into the tree that YAML and JSON give, by a tolerant parser: blocks and declarations become keys, what an
expression can be becomes a value or a list of them, and whatever is computed stays unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace

from govscan import limits
from govscan.discover.commands import once
from govscan.discover.hcl_tokens import Token, tokens
from govscan.discover.needles import Words
from govscan.discover.surface import SourceFile
from govscan.discover.tree import Reading
from govscan.marked import Malformed, Node
from govscan.reference import Reference

NEEDLE = Words(
    b"model llm hugging hf_ repo_id ollama gpt- claude gemini openai anthropic bedrock cognitive deployment "
    b"base_url baseurl",
)

_DECLARES: Final = frozenset({"param", "var", "resource", "module", "metadata", "func", "type", "assert", "extension"})
_PASSES_ON: Final = frozenset(
    {"jsonencode", "yamlencode", "merge", "concat", "tolist", "toset", "tomap", "coalesce", "try", "lookup",
     "sensitive", "nonsensitive", "union", "string", "json", "createObject", "createArray", "compact", "flatten",
     "base64encode"}
)  # fmt: skip
_JOINS: Final = frozenset({"union", "concat", "flatten", "setunion"})
_BLANK: Final = frozenset({"newline", ","})
_CLOSES: Final = frozenset({"}", "]", ")"})
_SERVICES: Final = (
    ("azurerm_cognitive", "azure-openai"),
    ("microsoft.cognitiveservices", "azure-openai"),
    ("aws_bedrock", "bedrock"),
    ("google_vertex", "vertex"),
)


def read(file: SourceFile) -> Iterator[Reference]:
    """The references of a Terraform or Bicep file.

    Raises:
        govscan.marked.Malformed: nested too deeply to be written by a person.
    """
    bicep = file.path.lower().endswith((".bicep", ".bicepparam"))
    root = _Parser(tokens(file.text), bicep).body(0)
    reading = Reading(file.path, "bicep" if bicep else "terraform", file.text.split("\n"))
    for reference in once(reading.read(root)):
        azure = bicep and reference.provider == "openai" and not reference.endpoint
        yield replace(reference, provider="azure-openai") if azure else reference


class _Parser:
    def __init__(self, stream: list[Token], bicep: bool) -> None:
        self.stream = [*stream, Token("end", "", stream[-1].line if stream else 1, 1)]
        self.bicep = bicep
        self.at = 0

    @property
    def now(self) -> Token:
        return self.stream[self.at]

    def step(self) -> Token:
        token = self.stream[self.at]
        self.at = min(self.at + 1, len(self.stream) - 1)
        return token

    def blanks(self) -> None:
        while self.now.kind in _BLANK:
            self.step()

    def body(self, depth: int) -> Node:
        """A map: up to the closing brace, or the end of the file."""
        if depth > limits.HCL_DEPTH:
            raise Malformed(f"nested deeper than {limits.HCL_DEPTH} levels", self.now.line, self.now.column)
        first = self.now
        pairs: list[tuple[Node, Node]] = []
        while True:
            self.blanks()
            token = self.step()
            if token.kind in ("}", "end"):
                break
            if token.kind in ("name", "string"):
                pair = self.entry(token, depth)
                if pair:
                    pairs.append(pair)
        return Node("map", tuple(pairs), first.line, first.column)

    def entry(self, key: Token, depth: int) -> tuple[Node, Node] | None:
        """`key = value`, `key: value`, `block "label" {...}`, `param name type = value`."""
        words = [key]
        while self.now.kind in ("name", "string", "[", "("):
            if self.now.kind in ("[", "("):
                self.skip()
            else:
                words.append(self.step())
        declared = self.bicep and key.text in _DECLARES and len(words) > 1
        if self.now.kind in ("=", ":"):
            self.step()
            value = self.value(depth)
            if self.bicep and key.text == "output":
                return None
            return _scalar(words[1] if declared else key), _of_service(words, value)
        if self.now.kind == "{" and not self.bicep:
            self.step()
            value = _of_service(words, self.body(depth + 1))
            for label in reversed(words[2:]):
                value = Node("map", ((_scalar(label), value),), label.line, label.column)
            return _scalar(words[1] if len(words) > 1 else key), _environment(key, value)
        return None

    def value(self, depth: int) -> Node:
        """What an expression can be: one value, a list of them, or nothing that is known."""
        start = self.now
        found: list[Node] = []
        compared = False
        while not self.ended():
            token = self.step()
            if token.kind == "compare":
                compared = True
                if found and found[-1].kind == "scalar":
                    found.pop()
            elif token.kind == "string":
                if not compared:
                    found.append(_scalar(token))
                compared = False
            elif token.kind == "{":
                found.append(self.body(depth + 1))
            elif token.kind == "[":
                found.append(self.entries(depth + 1, token))
            elif token.kind == "(":
                found.extend(self.handed_on(depth, token))
            elif token.kind in ("number", "name") and not found and token.text in ("true", "false"):
                found.append(_scalar(token))
        found = [node for node in found if node.kind != "scalar" or node.scalar] or found  # `chosen ? 'name' : ''`
        if len(found) == 1:
            return found[0]
        return Node("list" if found else "scalar", tuple(found) if found else None, start.line, start.column)

    def handed_on(self, depth: int, opening: Token) -> Iterator[Node]:
        """What a call or a bracket hands on of its arguments; the lists of `union(these, those)` are one."""
        before = self.stream[self.at - 2]
        inside = self.entries(depth + 1, opening)
        if before.kind == "name" and before.text not in _PASSES_ON:
            return
        for node in inside.entries:
            yield from node.entries if node.kind == "list" and before.text in _JOINS else (node,)

    def ended(self) -> bool:
        if self.now.kind == "newline":
            following = self.stream[min(self.at + 1, len(self.stream) - 1)]
            if following.kind in ("?", ":") and self.bicep:  # a choice that goes on
                self.step()
                return False
            return True
        return self.now.kind in ("end", ",") or self.now.kind in _CLOSES

    def entries(self, depth: int, opening: Token) -> Node:
        """The entries of a list, or the arguments of a call."""
        if depth > limits.HCL_DEPTH:
            raise Malformed(f"nested deeper than {limits.HCL_DEPTH} levels", opening.line, opening.column)
        found: list[Node] = []
        while True:
            self.blanks()
            if self.now.kind == "end" or self.now.kind in _CLOSES:
                self.step()
                return Node("list", tuple(found), opening.line, opening.column)
            found.append(self.value(depth))

    def skip(self) -> None:
        """Over a bracket that belongs to a name (`type[]`, `key[0]`, `@metadata({...})` on several lines)."""
        level = 0
        while self.now.kind != "end" and (level > 0 or self.now.kind != "newline"):
            kind = self.step().kind
            level += (kind in ("[", "(", "{")) - (kind in _CLOSES)
            if level <= 0:
                return


def _scalar(token: Token) -> Node:
    return Node("scalar", token.text, token.line, token.column, token.text)


def _of_service(words: list[Token], value: Node) -> Node:
    """A resource of a hosted service says who answers, which its own keys do not."""
    kinds = [word.text.lower() for word in words[1:3]]
    for start, provider in _SERVICES:
        if value.kind == "map" and any(kind.startswith(start) for kind in kinds):
            near = (_text("provider", value), _text(provider, value))
            own = [pair for pair in value.items if pair[0].text != "name"]  # how the deployment is called
            return Node("map", (near, *own), value.line, value.column)
    return value


def _environment(key: Token, value: Node) -> Node:
    """`environment { variables = {...} }` of a function is its environment."""
    if key.text != "environment":
        return value
    inner = value.get("variables")
    return inner if inner is not None and inner.kind == "map" else value


def _text(text: str, at: Node) -> Node:
    return Node("scalar", text, at.line, at.column, text)
