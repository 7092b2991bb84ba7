"""A Chinese license that nobody has, and a catalog that knows its text alone."""

from __future__ import annotations

from functools import cache

from fake_catalog import FakeCatalog

from govscan.catalog.fingerprints import Fingerprints, Text, packed
from govscan.catalog.fingerprints.words import words

WELL = """\
村井取水许可协议

任何人都可以从这口井中取水，用于饮用、做饭、浇花或者洗衣。取水的人不得向井里投掷石块，也不得把井水卖给别人。
每月取水超过三百桶的人，应当事先得到村长的书面同意。井水按现状提供，村长不对水温、水味和井绳的长短作任何保证。
"""


@cache
def _index() -> Fingerprints:
    return Fingerprints(packed([Text("LicenseRef-well", words(WELL).hashes)]))


class WellCatalog(FakeCatalog):
    def texts(self) -> Fingerprints:
        return _index()
