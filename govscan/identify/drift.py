"""Fresh evidence and what the lock recorded enter, what has changed leaves.

A changed text of a known license is compared by its terms: what became stricter is told apart from what only reads
differently, and where nobody can say it is said so.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from typing import Final

from govscan.catalog import Catalog, catalog
from govscan.evidence import Code, Document, Evidence, LockEntry, Resolved
from govscan.facts import Facts, Unknown, Value, value_text
from govscan.identify.terms import DUTY, DUTY_ORDER, FLAGS, LIMITS, USE_ORDER, USES, terms_of
from govscan.report import Drift

MAX_DIFF_LINES: Final = 60
MAX_LINE: Final = 200
_COMPARED: Final = (*USES, *LIMITS, "territory_excluded", DUTY, *FLAGS)
_SETTINGS: Final = (".json", ".jinja", ".yml", ".yaml")
_CARDS: Final = ("readme", "model_card", "modelcard")


def drift_of(evidence: Evidence, facts: Facts, known: Catalog | None = None) -> tuple[Drift, ...]:
    """What is not as it was locked; nothing for a model that the lock lacks, or that was not read anew."""
    if not isinstance(evidence, Resolved) or evidence.recorded is None:
        return ()
    return tuple(_changes(evidence, evidence.recorded, facts, known or catalog()))


def _changes(evidence: Resolved, entry: LockEntry, facts: Facts, known: Catalog) -> Iterator[Drift]:
    moved = bool(entry.revision and evidence.revision_sha and entry.revision != evidence.revision_sha)
    texts = tuple(_texts(evidence, entry))
    if moved:
        yield Drift("revision", entry.revision or "", evidence.revision_sha or "")
    yield from texts
    if evidence.code is not None and entry.looked_for_code:
        yield from _code(evidence.code, entry)
    gated = facts.value("model.gated")
    if entry.gated is not None and isinstance(gated, bool) and gated != entry.gated:
        yield Drift("gated", _gate(entry.gated), _gate(gated))
    if moved or texts:  # else a difference is one of this program's knowledge, not of the model
        yield from _contents(entry, facts, known, any(change.what == "license-text" for change in texts))


def _code(code: Code, entry: LockEntry) -> Iterator[Drift]:
    """Source files that would run and are not those that were locked: nobody has read them as they are now."""
    now = {file.name: file.sha256 or "cannot be read" for file in code.files}
    locked = dict(entry.code)
    for name in sorted(locked.keys() | now.keys()):
        if locked.get(name) != now.get(name):
            yield Drift("remote-code", locked.get(name, "no such file"), now.get(name, "gone"), name)
    sources = sorted({foreign.repository for foreign in code.elsewhere})
    if sources != sorted(entry.code_from):
        yield Drift("remote-code", ", ".join(entry.code_from) or "all its own", ", ".join(sources) or "all its own")


def _contents(entry: LockEntry, facts: Facts, known: Catalog, reworded: bool) -> Iterator[Drift]:
    concluded = _word(facts, "license.concluded")
    relicensed = (entry.license_concluded or "") != concluded
    if relicensed:
        yield Drift("license", entry.license_concluded or "unknown", concluded or "unknown")
    if relicensed or reworded:
        yield from _stricter(entry.license_concluded or "", facts, known)
    formats = facts.value("artifacts.formats")
    if entry.formats and isinstance(formats, tuple) and set(formats) != set(entry.formats):
        yield Drift("formats", ", ".join(entry.formats), ", ".join(formats))
    bases = facts.value("model.base_models")
    if isinstance(bases, tuple) and {name.lower() for name in bases} != {name.lower() for name in entry.base_models}:
        yield Drift("base-models", ", ".join(entry.base_models) or "none", ", ".join(bases) or "none")


def _texts(evidence: Resolved, entry: LockEntry) -> Iterator[Drift]:
    now = {document.name: document for document in evidence.documents}
    before = {document.sha256: document for document in evidence.recorded_texts}
    locked = dict(entry.documents)
    for name in sorted(locked.keys() | {name for name in now if not name.endswith(_SETTINGS)}):
        old, new = locked.get(name, ""), now.get(name)
        if new is not None and new.sha256 == old:
            continue
        what = "card" if name.lower().startswith(_CARDS) else "license-text"
        yield Drift(what, old or "no such file", new.sha256 if new else "gone", name, _diff(before.get(old), new))


def _diff(before: Document | None, after: Document | None) -> tuple[str, ...]:
    if before is None or after is None:
        return ()
    lines = list(unified_diff(before.text.splitlines(), after.text.splitlines(), "locked", "now", lineterm="", n=1))
    shown = [line if len(line) <= MAX_LINE else line[:MAX_LINE] + "…" for line in lines[2 : 2 + MAX_DIFF_LINES]]
    if len(lines) > 2 + MAX_DIFF_LINES:
        shown.append(f"… {len(lines) - 2 - MAX_DIFF_LINES} more lines")
    return tuple(shown)


def _stricter(license_: str, facts: Facts, known: Catalog) -> Iterator[Drift]:
    """The terms that demand more than those of the license that was locked."""
    if not license_:
        yield Drift("terms", "unknown", "unknown", certain=False)
        return
    before = terms_of(license_, known)
    open_: list[str] = []
    for name in _COMPARED:
        old, new = before[name].value, facts.get(f"license.{name}").value
        if old == new:
            continue
        if isinstance(old, Unknown) or isinstance(new, Unknown):
            open_.append(name)
        elif _weight(name, new) > _weight(name, old) or (name == "territory_excluded" and not _within(new, old)):
            yield Drift("terms", f"{name} {value_text(old)}", f"{name} {value_text(new)}")
    if open_:
        yield Drift("terms", "known or unknown", f"cannot be compared: {', '.join(open_)}", certain=False)


def _weight(name: str, value: Value) -> float:
    """How much a term demands, comparable within one term."""
    if name in USES:
        return float(USE_ORDER.index(str(value)))
    if name in LIMITS:
        return -float(value) if isinstance(value, int | float) else float("-inf")
    if name == DUTY:
        return float(DUTY_ORDER.index(str(value)))
    return float(value is True)


def _within(new: Value, old: Value) -> bool:
    return set(new if isinstance(new, tuple) else ()) <= set(old if isinstance(old, tuple) else ())


def _word(facts: Facts, name: str) -> str:
    value = facts.value(name)
    return value if isinstance(value, str) else ""


def _gate(gated: bool) -> str:
    return "gated" if gated else "open to everyone"
