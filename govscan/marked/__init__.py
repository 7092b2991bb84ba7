"""YAML, JSON and TOML with the place of every value.

Text enters, a tree of `Node` leaves: the same shapes `yaml.safe_load` and `json.loads` give, each with line and
column. Bounded in depth and count, aliases included, so that a hostile document cannot blow up.
"""

from govscan.marked.json_ import parse_json
from govscan.marked.node import Malformed, Node
from govscan.marked.toml_ import parse_toml
from govscan.marked.yaml_ import parse_yaml

__all__ = ["Malformed", "Node", "parse_json", "parse_toml", "parse_yaml"]
