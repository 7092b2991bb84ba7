"""Where a license can be read: ids enter, the addresses that the catalog has for them leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from govscan.catalog import Catalog, catalog
from govscan.identify import expression


def license_addresses(expressions: Iterable[str], known: Catalog | None = None) -> Mapping[str, str]:
    """The address of every license in some SPDX expressions that has a record, by its id."""
    records = known or catalog()
    ids = dict.fromkeys(id_ for one in expressions for id_ in expression.ids(one))
    found = ((id_, records.license(id_)) for id_ in ids)
    return {id_: record.url for id_, record in found if record is not None}
