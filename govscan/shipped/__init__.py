"""Code that a model ships: configurations and source files enter, which of it would run and what it reaches for leaves.

Nothing is imported or run: configurations are JSON, source files are syntax trees. Everything here is hostile.
"""

from govscan.shipped.closure import Source, code_of, names_code

__all__ = ["Source", "code_of", "names_code"]
