"""The version, as a constant: reading package metadata costs more than a commit hook may spend."""

__version__ = "0.1.0"
