"""The YAML sources enter, `catalog.json` leaves: `python -m govscan.catalog.build` (`--check` only compares).

This is the one place that knows what a valid record is. Unknown keys, doubtful values, names that two records claim,
models without a license record and host patterns that do not answer for themselves are errors, each with its file.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from license_expression import get_spdx_licensing  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from govscan.catalog import COMPILED, UNSETTLED
from govscan.catalog.build_datasets import dataset_mistakes
from govscan.catalog.names import spelling
from govscan.regions import CLOUDS, countries
from govscan.vocabulary import VOCABULARY, FactType

DATA = Path(__file__).with_name("data")
SPDX = get_spdx_licensing()  # takes a second to make

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, pattern=r"^[^\n]*$")]
Address = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
_LICENSE_ID = r"^(LicenseRef-[A-Za-z0-9.-]+|[A-Za-z0-9][A-Za-z0-9.+-]*)$"
# Names that several texts share: they belong to nobody, so that the text decides.
SHARED_NAMES = ("modified-mit", "tencent-hunyuan-community", "other", "unknown", "exaone", "cc", "bsd", "gpl", "lgpl",
                "gfdl", "openrail", "falcon-llm-license", "microsoft-research-license")  # fmt: skip


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FigureSource(Strict):
    amount: int
    unit: Literal[
        "monthly active users", "daily active users", "monthly visits", "devices",
        "USD a year", "USD a month", "RMB a year",
    ]  # fmt: skip


class TermSource(Strict):
    value: bool | int | str | list[str]
    section: Text
    written: list[FigureSource] | None = None


class LicenseSource(Strict):
    id: Annotated[str, StringConstraints(pattern=_LICENSE_ID)]
    name: Text
    family: Text
    version: str
    publisher: Text
    url: Address
    source: Text
    as_of: dt.date
    aliases: list[Text]
    terms: dict[str, TermSource]


class PublisherSource(Strict):
    orgs: Annotated[list[Text], Field(min_length=1)]
    entity: Text
    country: Country | None
    source: Text
    as_of: dt.date
    certainty: Literal["documented", "stated", "inferred"]


class EndpointSource(Strict):
    provider: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    product: Text
    hosts: list[Annotated[str, StringConstraints(pattern=r"^[a-z0-9*{][a-z0-9.*{}-]*$")]]
    default: bool
    operator: Text
    operator_country: Country | None
    operator_group_country: Country | None
    regions: list[Text]
    processing: Literal["pinned", "bounded", "unbounded", "undetermined"]
    by_region: bool
    cloud: str | None
    terms_url: Address | Literal[""]
    source: Text
    as_of: dt.date
    note: str
    region_names: list[Text] | None = None
    own_host: bool = False
    follows_argument: bool = False
    model_prefix: Text | None = None
    model_suffix: list[Text] | None = None


class ModelSource(Strict):
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$")]
    license: Text
    declared: str
    base_models: list[Text]
    gated: bool | None
    task: str | None
    source: Text
    as_of: dt.date
    certainty: Literal["two-sources", "seen"]
    aliases: list[Text] = []


class DatasetSource(Strict):
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?$")]
    aliases: list[Text]
    license: Text
    non_commercial: bool | None
    source: Address
    as_of: dt.date
    certainty: Literal["two-sources", "seen"]
    note: Text | None = None


class Broken(Exception):  # noqa: N818 - carries every mistake of the sources
    """The sources are not valid; one line a mistake."""


def build(data: Path = DATA) -> str:
    """The text of `catalog.json`: one record a line, sorted, the same for the same sources.

    Raises:
        Broken: some source is not valid.
    """
    mistakes: list[str] = []
    licenses = [row for path in sorted(data.glob("licenses/*.yaml")) for row in _read(path, LicenseSource, mistakes)]
    publishers = _read(data / "publishers.yaml", PublisherSource, mistakes)
    endpoints = _read(data / "endpoints.yaml", EndpointSource, mistakes)
    models = _read(data / "models.yaml", ModelSource, mistakes)
    datasets = _read(data / "datasets.yaml", DatasetSource, mistakes)
    if not mistakes:
        mistakes += [*_license_mistakes(licenses, data), *_publisher_mistakes(publishers)]
        mistakes += [*_endpoint_mistakes(endpoints), *_model_mistakes(models, licenses)]
        mistakes += dataset_mistakes(datasets, SPDX)
    if mistakes:
        raise Broken("\n".join(mistakes))
    for row in licenses:
        for name, term in row["terms"].items():
            term["value"] = None if term["value"] == "none" and name in MAY_BE_ABSENT else term["value"]
            if term["written"] is None:
                del term["written"]
    tables = {
        "licenses": sorted(licenses, key=lambda row: row["id"].lower()),
        "publishers": sorted(publishers, key=lambda row: row["orgs"][0].lower()),
        "endpoints": endpoints,  # their order decides among equals
        "models": sorted(models, key=lambda row: row["id"].lower()),
        "datasets": sorted(datasets, key=lambda row: row["id"].lower()),
    }
    return "{\n" + ",\n".join(f'"{kind}": [\n{_lines(rows)}\n]' for kind, rows in tables.items()) + "\n}\n"


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)


def _read(path: Path, kind: type[Strict], mistakes: list[str]) -> list[dict[str, Any]]:
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader, in C where there is one
    rows = []
    for number, item in enumerate(loaded if isinstance(loaded, list) else [loaded], start=1):
        try:
            record = TypeAdapter(kind).validate_python(item)
        except ValidationError as error:
            for each in error.errors():
                place = ".".join(str(part) for part in each["loc"])
                mistakes.append(f"{path.name}, record {number}: {place}: {each['msg']}")
        else:
            optional = {name for name, field in kind.model_fields.items() if not field.is_required()}
            row = record.model_dump(mode="json")
            keep = {"aliases"} if kind is ModelSource else set()
            rows.append({key: row[key] for key in row if key not in optional - keep or row[key]})
    return rows


def _license_mistakes(rows: list[dict[str, Any]], data: Path) -> Iterator[str]:
    owners: dict[str, str] = {spelling(name): "nobody, several texts share it" for name in SHARED_NAMES}
    for row in rows:
        id_ = row["id"]
        if not (data / "licenses" / f"{id_}.yaml").is_file():
            yield f"{id_}: the file is not named after the id"
        if SPDX.validate(id_).errors and not id_.startswith("LicenseRef-"):
            yield f"{id_}: not an SPDX id; use LicenseRef-scancode-<key> or LicenseRef-<name>"
        for name in {spelling(each) for each in (id_, row["name"], *row["aliases"])}:
            if name in owners:
                yield f"{id_}: the name {name!r} already belongs to {owners[name]}"
            owners[name] = id_
        for name in sorted(REQUIRED_TERMS - row["terms"].keys()):
            yield f"{id_}: {name} is not said; where the text does not settle it, the value is 'unknown'"
        for name, term in row["terms"].items():
            yield from (f"{id_}: {name}: {mistake}" for mistake in _term_mistakes(name, term["value"]))
            if term["written"] and name not in LIMITS:
                yield f"{id_}: {name}: only a threshold has figures"


def _term_mistakes(name: str, value: object) -> Iterator[str]:
    spec = VOCABULARY.get(f"license.{name}")
    if spec is None:
        yield "not a fact of the vocabulary"
        return
    if value == UNSETTLED or (value == "none" and name in MAY_BE_ABSENT):
        return
    expected = {FactType.TEXT: str, FactType.FLAG: bool, FactType.NUMBER: int, FactType.REGIONS: list}[spec.type]
    if type(value) is not expected:
        yield f"{value!r} is not of the type {spec.type}"
    elif spec.choices and value not in spec.choices:
        yield f"{value!r} is not one of {', '.join(spec.choices)}"
    elif isinstance(value, list):
        yield from (f"{place!r} is no place" for place in value if countries(place) is None)
    elif name == "governing_law" and countries(str(value)) is None:
        yield f"{value!r} is no country"


LIMITS = ("mau_threshold", "revenue_threshold_usd")
MAY_BE_ABSENT = frozenset({*LIMITS, "naming", "field_of_use", "governing_law", "venue"})
_CONCLUSIONS = {
    *("declared", "detected", "concluded", "confidence", "conflict", "concerns", "reasons", "modified"),
    *("text_present", "family"),
}
REQUIRED_TERMS = {name.removeprefix("license.") for name in VOCABULARY if name.startswith("license.")} - _CONCLUSIONS


def _publisher_mistakes(rows: list[dict[str, Any]]) -> Iterator[str]:
    seen: set[str] = set()
    for row in rows:
        for org in row["orgs"]:
            if org.lower() in seen:
                yield f"publishers.yaml: {org} occurs twice"
            seen.add(org.lower())
        if row["country"] is not None and countries(row["country"]) is None:
            yield f"publishers.yaml: {row['orgs'][0]}: {row['country']} is no country"


def _endpoint_mistakes(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        name = f"endpoints.yaml: {row['provider']}, {row['product']}"
        if row["cloud"] is not None and row["cloud"] not in CLOUDS:
            yield f"{name}: {row['cloud']} is no cloud"
        if row["by_region"] and row["cloud"] is None:
            yield f"{name}: by_region needs a cloud"
        for place in row["regions"]:
            if countries(place) is None:
                yield f"{name}: {place} is no place"
        if bool(row["regions"]) == (row["processing"] == "undetermined"):
            yield f"{name}: {row['processing']} does not go with the regions {row['regions']}"
        if (row["regions"] == ["WORLD"]) != (row["processing"] == "unbounded"):
            yield f"{name}: unbounded and WORLD go together"


def _model_mistakes(rows: list[dict[str, Any]], licenses: list[dict[str, Any]]) -> Iterator[str]:
    known = {row["id"] for row in licenses}
    seen: set[str] = set()
    for row in rows:
        for name in (row["id"], *row["aliases"]):
            if name.lower() in seen:
                yield f"models.yaml: {name} occurs twice"
            seen.add(name.lower())
        parsed = SPDX.parse(row["license"])
        for key in parsed.objects if parsed is not None else []:
            if key not in known:  # every part of an expression needs a record
                yield f"models.yaml: {row['id']}: no license record {key}"


def main(arguments: list[str] | None = None) -> int:
    """Write `catalog.json`, or with `--check` say whether it is up to date. 0 if all is well, else 1."""
    parser = argparse.ArgumentParser(prog="python -m govscan.catalog.build", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if catalog.json is not up to date")
    check = parser.parse_args(arguments).check
    try:
        text = build()
    except Broken as error:
        sys.stderr.write(f"{error}\n")
        return 1
    if check:
        return 0 if COMPILED.is_file() and COMPILED.read_text(encoding="utf-8") == text else 1
    COMPILED.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
