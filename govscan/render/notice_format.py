"""A Notice enters, bytes leave: text, Markdown or JSON. Every word that was scanned is escaped for its format here."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Iterator

import msgspec

from govscan.pattern import pattern
from govscan.render.escape import visible
from govscan.render.notice import Entry, Notice, Service
from govscan.render.notice_duties import Duty
from govscan.version import __version__

FORMATS = ("text", "markdown", "json")
VERSION = 1  # of the JSON
WIDTH = 100

_MARKUP = pattern(r"([\\`*_{}\[\]<>()#+!|~&])")
_LINK = pattern(r"https://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~/%#?=@-]*)?")

Section = tuple[str, list[str]]  # a heading and its items


def render_notice(notice: Notice, format_: str) -> bytes:
    """`notice` in one of `FORMATS`.

    Raises:
        KeyError: no such format (the command line offers only those there are).
    """
    match format_:
        case "text":
            return _encoded(_text(notice))
        case "markdown":
            return _encoded(_markdown(notice))
        case "json":
            return _json(notice)
        case _:
            raise KeyError(format_)


def _encoded(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


# --- what stands in it --------------------------------------------------------------------------------------------


def _opening(notice: Notice) -> str:
    where = f"context {notice.context} of {notice.root}" if notice.context else notice.root
    models = len(notice.entries) + len(notice.services)
    if not models:
        return f"No AI model was found in {where} (as of {notice.as_of})."
    return (
        f"{where} uses {models} AI model{'' if models == 1 else 's'}. This is what their licenses ask for, as far as "
        f"it could be read on {notice.as_of}; it is no legal advice."
    )


def _summary(notice: Notice) -> list[str]:
    """The lines to show, of all models: what a product page needs."""
    whose: dict[str, list[str]] = {}
    for entry in notice.entries:
        for duty in (*entry.shown, *entry.names):
            whose.setdefault(duty.words, []).append(entry.name)
        for duty in entry.inherited:
            naming, _, base = duty.words.removeprefix("naming: ").rpartition(" (")
            if duty.words.startswith("naming: ") and naming:
                for part in naming.split(";"):
                    whose.setdefault(part.strip(), []).append(f"{entry.name}, from {base.rstrip(')')}")
    return [f"{words} ({'; '.join(dict.fromkeys(names))})" for words, names in sorted(whose.items())]


def _sections(entry: Entry) -> Iterator[Section]:
    about = [f"made by {entry.maker}"] if entry.maker else []
    license_ = entry.license or "not known"
    about.append(f"license {license_}" + (f" ({entry.license_source})" if entry.license_source else ""))
    about += [f"{id_}: {link}" for id_, link in entry.addresses]
    about += [f"revision {entry.revision}"] if entry.revision else []
    about += [f"used in {', '.join(entry.contexts)}"] if entry.contexts else []
    yield "", about
    yield "has to be shown", _lines(entry.shown)
    yield "asked for, not required", _lines(entry.encouraged)
    yield "names of derived models", _lines(entry.names)
    yield "duties", _lines(entry.duties)
    yield "notices to keep", _lines(entry.notices)
    yield "use policy", _lines(entry.policies)
    yield "conditions to check", _lines(entry.conditions)
    yield "from base models", _lines(entry.inherited)
    yield "data that the card names", _lines(entry.datasets)
    yield "texts", list(entry.files)


def _lines(duties: Iterable[Duty]) -> list[str]:
    return [f"{duty.words} [{duty.source}]" if duty.source else duty.words for duty in duties]


def _service_line(service: Service) -> str:
    operator = f", operated by {service.operator}" if service.operator else ""
    return f"{service.name} ({service.provider}){operator}: {service.terms or 'terms not found'}"


def _texts(notice: Notice) -> list[str]:
    return [
        f"{text.file}: {text.role}, {text.license or 'as read'}, of {', '.join(text.models)}, from {text.source}, "
        f"sha256 {text.sha256}"
        for text in notice.texts
    ]


def _missing(notice: Notice) -> list[str]:
    return [f"{name}: {sentence}" if name else sentence for name, sentence in notice.missing]


def _tail(notice: Notice) -> Iterator[Section]:
    yield (
        "Hosted models: nothing of them is shipped, the terms of the service apply",
        [_service_line(service) for service in notice.services],
    )
    yield "Texts that were read (govscan notice -o DIR writes them)", _texts(notice)
    yield "What could not be found", _missing(notice) or ["nothing is missing"]


# --- text ---------------------------------------------------------------------------------------------------------


def _text(notice: Notice) -> Iterator[str]:
    yield "NOTICE"
    yield ""
    yield from _filled(_opening(notice))
    yield from _text_section("Has to be shown", _summary(notice), "=")
    for entry in notice.entries:
        yield ""
        yield visible(entry.name)
        yield "-" * min(len(visible(entry.name)), WIDTH)
        for heading, items in _sections(entry):
            yield from [f"{heading}:"] if heading and items else []
            for item in items:
                yield from _filled(item, "  - " if heading else "")
    for heading, items in _tail(notice):
        yield from _text_section(heading, items, "=")


def _text_section(heading: str, items: list[str], rule: str) -> Iterator[str]:
    if items:
        yield ""
        yield heading
        yield rule * len(heading)
        for item in items:
            yield from _filled(item, "- ")


def _filled(text: str, bullet: str = "") -> list[str]:
    return textwrap.wrap(
        visible(text),
        WIDTH,
        initial_indent=bullet,
        subsequent_indent=" " * len(bullet),
        break_long_words=False,
        break_on_hyphens=False,
    )


# --- Markdown -----------------------------------------------------------------------------------------------------


def _markdown(notice: Notice) -> Iterator[str]:
    yield "# NOTICE"
    yield ""
    yield _marked(_opening(notice))
    yield from _markdown_section("## Has to be shown", _summary(notice))
    for entry in notice.entries:
        yield ""
        yield f"## {_marked(entry.name)}"
        for heading, items in _sections(entry):
            yield from _markdown_section(f"### {heading.capitalize()}" if heading else "", items)
    for heading, items in _tail(notice):
        yield from _markdown_section(f"## {heading}", items)


def _markdown_section(heading: str, items: list[str]) -> Iterator[str]:
    if items:
        yield from ["", heading] if heading else []
        yield ""
        yield from (f"- {_marked(item)}" for item in items)


def _marked(text: str) -> str:
    """`text` as plain words of Markdown; a plain https address stays one that can be clicked."""
    parts = []
    for word in visible(text).split(" "):
        bare = word.rstrip(".,;:")
        clean = _LINK.fullmatch(bare)
        parts.append(f"<{bare}>{word[len(bare) :]}" if clean else _MARKUP.sub(r"\\\1", word))
    line = " ".join(parts)
    return "\\" + line if line[:1] in "-=." else line


# --- JSON ---------------------------------------------------------------------------------------------------------


def _json(notice: Notice) -> bytes:
    plain = msgspec.to_builtins(notice)
    for text in plain["texts"]:
        del text["content"]  # it stands in its own file
    for entry in plain["entries"]:
        entry["addresses"] = dict(entry["addresses"])
    document = {
        "govscan_notice": VERSION,
        "root": notice.root,
        "as_of": notice.as_of,
        "version": __version__,
        "context": notice.context or None,
        "complete": not notice.missing,
        "models": plain["entries"],
        "services": plain["services"],
        "texts": plain["texts"],
        "missing": [{"model": name or None, "what": sentence} for name, sentence in notice.missing],
    }
    return (json.dumps(document, indent=2) + "\n").encode()
