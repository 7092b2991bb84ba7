"""Places as a small algebra: `eu-central-1`, `DE`, `EU` and `EEA` can be compared.

A noun, not a stage: policies are written in it, facts are stated in it. A place is a set of ISO 3166-1 alpha-2
country codes; "WORLD" is every country, which is what an operator says who does not pin.
"""

from __future__ import annotations

import re
from functools import lru_cache

from govscan.pattern import pattern
from govscan.regions.clouds import CLOUDS, by_token, tokens_of
from govscan.regions.groups import COUNTRIES, GROUPS, SYNONYMS

__all__ = ["CLOUDS", "countries", "known_names"]

# ISO 3166-2: the country, then one to three letters or digits ("DE-BE", "US-CA", "FR-75C").
_SUBDIVISION = pattern(r"[A-Z]{2}-[A-Z0-9]{1,3}", re.ASCII)


@lru_cache(maxsize=1024)
def countries(token: str, cloud: str | None = None) -> frozenset[str] | None:
    """The countries of a place: a country code ("DE", also "DE-BE"), a group ("EU", "EEA", "WORLD"), or a cloud
    region ("eu-central-1", "aws:eu-central-1", "westeurope", "gcp:europe-west4"). A region token that lies in
    different countries in different clouds ("ap-southeast-3") needs its cloud. None for a place nobody knows or
    that is ambiguous.

    Case and surrounding space do not matter. `cloud` is one of `CLOUDS` and limits the search to the region names of
    that cloud and to country codes and groups; a prefix in the token says the same and wins.
    """
    text = token.strip()
    if not text.isascii():  # "ß" is no way to write South Sudan, though its upper case is "SS"
        return None
    prefix, colon, rest = text.partition(":")
    if colon:
        return by_token(rest, prefix)
    if cloud is not None:
        found = by_token(text, cloud)
        if found is not None:
            return found
    upper = text.upper()
    upper = SYNONYMS.get(upper, upper)
    if upper in GROUPS:
        return GROUPS[upper]
    if upper in COUNTRIES:
        return frozenset({upper})
    if cloud is None:
        found = by_token(text, None)
        if found is not None:
            return found
    if _SUBDIVISION.fullmatch(upper) and not _is_region(text):
        country = SYNONYMS.get(upper[:2], upper[:2])
        return frozenset({country}) if country in COUNTRIES else None
    return None


def known_names() -> tuple[str, ...]:
    """Every name that `countries` understands, for suggestions after a typo. Region names that need a cloud are
    listed with it ("aws:ap-southeast-3")."""
    regions: list[str] = []
    for cloud in CLOUDS:
        for token in tokens_of(cloud):
            regions.append(token if by_token(token, None) is not None else f"{cloud}:{token}")
    return (*sorted(GROUPS), *sorted(COUNTRIES), *sorted(set(regions)))


def _is_region(token: str) -> bool:
    """Whether some cloud has a region of this name: "eu-de" of IBM is no subdivision of a country."""
    return any(by_token(token, cloud) is not None for cloud in CLOUDS)
