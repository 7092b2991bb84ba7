"""Names that one Python module imports from another."""

from __future__ import annotations

from pathlib import Path

import pytest

from govscan.discover import discover

HEAD = "from transformers import AutoModel\n"
CONFIG = """\
from enum import Enum

EMBED = "acme/embed-1"
TABLE = {"chat": "acme/chat-1", "small": "acme/small-1"}


class Names(str, Enum):
    BIG = "acme/big-1"


class Base:
    name: str = "acme/base-1"


class Settings(Base):
    path: str = "acme/own-1"


settings = Settings()


def picked():
    return "acme/picked-1"
"""


def names(root: Path, app: str, path: str = "app/main.py") -> list[tuple[str, str]]:
    for place, text in {"app/core/config.py": CONFIG, "app/core/__init__.py": "from .config import EMBED\n"}.items():
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text)
    (root / path).write_text(HEAD + app)
    found = discover(root, [path]).references
    return [(reference.name, str(reference.location)) for reference in found]


@pytest.mark.parametrize(
    ("app", "name", "line"),
    [
        ("from app.core.config import EMBED\nAutoModel.from_pretrained(EMBED)\n", "acme/embed-1", 3),
        ("from .core.config import EMBED as E\nAutoModel.from_pretrained(E)\n", "acme/embed-1", 3),
        ("from app.core import EMBED\nAutoModel.from_pretrained(EMBED)\n", "acme/embed-1", 3),
        ("from app.core.config import *\nAutoModel.from_pretrained(EMBED)\n", "acme/embed-1", 3),
        ("from app.core import config\nAutoModel.from_pretrained(config.EMBED)\n", "acme/embed-1", 3),
        ("import app.core.config as c\nAutoModel.from_pretrained(c.EMBED)\n", "acme/embed-1", 3),
        ("from app.core.config import TABLE\nAutoModel.from_pretrained(TABLE['chat'])\n", "acme/chat-1", 4),
        ("from app.core.config import Names\nAutoModel.from_pretrained(Names.BIG.value)\n", "acme/big-1", 8),
        ("from app.core.config import Settings\nAutoModel.from_pretrained(Settings.name)\n", "acme/base-1", 12),
        ("from app.core.config import settings\nAutoModel.from_pretrained(settings.path)\n", "acme/own-1", 16),
        ("from app.core.config import picked\nAutoModel.from_pretrained(picked())\n", "acme/picked-1", 23),
    ],
)
def test_a_name_is_followed_to_the_literal(tmp_path: Path, app: str, name: str, line: int) -> None:
    assert names(tmp_path, app) == [(name, f"app/core/config.py:{line}")]


def test_modules_that_import_each_other_end(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(HEAD + "from b import NAME\nAutoModel.from_pretrained(NAME)\n")
    (tmp_path / "b.py").write_text("from a import NAME\n")
    assert discover(tmp_path).references == ()


def test_nothing_outside_of_the_tree_is_read(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    (tmp_path / "secret.py").write_text('NAME = "acme/secret"\n')
    (root / "link.py").symlink_to(tmp_path / "secret.py")
    (root / "a.py").write_text(
        HEAD + "from ..secret import NAME\nfrom link import NAME as N\n"
        "AutoModel.from_pretrained(NAME)\nAutoModel.from_pretrained(N)\n"
    )
    assert discover(root).references == ()


def test_a_use_in_another_file_says_more_than_the_name(tmp_path: Path) -> None:
    (tmp_path / "names.py").write_text('CHAT_MODEL = "acme/chat-7b"\n')
    call = "AutoModel.from_pretrained(CHAT_MODEL, trust_remote_code=True)\n"
    (tmp_path / "app.py").write_text(f"{HEAD}from names import CHAT_MODEL\n{call}")
    [reference] = discover(tmp_path).references
    assert str(reference.location) == "names.py:1"
    assert str(reference.used_at) == "app.py:3"
    assert reference.trust_remote_code is True


def test_paths_from_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "svc").mkdir()
    (tmp_path / "svc/app.py").write_text(
        "import os\nfrom pathlib import Path\n" + HEAD + "HERE = os.path.dirname(os.path.abspath(__file__))\n"
        'AutoModel.from_pretrained(os.path.join(HERE, "weights", "house"))\n'
        'AutoModel.from_pretrained(Path(__file__).parent.parent / "models" / "house")\n'
    )
    found = [(reference.provider, reference.name) for reference in discover(tmp_path).references]
    assert found == [("local", "svc/weights/house"), ("local", "models/house")]
