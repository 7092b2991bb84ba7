"""The fake Hub, and the folders of the tests."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from fakes.hub import hub

__all__ = ["hub"]
