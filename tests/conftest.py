"""Fixtures that several folders use."""

from fakes.hub import hub
from fakes.registries import registry

__all__ = ["hub", "registry"]
