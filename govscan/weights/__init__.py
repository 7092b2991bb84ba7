"""What is in a weight file, without loading it: bytes enter, formats, imports, constructs that run code and what could
not be read leave. Everything here is hostile; nothing is imported, unpickled or executed."""

from govscan.weights.visit import examine, examine_file

__all__ = ["examine", "examine_file"]
