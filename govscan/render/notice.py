"""What a release has to carry for its models: a report enters, a Notice leaves, the pure noun behind every format.

It says what was read and what could not be found; what nobody read is never taken for "no duty".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from govscan.evidence import Resolved, Unresolved
from govscan.facts import ABSENT, Facts, Unknown
from govscan.render import words
from govscan.render.notice_duties import DUTIES, Duty, conditions, datasets, listed, naming, policies, source_of
from govscan.render.notice_texts import Role, Text, notice_lines, of_model, texts_of
from govscan.report import Model, Report

_TERMS = (*DUTIES, "license.use_restrictions")


class Entry(Struct, frozen=True):
    """One model. `shown` are lines or names that have to be shown, `encouraged` those that the license only asks
    for, `names` what derived models have to be called; `conditions` have to be checked by somebody."""

    name: str
    provider: str
    purl: str
    revision: str
    maker: str
    license: str
    license_source: str
    contexts: tuple[str, ...]
    addresses: tuple[tuple[str, str], ...]
    shown: tuple[Duty, ...] = ()
    encouraged: tuple[Duty, ...] = ()
    names: tuple[Duty, ...] = ()
    duties: tuple[Duty, ...] = ()
    notices: tuple[Duty, ...] = ()
    policies: tuple[Duty, ...] = ()
    conditions: tuple[Duty, ...] = ()
    inherited: tuple[Duty, ...] = ()
    datasets: tuple[Duty, ...] = ()
    files: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Service(Struct, frozen=True):
    """A hosted model: nothing of it is shipped, the terms of its service apply."""

    name: str
    provider: str
    operator: str
    terms: str
    contexts: tuple[str, ...]
    missing: tuple[str, ...] = ()


class Notice(Struct, frozen=True):
    """Everything of one repository, or of one context of it (`context`, "" for all)."""

    root: str
    as_of: str
    version: str
    context: str
    entries: tuple[Entry, ...]
    services: tuple[Service, ...]
    texts: tuple[Text, ...]
    problems: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """What could not be found: (model, sentence); the model is "" for an input of the scan."""
        rows: list[tuple[str, str]] = [("", problem) for problem in self.problems]
        rows += [(entry.name, sentence) for entry in self.entries for sentence in entry.missing]
        rows += [(service.name, sentence) for service in self.services for sentence in service.missing]
        return tuple(rows)

    @property
    def exit_code(self) -> int:
        """0 complete, 3 something could not be found."""
        return 3 if self.missing else 0


def notice_of(report: Report, addresses: Mapping[str, str], context: str = "") -> Notice:
    """The notice of a report's models, or of those that one context uses. `addresses` has the address of licenses,
    by their ids."""
    models = [model for model in report.models if not context or context in model.contexts]
    own = [model for model in models if not _is_hosted(model)]
    texts = texts_of(own)
    return Notice(
        root=report.root,
        as_of=report.now,
        version=report.version,
        context=context,
        entries=tuple(_entry(model, of_model(texts, model), addresses) for model in own),
        services=tuple(_service(model) for model in models if _is_hosted(model)),
        texts=texts,
        problems=tuple(str(problem) for problem in report.problems),
    )


def expressions_of(report: Report) -> tuple[str, ...]:
    """The license expressions that a notice of `report` speaks of."""
    said = {model.facts.value("license.concluded") for model in report.models}
    return tuple(sorted(expression for expression in said if isinstance(expression, str)))


def _is_hosted(model: Model) -> bool:
    return model.facts.value("model.access") == "hosted-api" and not model.facts.value("license.concluded")


def _service(model: Model) -> Service:
    terms = model.facts.value("endpoint.terms")
    link = terms if isinstance(terms, str) else ""
    operator = model.facts.value("endpoint.operator")
    missing = () if link or terms is ABSENT else ("the terms of the service that hosts it",)
    return Service(
        name=words.title(model.identity),
        provider=words.subtitle(model.identity),
        operator=operator if isinstance(operator, str) else "",
        terms=link or ("your own endpoint" if terms is ABSENT else ""),
        contexts=model.contexts,
        missing=missing,
    )


def _entry(model: Model, texts: tuple[Text, ...], addresses: Mapping[str, str]) -> Entry:
    facts = model.facts
    concluded = facts.value("license.concluded")
    license_ = concluded if isinstance(concluded, str) else ""
    shown, encouraged, names = naming(facts)
    wanted = facts.value("license.attribution") is True or facts.value("license.notice_file") is True
    return Entry(
        name=words.title(model.identity),
        provider=model.identity.provider,
        purl=model.identity.purl or "",
        revision=_revision(model),
        maker=words.publisher(facts),
        license=license_,
        license_source=source_of(facts, "license.concluded"),
        contexts=model.contexts,
        addresses=tuple((id_, link) for id_, link in addresses.items() if id_ in license_.replace("(", " ").split()),
        shown=shown,
        encouraged=encouraged,
        names=names,
        duties=tuple(Duty(text, source_of(facts, name)) for name, text in DUTIES.items() if facts.value(name) is True),
        notices=tuple(Duty(line, text.source) for text in texts for line in notice_lines(text, required=wanted)),
        policies=tuple(policies(facts, texts)),
        conditions=tuple(conditions(facts)),
        inherited=listed(facts, "lineage.inherited_obligations"),
        datasets=tuple(datasets(facts)),
        files=tuple(text.file for text in texts),
        missing=tuple(_missing(model, texts)),
    )


def _revision(model: Model) -> str:
    evidence = model.evidence
    return (evidence.revision_sha if isinstance(evidence, Resolved) else None) or model.identity.revision or ""


def _missing(model: Model, texts: tuple[Text, ...]) -> Iterator[str]:
    facts, evidence = model.facts, model.evidence
    if isinstance(evidence, Unresolved):
        yield f"nothing of it was read: {evidence.detail}"
    concluded = facts.get("license.concluded").value
    if isinstance(concluded, Unknown):
        yield f"its license: {concluded.reason}"
    if not any(text.role is Role.LICENSE for text in texts) and isinstance(evidence, Resolved):
        yield "a license text: none was read with the model, get it from the maker"
    if facts.value("license.modified") is True:
        yield f"what a changed license text means: somebody has to read it ({source_of(facts, 'license.modified')})"
    yield from _unknown_terms(facts)
    lineage = facts.get("lineage.complete")
    if lineage.value is False:
        yield f"the license of every base model: {lineage.source.quote if lineage.source else ''}"
    elif isinstance(lineage.value, Unknown):
        yield f"its base models: {lineage.value.reason}"


def _unknown_terms(facts: Facts) -> Iterator[str]:
    """Duties that nobody can tell, those with one reason in one sentence. How strict a naming duty is matters only
    where there is one."""
    if isinstance(facts.get("license.concluded").value, Unknown):
        return  # said already: without a license no term is known
    duty = facts.value("license.naming")
    if duty is ABSENT or facts.value("license.naming_duty") == "none":
        asked: tuple[str, ...] = ()
    else:
        asked = ("license.naming_duty",) if isinstance(duty, str) else ("license.naming",)
    silent: dict[str, list[str]] = {}
    for name in (*asked, *_TERMS):
        value = facts.get(name).value
        if isinstance(value, Unknown):
            term = name.removeprefix("license.")
            reason = value.reason.replace(f" for {term}", "")
            silent.setdefault(reason, []).append(term.replace("_", " "))
    for reason, terms in silent.items():
        yield f"whether it asks for {', '.join(terms)}: {reason}"
