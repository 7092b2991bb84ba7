from __future__ import annotations

import datetime as dt

from fake_catalog import FakeCatalog
from hypothesis import given
from hypothesis import strategies as st

from govscan.catalog import catalog
from govscan.evidence import Document, Evidence, Failure, HubRecord, LockEntry, Resolved, Unresolved
from govscan.facts import Facts, SourceKind, Unknown
from govscan.identify import base_models, identify
from govscan.identify.documents import read
from govscan.identify.lineage import trace
from govscan.identify.relatives import Relatives
from govscan.limits import LINEAGE_DEPTH, LINEAGE_MODELS
from govscan.reference import Identity

NOW = dt.date(2026, 11, 1)


def hub(name: str) -> Identity:
    return Identity("huggingface", name)


def model(name: str, license_: str = "", bases: tuple[str, ...] = (), config: str = "") -> Resolved:
    lines = ["---", *([f"license: {license_}"] if license_ else []), "library_name: x"]
    lines += ["base_model:", *(f"- {base}" for base in bases)] if bases else []
    card = Document.of("README.md", f"{name}/README.md", "\n".join([*lines, "---", ""]).encode())
    documents = (card, Document.of("config.json", f"{name}/config.json", config.encode())) if config else (card,)
    return Resolved(hub(name), "hub", documents=documents)


def facts_of(evidence: Evidence, *family: Resolved) -> Facts:
    relatives: dict[Identity, Evidence] = {one.identity: one for one in family}
    return identify(evidence.identity, (), evidence, relatives, (), NOW, FakeCatalog())


@given(st.lists(st.lists(st.integers(0, 11), max_size=4), min_size=12, max_size=12))
def test_any_graph_ends(edges: list[list[int]]) -> None:
    models = [model(f"lab/m{n}", "mit", tuple(f"lab/m{to}" for to in edges[n])) for n in range(12)]
    family: dict[Identity, Evidence] = {one.identity: one for one in models}
    lineage = trace(models[0].identity, read(models[0]), Relatives.of(family), FakeCatalog())
    names = [ancestor.parent.name for ancestor in lineage.ancestors]
    assert len(names) == len(set(names)) <= LINEAGE_MODELS
    assert "lab/m0" not in names
    reachable, queue = set(), [0]
    while queue:
        for to in edges[queue.pop()]:
            if to not in reachable:
                reachable.add(to)
                queue.append(to)
    assert set(names) <= {f"lab/m{n}" for n in reachable}
    if not lineage.gaps:
        assert set(names) == {f"lab/m{n}" for n in reachable - {0}}


def test_a_long_chain_is_cut_and_said_to_be() -> None:
    chain = [model(f"lab/m{n}", "mit", (f"lab/m{n + 1}",)) for n in range(20)]
    facts = facts_of(chain[0], *chain)
    assert facts.value("lineage.complete") is False
    source = facts.get("lineage.complete").source
    assert source is not None
    assert f"beyond {LINEAGE_DEPTH} generations" in source.quote


def test_a_wide_family_is_cut() -> None:
    wide = model("lab/merge", "mit", tuple(f"lab/part{n}" for n in range(200)))
    lineage = trace(wide.identity, read(wide), Relatives.of({}), FakeCatalog())
    assert len(lineage.ancestors) <= LINEAGE_MODELS


def test_the_cut_parents_of_a_wide_merge_leave_the_lineage_open() -> None:
    parts = [model(f"lab/part{n}", "mit") for n in range(100)]
    wide = model("lab/merge", "mit", tuple(one.identity.name for one in parts))
    assert facts_of(wide, *parts).value("lineage.complete") is False


def test_a_base_never_takes_the_license_of_its_fine_tune() -> None:
    child = model("lab/child", "mit", ("lab/closed",))
    closed = Unresolved(hub("lab/closed"), Failure.GATED, "the hub asks for consent")
    facts = identify(child.identity, (), child, {closed.identity: closed}, (), NOW, FakeCatalog())
    assert facts.value("license.concluded") == "MIT"
    assert facts.value("lineage.complete") is False
    assert isinstance(facts.get("lineage.base_conflict").value, Unknown)
    assert isinstance(facts.get("lineage.most_restrictive_commercial_use").value, Unknown)


