"""Places as a small algebra: `eu-central-1`, `DE`, `EU` and `EEA` can be compared.

A noun, not a stage: policies are written in it, facts are stated in it. A place is a set of ISO 3166-1 alpha-2
country codes; "WORLD" is every country, which is what an operator says who does not pin.
"""

from __future__ import annotations


def countries(token: str, cloud: str | None = None) -> frozenset[str] | None:
    """The countries of a place: a country code ("DE", also "DE-BE"), a group ("EU", "EEA", "WORLD"), or a cloud
    region ("eu-central-1", "aws:eu-central-1", "westeurope", "gcp:europe-west4"). A region token that lies in
    different countries in different clouds ("ap-southeast-3") needs its cloud. None for a place nobody knows or
    that is ambiguous."""
    raise NotImplementedError


def known_names() -> tuple[str, ...]:
    """Every name that `countries` understands, for suggestions after a typo."""
    raise NotImplementedError
