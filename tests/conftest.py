"""Fixtures that several folders use, and how property tests run: nothing is timed, a machine may be busy."""

from fakes.hub import hub
from fakes.registries import registry
from hypothesis import settings

__all__ = ["hub", "registry"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
