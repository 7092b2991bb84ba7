"""YAML, JSON and TOML with the place of every value.

Text enters, a tree of `Node` leaves: the same shapes `yaml.safe_load` and `json.loads` give, each with line and
column. Bounded in depth and count, aliases included, so that a hostile document cannot blow up. Each parser is
imported when it is first used: a commit hook mostly needs one of them.
"""

from __future__ import annotations

from govscan.marked.node import Malformed, Node

__all__ = ["Malformed", "Node", "parse_json", "parse_toml", "parse_yaml"]


def parse_yaml(text: str) -> list[Node]:
    """Every document of a YAML stream; an empty document is left out.

    Raises:
        Malformed: not YAML, or over a bound.
    """
    from govscan.marked import yaml_

    return yaml_.parse(text)


def parse_json(text: str) -> Node:
    """One JSON value. Comments and trailing commas are allowed, since tsconfig-like files have them.

    Raises:
        Malformed: not JSON, or over a bound.
    """
    from govscan.marked import json_

    return json_.parse(text)


def parse_toml(text: str) -> Node:
    """A TOML document. Keys and strings are found again in the text, in its order: a value that TOML assembles
    from several places (dotted tables) gets the place of its own key.

    Raises:
        Malformed: not TOML, or over a bound.
    """
    from govscan.marked import toml_

    return toml_.parse(text)
