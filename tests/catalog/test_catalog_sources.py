"""The YAML sources: valid, unambiguous, dated, and compiled."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from govscan.catalog import COMPILED, catalog
from govscan.catalog.build import DATA, REQUIRED_TERMS, SHARED_NAMES, SPDX, Broken, build
from govscan.catalog.names import spelling
from govscan.facts import ABSENT, Unknown
from govscan.regions import countries
from govscan.vocabulary import VOCABULARY, FactType

TODAY = dt.date(2026, 11, 24)
LICENSES = list(catalog().licenses())
MODELS = list(catalog().models())
RAW = json.loads(COMPILED.read_text(encoding="utf-8"))


def test_catalog_json_is_up_to_date() -> None:
    assert build() == COMPILED.read_text(encoding="utf-8"), "run python -m govscan.catalog.build"


def test_one_record_a_line() -> None:
    records = sum(len(rows) for rows in RAW.values())
    lines = [line for line in COMPILED.read_text(encoding="utf-8").splitlines() if line.startswith("{") and line != "{"]
    assert len(lines) == records


def test_the_first_set_is_there() -> None:
    assert len(LICENSES) >= 70
    assert len(MODELS) >= 120
    assert len(RAW["publishers"]) >= 60
    assert len(RAW["endpoints"]) >= 80


@pytest.mark.parametrize("kind", sorted(RAW))
def test_every_record_says_where_and_when(kind: str) -> None:
    for row in RAW[kind]:
        assert row["source"].strip(), row
        assert dt.date(2023, 1, 1) <= dt.date.fromisoformat(row["as_of"]) <= TODAY, row


def test_no_source_names_a_private_place() -> None:
    text = COMPILED.read_text(encoding="utf-8")
    assert not re.search(r"/work/|/tmp/|corpus card|\(corpus |localhost:", text)


@pytest.mark.parametrize("record", LICENSES, ids=lambda record: record.id)
def test_license_ids_parse(record) -> None:  # type: ignore[no-untyped-def]
    parsed = SPDX.parse(record.id)
    assert [record.id] == list(parsed.objects)
    if not record.id.startswith("LicenseRef-"):
        assert not SPDX.validate(record.id).errors


@pytest.mark.parametrize("record", LICENSES, ids=lambda record: record.id)
def test_terms_are_of_the_vocabulary(record) -> None:  # type: ignore[no-untyped-def]
    assert set(record.terms) == REQUIRED_TERMS
    for name, term in record.terms.items():
        spec = VOCABULARY[f"license.{name}"]
        assert term.section.strip()
        if isinstance(term.value, Unknown):
            assert term.value.reason == term.section
        elif term.value is ABSENT:
            assert name in {
                "mau_threshold",
                "revenue_threshold_usd",
                "naming",
                "field_of_use",
                "governing_law",
                "venue",
            }
        elif spec.type is FactType.REGIONS:
            assert isinstance(term.value, tuple)
            assert all(countries(place) for place in term.value)
        elif spec.type is FactType.FLAG:
            assert isinstance(term.value, bool)
        elif spec.type is FactType.NUMBER:
            assert isinstance(term.value, int) and not isinstance(term.value, bool) and term.value > 0
        else:
            assert isinstance(term.value, str) and term.value
            assert not spec.choices or term.value in spec.choices


def test_every_name_belongs_to_one_license() -> None:
    owners: dict[str, str] = {}
    for record in LICENSES:
        for name in {spelling(each) for each in (record.id, record.name, *record.aliases)}:
            assert owners.setdefault(name, record.id) == record.id, name
    for record in LICENSES:
        for alias in record.aliases:
            found = catalog().license_named(alias)
            assert found is not None and found.id == record.id, alias


@pytest.mark.parametrize("name", SHARED_NAMES)
def test_shared_names_belong_to_nobody(name: str) -> None:
    assert catalog().license_named(name) is None


HUB_VALUES = Path(__file__).parents[3] / "shared" / "eval" / "licenses" / "hf_license_ids.csv"
UNREAD = {"h-research", "intel-research", "apple-ascl"}
"""Values of which no text could be read: a label of these is a name and nothing more."""


@pytest.mark.skipif(not HUB_VALUES.is_file(), reason="the Hub's list of licenses is not beside the checkout")
def test_every_license_value_of_the_hub_has_a_record_or_belongs_to_several() -> None:
    with HUB_VALUES.open(encoding="utf-8", newline="") as file:
        values = {row["id"] for row in csv.DictReader(file)}
    unknown = {value for value in values if catalog().license_named(value) is None}
    assert unknown - set(SHARED_NAMES) == UNREAD


def test_every_license_of_a_model_has_a_record() -> None:
    for model in MODELS:
        for key in SPDX.parse(model.license).objects:
            record = catalog().license(key)
            assert record is not None and record.id == key, model.id


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources that a test may spoil."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def _edit(path: Path, **changes: object) -> None:
    row = yaml.safe_load(path.read_text(encoding="utf-8"))
    row.update(changes)
    path.write_text(yaml.safe_dump(row), encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "mistake"),
    [
        ({"colour": "blue"}, "colour"),
        ({"as_of": "next year"}, "as_of"),
        ({"url": "http://plain.example"}, "url"),
        ({"aliases": ["Apache 2.0"]}, "already belongs to"),
        ({"aliases": ["modified-mit"]}, "several texts share it"),
        ({"id": "MIT-2"}, "not named after the id"),
        ({"terms": {"comercial_use": {"value": "allowed", "section": "1"}}}, "not a fact of the vocabulary"),
        ({"terms": {"commercial_use": {"value": "sometimes", "section": "1"}}}, "not one of"),
        ({"terms": {"mau_threshold": {"value": "many", "section": "1"}}}, "not of the type"),
        ({"terms": {"attribution": {"value": "none", "section": "1"}}}, "not of the type"),
        ({"terms": {"territory_excluded": {"value": ["Atlantis"], "section": "1"}}}, "no place"),
        ({"terms": {"governing_law": {"value": "Moon", "section": "1"}}}, "no country"),
        ({"marks": {"all": [], "none": [], "words": None}}, "marks"),
    ],
)
def test_a_wrong_license_is_refused(sources: Path, changes: dict[str, object], mistake: str) -> None:
    _edit(sources / "licenses" / "MIT.yaml", **changes)
    with pytest.raises(Broken, match=re.escape(mistake)):
        build(sources)


def _append(path: Path, **changes: object) -> None:
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    rows.append({**rows[0], **changes})
    path.write_text(yaml.safe_dump(rows), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "changes", "mistake"),
    [
        ("models.yaml", {"id": "a/b", "license": "LicenseRef-nobody-knows"}, "no license record"),
        ("models.yaml", {}, "occurs twice"),
        ("models.yaml", {"id": "no-organization"}, "id"),
        ("publishers.yaml", {"orgs": ["QWEN"]}, "occurs twice"),
        ("publishers.yaml", {"orgs": ["new"], "country": "ZZ"}, "no country"),
        ("endpoints.yaml", {"regions": []}, "does not go with"),
        ("endpoints.yaml", {"regions": ["Mars"]}, "no place"),
        ("endpoints.yaml", {"processing": "bounded"}, "unbounded and WORLD"),
        ("endpoints.yaml", {"by_region": True}, "needs a cloud"),
        ("endpoints.yaml", {"cloud": "cumulus"}, "no cloud"),
    ],
)
def test_a_wrong_row_is_refused(sources: Path, file: str, changes: dict[str, object], mistake: str) -> None:
    _append(sources / file, **changes)
    with pytest.raises(Broken, match=re.escape(mistake)):
        build(sources)


def test_the_order_of_the_sources_does_not_matter(sources: Path) -> None:
    path = sources / "models.yaml"
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(rows[::-1]), encoding="utf-8")
    assert build(sources) == build()
