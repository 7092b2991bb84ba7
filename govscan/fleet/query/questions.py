"""The questions that can be asked by name. To add one: an entry here, and a file in `sql/` that has its name.

The SQL reads the views `models`, `findings` and `problems` and the tables `contexts` (name) and `places` (name and
country: every name of a place that govscan knows). With a parameter `before` there are `before_models` and so on, which
are those of its folder, and `changed`: the verdict of each model in both runs, and what became of it. Parameters stand
in the SQL as `$name`; it orders its rows itself.
"""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum
from importlib.resources import files
from typing import Final

from msgspec import Struct

from govscan.errors import GovscanError


class Kind(StrEnum):
    """What a parameter takes, and what becomes of it in SQL."""

    TEXT = "text"  # a string
    NUMBER = "number"  # an integer between `low` and `high`
    CHOICE = "choice"  # one of `choices`
    PLACE = "place"  # a country, group or cloud region: the list of its countries
    CONTEXT = "context"  # a context of the policy of the run
    FOLDER = "folder"  # the results of another run: the views before_models, before_findings, before_problems


class Parameter(Struct, frozen=True):
    """`default` None: it has to be given."""

    name: str
    kind: Kind
    description: str
    default: str | None = None
    choices: tuple[str, ...] = ()
    low: int = 1
    high: int = 50


class Question(Struct, frozen=True):
    name: str
    description: str
    parameters: tuple[Parameter, ...] = ()

    @property
    def sql(self) -> str:
        return files("govscan.fleet.query").joinpath("sql", f"{self.name}.sql").read_text("utf-8")


_GENERATIONS = Parameter("generations", Kind.NUMBER, "how far up or down the chains of base models", "10")
_BEFORE = Parameter("before", Kind.FOLDER, "the results of the run to compare with")

_ANSWERS = ("any", "yes", "no", "undecided", "no-finding")

QUESTIONS: Final = (
    Question(
        "license-drift",
        "Models under another license than a model that they were made from, however far back.",
        (
            _GENERATIONS,
            Parameter(
                "change",
                Kind.CHOICE,
                "only this kind; loosened: the model allows more than its ancestor",
                "any",
                ("any", "loosened", "tightened", "replaced"),
            ),
        ),
    ),
    Question("drift-pairs", "Which licenses become which from parent to child, and how often."),
    Question("base-conflicts", "Models that claim what the license of a base model does not allow."),
    Question("label-against-text", "Models whose label names another license than the text beside it."),
    Question(
        "territory",
        "Models whose license excludes a country or region, in whole or in part.",
        (Parameter("country", Kind.PLACE, "a country, group or region: DE, EU, eu-central-1"),),
    ),
    Question(
        "territory-summary",
        "How many models a country or region may use as far as the territory of their licenses goes.",
        (Parameter("country", Kind.PLACE, "a country, group or region: DE, EU, eu-central-1"),),
    ),
    Question("families-by-publisher", "License families of each publisher."),
    Question("publishers-by-country", "Publishers and models by the country of the publisher."),
    Question("contexts", "How many models each context may use, may not use, and cannot decide."),
    Question(
        "context-use",
        "What one context may use: every model with its answer and what stands against it.",
        (
            Parameter("context", Kind.CONTEXT, "name of a context in the policy"),
            Parameter("answer", Kind.CHOICE, "only models with this answer", "any", _ANSWERS),
        ),
    ),
    Question("rules", "Rules by how often they fail or stay undecided."),
    Question("undecided-reasons", "The facts that are missing most often where a rule stays undecided, and why."),
    Question("unknown-facts", "Facts that are unknown, by publisher."),
    Question(
        "policy-change",
        "Models whose verdict changed against another run: newly failing, fixed, newly undecided, decided.",
        (_BEFORE,),
    ),
    Question("policy-change-summary", "How many verdicts changed against another run, and how.", (_BEFORE,)),
    Question("policy-change-rules", "Findings that came and went against another run, by rule.", (_BEFORE,)),
    Question(
        "descendants",
        "Models that were made from one model, directly or over others: who is affected if it is withdrawn.",
        (Parameter("model", Kind.TEXT, "id of the model"), _GENERATIONS),
    ),
    Question("missing-bases", "Base models that are named but are not in the set, by the models that need them."),
    Question("duplicate-cards", "Cards that many models share, word for word."),
    Question("problems", "What could not be read, by kind."),
)  # fmt: skip


def question_named(name: str) -> Question:
    """The question of that name.

    Raises:
        GovscanError: there is none; it says which may have been meant.
    """
    found = {question.name: question for question in QUESTIONS}
    if name in found:
        return found[name]
    near = get_close_matches(name, found, n=1, cutoff=0.5)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise GovscanError(f"no question is called {name!r}.{hint} `govscan fleet query --list` shows them all.")
