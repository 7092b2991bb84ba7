"""Words of a command that fetch weights, clone a repository or ask a service enter, references leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govscan.discover import classify, keys
from govscan.discover.command_words import Scope, complete_word, refer_word
from govscan.discover.decide import decide
from govscan.discover.neighbors import Neighbors, service
from govscan.discover.signatures import OPEN_WEIGHTS
from govscan.discover.tools import ADDRESS_READERS
from govscan.discover.words import Word, expand
from govscan.pattern import pattern
from govscan.reference import Reference

_JSON_MODEL = pattern(r'"(?:model|model_id|modelId)"\s*:\s*"([^"\n]{1,200})"')


def by_address(program: str, words: Sequence[Word], near: Neighbors, scope: Scope) -> Iterator[Reference]:
    """Weights and repositories that are fetched by address, and calls of a hosted API."""
    clones = program == "git" and any(word.text in ("clone", "add") for word in words[1:6])
    fetches = program in ADDRESS_READERS
    for word in words:
        named = decide(word.text, "model", Neighbors()) if word.text.startswith(keys.SCHEMES) else None
        if named:
            yield complete_word(named, near, scope, program if word is not words[0] else "hf", word, word)
    for word in words[1:] if clones or fetches else ():
        for result in expand(word, scope.variables):
            bare = result.text
            named = decide(bare, "model", Neighbors()) if "://" in bare else None
            if named and (clones or "/resolve/" in bare or "/raw/" in bare or named.provider == "url"):
                yield complete_word(named, near, scope, f"{program}", result, word)
            elif fetches and named is None and bare.startswith(("http://", "https://")):
                yield from _call(bare, result, words, scope, program)


def by_body(words: Sequence[Word], scope: Scope) -> Iterator[Reference]:
    """The body of a request that is handed to a function of the script, or to a program that nobody knows."""
    address = next((word.text for word in words if word.text.startswith(("http://", "https://"))), None)
    near = scope.near.beside([("base_url", address)] if address else [])
    for word in words[1:]:
        if is_body(word.text):
            yield from in_json(word, near, scope, words[0])


def is_body(text: str) -> bool:
    return text.startswith("{") and '"model' in text


def _call(address: str, at: Word, words: Sequence[Word], scope: Scope, program: str) -> Iterator[Reference]:
    """A request to an API: the model that its body names, else the service alone."""
    provider = classify.provider_of_url(address)
    near = Neighbors().beside([("base_url", address)])
    bodies = [word for word in words if '"model' in word.text]
    if bodies:
        for body in bodies:
            yield from in_json(body, near, scope, Word(program, at.line, at.column))
    elif provider and provider not in OPEN_WEIGHTS:
        found = service(address, at.place(scope.path), f"{scope.surface}:{program}")
        if found:
            yield found


def in_json(value: Word, near: Neighbors, scope: Scope, flag: Word) -> Iterator[Reference]:
    for match in _JSON_MODEL.finditer(value.text[:100_000]):
        row = value.text.count("\n", 0, match.start(1))
        column = (
            value.column + match.start(1) if not row else match.start(1) - value.text.rfind("\n", 0, match.start(1))
        )
        inside = Word(match[1], value.line + row, column)
        for result in expand(inside, scope.variables):
            found = refer_word(result, "model", near, scope, flag.text, flag)
            if found:
                yield found