def test_a_fine_tune_never_takes_the_license_of_its_base() -> None:
    facts = facts_of(model("lab/child", "", ("lab/base",)), model("lab/base", "apache-2.0"))
    assert isinstance(facts.get("license.concluded").value, Unknown)
    assert isinstance(facts.get("license.commercial_use").value, Unknown)


def test_evidence_of_the_base_beats_the_catalog() -> None:
    child = model("lab/child", "mit", ("acme/base-7b",))
    facts = facts_of(child, model("acme/base-7b", "apache-2.0"))
    assert facts.value("lineage.base_conflict") == ()
    assert facts.value("lineage.most_restrictive_commercial_use") == "allowed"


def test_the_same_license_as_the_base_is_no_conflict() -> None:
    assert facts_of(model("lab/child", "acme", ("acme/base-7b",))).value("lineage.base_conflict") == ()


def test_what_lies_in_the_public_domain_may_be_put_under_any_license() -> None:
    child, base = model("lab/child", "apache-2.0", ("other/base",)), model("other/base", "cc0-1.0")
    relatives: dict[Identity, Evidence] = {base.identity: base}
    facts = identify(child.identity, (), child, relatives, (), NOW, catalog())
    assert facts.value("lineage.base_conflict") == ()


def test_a_stricter_child_is_no_conflict() -> None:
    facts = facts_of(model("lab/child", "cc-by-nc-4.0", ("openlab/small",)))
    assert facts.value("lineage.base_conflict") == ()
    assert facts.value("lineage.most_restrictive_commercial_use") == "prohibited"


def test_a_prohibited_base_decides_even_beside_unknown_ones() -> None:
    facts = facts_of(model("lab/child", "mit", ("lab/nobody", "lab/nc")), model("lab/nc", "cc-by-nc-4.0"))
    assert facts.value("lineage.most_restrictive_commercial_use") == "prohibited"
    assert facts.value("lineage.complete") is False
    conflict = facts.value("lineage.base_conflict")
    assert isinstance(conflict, tuple)
    assert "its base lab/nc" in conflict[0]


def test_other_use_restrictions_than_those_of_the_base_are_a_conflict_unless_it_is_the_makers_own() -> None:
    conflict = facts_of(model("lab/child", "acme-research", ("acme/base-7b",))).value("lineage.base_conflict")
    assert isinstance(conflict, tuple)
    assert conflict[0].endswith("the use restrictions are those of another license")
    own = facts_of(model("acme/child", "acme-research", ("acme/base-7b",)))
    assert own.value("lineage.base_conflict") == ()


def test_a_model_that_names_itself_has_no_base() -> None:
    assert facts_of(model("lab/child", "mit", ("lab/Child",))).value("model.base_models") == ()


def test_a_card_without_front_matter_says_nothing_about_bases() -> None:
    bare = Resolved(hub("lab/x"), "hub", documents=(Document.of("README.md", "lab/x/README.md", b"# X\n"),))
    assert isinstance(facts_of(bare).get("lineage.complete").value, Unknown)


def test_base_models_come_from_card_adapter_hub_and_catalog() -> None:
    adapter = Document.of("adapter_config.json", "a.json", b'{"base_model_name_or_path": "lab/adapted"}')
    card = model("acme/tuned-7b", "acme", ("https://huggingface.co/lab/carded/", "./output", "gpt2"))
    evidence = Resolved(
        *(card.identity, "hub", None, (*card.documents, adapter)), hub=HubRecord(base_models=("lab/tagged",))
    )
    found = [identity.name for identity in base_models(evidence, FakeCatalog())]
    assert found == ["lab/carded", "gpt2", "lab/adapted", "lab/tagged", "acme/base-7b"]


