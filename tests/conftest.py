"""Fixtures that several folders use."""

from fakes.hub import hub

__all__ = ["hub"]
