"""Every folder of tests/cases/identify is a model with the facts that must be read from it.

`expected.yaml`: about, identity (provider, name, revision), origin (default "local"), artifacts, notes, hub,
references, facts (value, `absent`, or `{unknown: words of the reason}`), sources (place with line), and `facts_contain`
(words that some entry of a fact has). `model/` are the model's documents, `family/<org>__<name>/` those of base models.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml
from fake_catalog import FakeCatalog

from govscan.evidence import Artifact, Document, Evidence, HubRecord, Resolved
from govscan.facts import ABSENT, Facts, Unknown
from govscan.identify import identify
from govscan.reference import Identity, Location, Reference

CASES = Path(__file__).parents[1] / "cases" / "identify"
FOLDERS = sorted(folder.name for folder in CASES.iterdir() if folder.is_dir())


def documents(folder: Path, place: str) -> tuple[Document, ...]:
    found = []
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            name = file.relative_to(folder).as_posix()
            source = f"{place}/{name}" if place not in ("", ".") else name
            found.append(Document.of(name, source, file.read_bytes()))
    return tuple(found)


def read_facts(folder: Path, said: dict[str, Any]) -> Facts:
    identity = Identity(**said["identity"])
    evidence: Evidence = Resolved(
        identity,
        said.get("origin", "local"),
        documents=documents(folder / "model", identity.name),
        artifacts=tuple(Artifact(name) for name in said.get("artifacts", ())),
        hub=HubRecord(**said["hub"]) if "hub" in said else None,
    )
    family: dict[Identity, Evidence] = {}
    for base in sorted((folder / "family").iterdir()) if (folder / "family").is_dir() else ():
        relative = Identity("huggingface", base.name.replace("__", "/"))
        family[relative] = Resolved(relative, "hub", documents=documents(base, relative.name))
    references = [
        Reference(identity.provider, identity.name, Location(one.pop("path"), one.pop("line")), "python:test", **one)
        for one in said.get("references", [{"path": "app.py", "line": 1}])
    ]
    return identify(identity, references, evidence, family, (), dt.date(2026, 11, 1), FakeCatalog())


@pytest.mark.parametrize("name", FOLDERS)
def test_case(name: str) -> None:
    folder = CASES / name
    said = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    facts = read_facts(folder, said)
    for fact, wanted in said.get("facts", {}).items():
        value = facts.get(fact).value
        if isinstance(wanted, dict):
            assert isinstance(value, Unknown), (fact, value)
            assert wanted["unknown"] in value.reason, fact
        elif wanted == "absent":
            assert value is ABSENT, fact
        else:
            assert value == (tuple(wanted) if isinstance(wanted, list) else wanted), fact
    for fact, words in said.get("facts_contain", {}).items():
        value = facts.value(fact)
        assert isinstance(value, tuple), (fact, facts.get(fact))
        for word in words:
            assert any(word in entry for entry in value), (fact, word, value)
    for fact, place in said.get("sources", {}).items():
        assert str(facts.get(fact).source) == place, fact
    for fact in facts:
        assert fact.source is not None, fact.name
        assert fact.source.place, fact.name