def test_a_merge_recipe_names_its_parts() -> None:
    recipe = b"slices:\n- sources:\n  - model: lab/one\n    layer_range: [0, 8]\n  - model: lab/two+lab/lora\n"
    recipe += b"base_model: lab/zero\nmerge_method: slerp\n"
    merge = Document.of("mergekit_config.yml", "m/mergekit_config.yml", recipe)
    evidence = Resolved(hub("lab/merge"), "hub", documents=(merge,))
    found = {one.name for one in base_models(evidence, FakeCatalog())}
    assert found == {"lab/zero", "lab/one", "lab/two", "lab/lora"}
    assert str(facts_of(evidence).get("model.base_models").source).startswith("m/mergekit_config.yml:")


def test_a_config_remembers_only_where_nothing_else_speaks() -> None:
    config = '{"_name_or_path": "lab/remembered"}'
    assert [one.name for one in base_models(model("lab/x", "mit", (), config), FakeCatalog())] == ["lab/remembered"]
    assert [one.name for one in base_models(model("lab/x", "mit", ("a/b",), config), FakeCatalog())] == ["a/b"]
    assert base_models(model("lab/x", "mit", (), '{"_name_or_path": "/mnt/models/x"}'), FakeCatalog()) == ()


def test_a_path_is_followed_only_within_the_tree() -> None:
    def bases(written: str) -> list[str]:
        card = Document.of("README.md", "models/house/README.md", f"---\nbase_model: {written}\n---\n".encode())
        evidence = Resolved(Identity("local", "models/house"), "local", documents=(card,))
        return [str(one) for one in base_models(evidence, FakeCatalog())]

    assert bases("../base") == ["local:models/base"]
    assert bases("../../../etc/passwd") == []
    assert bases("/opt/models/base") == []
    assert bases("C:\\models\\base") == []


def test_a_lock_speaks_for_license_and_bases() -> None:
    entry = LockEntry(*("a" * 40, "MIT", None, "MIT", ("acme/base-7b",), (("README.md", "00"),), "2026-09-01", 7))
    facts = facts_of(Resolved(hub("lab/child"), "lock", "a" * 40, lock=entry))
    concluded = facts.get("license.concluded")
    assert concluded.value == "MIT"
    assert concluded.source is not None
    assert concluded.source.kind is SourceKind.LOCK
    assert str(concluded.source) == "govscan.lock:7 (as of 2026-09-01)"
    assert facts.value("card.present") is True
    assert facts.value("lineage.most_restrictive_commercial_use") == "conditional"
    conflict = facts.value("lineage.base_conflict")
    assert isinstance(conflict, tuple)
    assert conflict[0].startswith(
        "claims MIT (govscan.lock:7 (as of 2026-09-01)); its base acme/base-7b (govscan.lock:7"
    )


def test_unresolved_is_unknown_unless_the_catalog_knows() -> None:
    nobody = facts_of(Unresolved(hub("lab/nobody"), Failure.OFFLINE, "nobody asked the network"))
    for fact in nobody:
        if fact.name.startswith(("license.", "lineage.", "card.")):
            assert isinstance(fact.value, Unknown), fact
    known = facts_of(Unresolved(hub("Acme/Base-7B"), Failure.GATED, "the hub asks for consent"))
    assert known.value("license.concluded") == "LicenseRef-acme-community"
    source = known.get("license.concluded").source
    assert source is not None
    assert (source.kind, source.as_of) == (SourceKind.CATALOG, "2026-10-01")
    assert known.value("model.gated") is True
    assert known.value("lineage.base_conflict") == ()


def test_a_path_that_looks_like_a_known_model_is_not_that_model() -> None:
    missing = Unresolved(Identity("local", "acme/base-7b"), Failure.MISSING, "acme/base-7b is not in the tree")
    assert isinstance(facts_of(missing).get("license.concluded").value, Unknown)


def test_a_card_that_was_read_is_never_mixed_with_the_catalog() -> None:
    facts = facts_of(model("openlab/small"))
    assert isinstance(facts.get("license.concluded").value, Unknown)
