"""Datasets that a card names: licenses, non-commercial data, and what nobody knows."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import yaml
from fake_catalog import FakeCatalog
from license_expression import get_spdx_licensing  # type: ignore[import-untyped]

from govscan.catalog import Catalog
from govscan.catalog.build import DATA, DatasetSource
from govscan.catalog.build_datasets import dataset_mistakes
from govscan.evidence import Document, Evidence, Failure, HubRecord, Resolved, Unresolved
from govscan.facts import Facts, SourceKind, Unknown
from govscan.identify import identify
from govscan.identify.datasets import SHOWN
from govscan.limits import DATASETS
from govscan.reference import Identity

NOW = dt.date(2026, 11, 24)
MODEL = Identity("huggingface", "lab/model")
ROWS = yaml.safe_load((DATA / "datasets.yaml").read_text(encoding="utf-8"))


def facts_of(*names: str, evidence: Evidence | None = None) -> Facts:
    listed = "".join(f"- {name}\n" for name in names)
    text = f"---\nlicense: mit\n{'datasets:' if names else 'library_name: x'}\n{listed}---\n"
    card = Document.of("README.md", "models/lab/README.md", text.encode())
    found = evidence or Resolved(MODEL, "hub", documents=(card,))
    return identify(MODEL, (), found, {}, (), NOW, FakeCatalog())


def reason(facts: Facts, name: str) -> str:
    value = facts.get(name).value
    assert isinstance(value, Unknown), value
    return value.reason


@pytest.mark.parametrize(
    ("names", "licenses", "non_commercial"),
    [
        (["openlab/news"], ("MIT",), False),
        (["openlab/news", "OpenLab/Pages"], ("Apache-2.0", "MIT"), False),
        (["openlab/news", "acme/dialogs"], ("CC-BY-NC-4.0", "MIT"), True),
        (["https://huggingface.co/datasets/openlab/news"], ("MIT",), False),
        (["datasets/openlab/news"], ("MIT",), False),
        (["acme/unsaid"], ("CC-BY-NC-4.0",), True),
    ],
)
def test_known_datasets(names: list[str], licenses: tuple[str, ...], non_commercial: bool) -> None:
    facts = facts_of(*names)
    assert facts.value("datasets.licenses") == licenses
    assert facts.value("datasets.non_commercial") is non_commercial
    source = facts.get("datasets.licenses").source
    assert source is not None and source.kind is SourceKind.CATALOG and source.as_of


def test_one_dataset_that_nobody_knows_leaves_the_licenses_unknown_and_is_named() -> None:
    facts = facts_of("openlab/news", "someone/else")
    assert "someone/else is not known" in reason(facts, "datasets.licenses")
    assert "openlab/news: MIT (of the packaging)" in reason(facts, "datasets.licenses")
    assert "someone/else" in reason(facts, "datasets.non_commercial")


def test_non_commercial_data_is_a_fact_whatever_else_is_not_known() -> None:
    facts = facts_of("someone/else", "openlab/mixture")
    assert facts.value("datasets.non_commercial") is True
    source = facts.get("datasets.non_commercial").source
    assert source is not None and source.place == "datasets/openlab/mixture"
    assert "research only" in source.quote


def test_a_record_without_a_license_is_not_an_allowance() -> None:
    facts = facts_of("openlab/crawl")
    assert "openlab/crawl" in reason(facts, "datasets.licenses")
    assert "openlab/crawl" in reason(facts, "datasets.non_commercial")


def test_a_card_that_names_none_proves_nothing() -> None:
    facts = facts_of()
    assert facts.value("datasets.licenses") == ()
    assert "proves nothing" in reason(facts, "datasets.non_commercial")


def test_what_was_not_read_is_not_known() -> None:
    facts = facts_of(evidence=Unresolved(MODEL, Failure.OFFLINE, "the network was not asked"))
    assert reason(facts, "datasets.licenses") == "the network was not asked"
    assert reason(facts, "datasets.non_commercial") == "the network was not asked"
    assert "names a dataset" in reason(facts_of(evidence=Resolved(MODEL, "hub")), "datasets.licenses")


def test_the_hub_may_name_them_where_there_is_no_card() -> None:
    facts = facts_of(evidence=Resolved(MODEL, "hub", hub=HubRecord(datasets=("acme/dialogs",))))
    assert facts.value("datasets.licenses") == ("CC-BY-NC-4.0",)
    assert facts.value("datasets.non_commercial") is True


def test_a_list_without_end_is_bounded() -> None:
    facts = facts_of("openlab/news", *(f"lab/d{n}" for n in range(DATASETS * 3)))
    assert f"and {DATASETS - SHOWN} more" in reason(facts, "datasets.licenses")
    assert len(reason(facts, "datasets.licenses")) < 1_000
    assert isinstance(facts.get("datasets.non_commercial").value, Unknown)


# --- the table ----------------------------------------------------------------------------------------------------


def test_every_row_is_valid_and_has_a_source_that_can_be_opened() -> None:
    rows = [DatasetSource.model_validate(row).model_dump(mode="json") for row in ROWS]
    assert len(rows) >= 150
    assert not list(dataset_mistakes(rows, get_spdx_licensing()))


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"aliases": ["ANLI"]}, "occurs twice"),
        ({"license": "CC-BY-NC-4.0", "non_commercial": False}, "non-commercial use"),
        ({"license": "unknown", "non_commercial": False}, "cannot be said to allow"),
        ({"license": "my-own", "non_commercial": False}, "neither an SPDX id nor a LicenseRef"),
    ],
)
def test_a_wrong_row_is_a_mistake(changes: dict[str, object], mistake: str) -> None:
    rows = [*ROWS, {**ROWS[0], "id": "new/row", "aliases": [], **changes}]
    assert any(mistake in line for line in dataset_mistakes(rows, get_spdx_licensing()))


def test_the_catalog_follows_renames_and_keeps_what_is_unknown() -> None:
    empty: dict[str, list[object]] = {kind: [] for kind in ("licenses", "publishers", "models", "endpoints")}
    rows = json.loads(json.dumps(ROWS, default=str))
    known = Catalog({**empty, "datasets": rows})  # type: ignore[dict-item]
    record = known.dataset("Rajpurkar/SQuAD")
    assert record is not None and record.id == "squad" and record.license == "CC-BY-4.0"
    alpaca = known.dataset("tatsu-lab/alpaca")
    assert alpaca is not None and alpaca.non_commercial is True
    crawl = known.dataset("bookcorpus")
    assert crawl is not None and crawl.license is None and crawl.non_commercial is None
    assert known.dataset("nobody/knows") is None


def test_no_row_names_a_private_place() -> None:
    assert all(row["source"].startswith("https://") for row in ROWS)
    assert "/work/" not in Path(DATA / "datasets.yaml").read_text(encoding="utf-8")
