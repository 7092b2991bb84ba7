"""A question and the words of the command line enter, values for its SQL and an answer leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from govscan.errors import GovscanError
from govscan.fleet.query.folder import Answer, Fleet
from govscan.fleet.query.questions import Kind, Parameter, Question
from govscan.regions import countries, known_names


def arguments_of(question: Question, words: Sequence[str]) -> dict[str, str]:
    """`NAME=VALUE` words as the parameters of a question, defaults filled in.

    Raises:
        GovscanError: a word of another form, a name that is none, one given twice, one that is missing.
    """
    names = {parameter.name for parameter in question.parameters}
    given: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not value:
            raise GovscanError(f"{word!r} is not NAME=VALUE. {_usage(question)}")
        if name not in names:
            near = get_close_matches(name, names, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise GovscanError(f"{question.name} has no parameter {name!r}.{hint} {_usage(question)}")
        if name in given:
            raise GovscanError(f"the parameter {name!r} is given twice")
        given[name] = value
    for parameter in question.parameters:
        if parameter.name not in given:
            if parameter.default is None:
                raise GovscanError(f"{question.name} needs {parameter.name}=...: {parameter.description}")
            given[parameter.name] = parameter.default
    return given


def folder_of(question: Question, arguments: Mapping[str, str]) -> Path | None:
    """The second folder that a question compares with."""
    name = next((parameter.name for parameter in question.parameters if parameter.kind is Kind.FOLDER), None)
    return Path(arguments[name]) if name else None


def ask(fleet: Fleet, question: Question, arguments: Mapping[str, str]) -> Answer:
    """Answer a question; the fleet was opened with the folder that `folder_of` names.

    Raises:
        GovscanError: a value that its parameter does not take.
    """
    values = {
        parameter.name: _value(parameter, arguments[parameter.name], fleet)
        for parameter in question.parameters
        if parameter.kind is not Kind.FOLDER
    }
    return fleet.select(question.sql, values)


def _value(parameter: Parameter, text: str, fleet: Fleet) -> Any:
    match parameter.kind:
        case Kind.NUMBER:
            return _number(parameter, text)
        case Kind.CHOICE:
            return _one_of(parameter, text, parameter.choices)
        case Kind.CONTEXT:
            return _one_of(parameter, text, fleet.contexts)
        case Kind.PLACE:
            return _place(parameter, text)
        case _:
            return text


def _number(parameter: Parameter, text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
    if not parameter.low <= number <= parameter.high:
        raise GovscanError(
            f"{parameter.name}={text}: not a whole number from {parameter.low} to {parameter.high} "
            f"({parameter.description})"
        )
    return number


def _one_of(parameter: Parameter, text: str, choices: Sequence[str]) -> str:
    if text in choices:
        return text
    near = get_close_matches(text, choices, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    known = ", ".join(choices) if choices else "none is known"
    raise GovscanError(f"{parameter.name}={text}: not one of: {known}.{hint}")


def _place(parameter: Parameter, text: str) -> list[str]:
    found = countries(text)
    if found:
        return sorted(found)
    near = get_close_matches(text.upper(), known_names(), n=1) or get_close_matches(text.lower(), known_names(), n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise GovscanError(f"{parameter.name}={text}: no country, group or cloud region that is known.{hint}")


def _usage(question: Question) -> str:
    if not question.parameters:
        return f"{question.name} takes no parameter."
    names = ", ".join(f"{parameter.name} ({parameter.description})" for parameter in question.parameters)
    return f"{question.name} takes: {names}."
