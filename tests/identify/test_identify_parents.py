"""What each base model carries down, as statements behind the one about all of them."""

from __future__ import annotations

import datetime as dt

from fake_catalog import FakeCatalog

from govscan.evidence import Document, Evidence, Resolved
from govscan.facts import Fact, Facts, SourceKind, Unknown
from govscan.identify import identify
from govscan.reference import Identity

NAME = "lineage.inherited_obligations"


def model(name: str, license_: str, *bases: str) -> Resolved:
    listed = "".join(f"- {base}\n" for base in bases)
    text = f"---\n{license_}\nbase_model:\n{listed}---\n" if bases else f"---\n{license_}\nlibrary_name: x\n---\n"
    card = Document.of("README.md", f"{name}/README.md", text.encode())
    return Resolved(Identity("huggingface", name), "hub", documents=(card,))


def facts_of(evidence: Resolved, *family: Resolved) -> Facts:
    relatives: dict[Identity, Evidence] = {one.identity: one for one in family}
    return identify(evidence.identity, (), evidence, relatives, (), dt.date(2026, 11, 24), FakeCatalog())


def parts(facts: Facts) -> dict[str, Fact]:
    return {fact.source.place: fact for fact in facts.statements[NAME][1:] if fact.source is not None}


def test_each_parent_speaks_for_itself_and_all_of_them_are_the_conclusion() -> None:
    tuned = model("lab/tuned", "license: mit", "lab/strict", "lab/free")
    facts = facts_of(tuned, model("lab/strict", "license: acme"), model("lab/free", "license: mit"))
    whole, each = facts.get(NAME), parts(facts)
    assert set(each) == {"lab/strict", "lab/free"}
    assert isinstance(whole.value, tuple)
    together = [duty for fact in each.values() if isinstance(fact.value, tuple) for duty in fact.value]
    assert set(whole.value) == set(together)
    assert any("Built with Acme" in duty for duty in together)
    strict = each["lab/strict"].source
    assert strict is not None and strict.kind is SourceKind.DERIVED
    assert strict.quote.startswith("LicenseRef-acme-community (lab/strict/README.md:2")


def test_no_part_is_known_where_the_whole_is_not() -> None:
    facts = facts_of(model("lab/tuned", "license: mit", "lab/gone"))
    assert isinstance(facts.get(NAME).value, Unknown)
    assert all(isinstance(fact.value, Unknown) for fact in facts.statements[NAME])
    source = parts(facts)["lab/gone"].source
    assert source is not None and source.quote.startswith("not known")


def test_a_model_made_from_scratch_has_no_parent() -> None:
    facts = facts_of(model("lab/first", "license: mit"))
    assert facts.value(NAME) == ()
    assert parts(facts) == {}
