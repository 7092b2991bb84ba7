"""Licenses that nobody has, long enough to be told apart, and an index of them."""

from __future__ import annotations

from functools import cache

from govscan.catalog.fingerprints import Fingerprints, Text, packed
from govscan.catalog.fingerprints.words import words

HARBOR = """\
HARBOR MODEL LICENSE
Version 1.0, March 3, 2024

Copyright (c) 2024 Harbor Works

1. Grant. The harbor master lends you the boat and all of its ropes for as long as the tide is in. You may sail it,
paint it, and lend it to a friend who can swim.

2. Duties. You must ring the bell when you leave, and you must not tie the boat to the lighthouse. Whoever carries
more than 500 passengers in a month has to ask the harbor master first.

3. Waters. This license does not reach beyond the coast of Denmark.

4. No promises. The boat may leak. The harbor master is not liable for wet shoes, lost hats, or any fish that were not
caught while the boat was in your hands.

5. End. This license ends when the bell is lost. What you painted stays painted, and what you owe stays owed.
"""
HARBOR_RESEARCH = HARBOR.replace("HARBOR MODEL LICENSE", "HARBOR RESEARCH LICENSE").replace(
    "and lend it to a friend who can swim.", "and count gulls from it, for study alone and never for money."
)
MEADOW = """\
The Meadow License

Copyright [year] [fullname]

Anybody may walk across this meadow, have a picnic on it, and let a dog run there, as long as this sign stays where it
stands and nobody leaves bottles behind. The meadow is offered as it grows, with its thistles, and [fullname] will not
pay for trousers that are torn on it.
"""
WELL = """\
乡村水井使用许可协议

任何人都可以从这口水井取水，用于饮用、浇花或者清洗。使用者不得向井中投掷石块，也不得将井水出售给他人。
如果一个月内取水超过三百桶，使用者应当事先取得村长的书面同意。
本水井按现状提供，村长不对水温、水味或者井绳的长短作出任何保证。因本协议产生的争议由村口大榕树下的长老会议解决。
"""
TEXTS = {
    "LicenseRef-harbor": HARBOR,
    "LicenseRef-harbor-research": HARBOR_RESEARCH,
    "Meadow-1.0": MEADOW,
    "LicenseRef-well": WELL,
}


@cache
def index() -> Fingerprints:
    return Fingerprints(packed(Text(id_, words(text).hashes) for id_, text in TEXTS.items()))


def numbers(id_: str) -> frozenset[int]:
    return frozenset(number for number, other in enumerate(index().ids) if other == id_)
