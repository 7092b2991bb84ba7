"""Every limit, hit: what is then said reaches whoever reads the report. And the table of them in the documentation."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import pytest
from fakes.hub import isolate

import govscan.limits
from limits.hits import ELSEWHERE, HITS

ROOT = Path(__file__).parents[2]
BEGIN, END = "<!-- limits -->\n", "<!-- end of limits -->\n"


def told() -> dict[str, tuple[str, str]]:
    """The limits: value as written, and the sentence below it."""
    body = ast.parse(Path(govscan.limits.__file__).read_text(encoding="utf-8")).body
    found = {}
    for node, below in pairwise(body):
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            assert isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant), node.target.id
            found[node.target.id] = (_plain(getattr(govscan.limits, node.target.id)), str(below.value.value))
    return found


def _plain(value: float) -> str:
    if isinstance(value, int) and value >= 1 << 20 and value % (1 << 20) == 0:
        return f"{value >> 20} MiB"
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def table() -> str:
    rows = [f"| `{name}` | {value} | {sentence} |" for name, (value, sentence) in told().items()]
    return "\n".join(["| limit | value | what it bounds; what happens then |", "|---|---|---|", *rows]) + "\n"


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # time may end in a destructor
@pytest.mark.parametrize("name", sorted(HITS))
def test_a_limit_that_is_hit_is_told(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path / "home")
    case = HITS[name]
    monkeypatch.setattr(govscan.limits, name, case.value)
    (tmp_path / "tree").mkdir()
    assert case.said in case.tell(tmp_path / "tree")


@pytest.mark.parametrize("name", sorted(HITS))
def test_the_same_is_not_said_without_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what the test above finds comes from the limit."""
    if name in {"CARD_LINE", "TREE_CHARACTERS", "GENERATIONS", "RELATIVES"}:
        pytest.skip("what is read is the same, only in another way")
    isolate(monkeypatch, tmp_path / "home")
    (tmp_path / "tree").mkdir()
    try:
        said = HITS[name].tell(tmp_path / "tree")
    except AssertionError:
        return
    assert HITS[name].said not in said


def test_every_limit_is_hit_somewhere() -> None:
    assert not HITS.keys() & ELSEWHERE.keys()
    assert told().keys() == HITS.keys() | ELSEWHERE.keys()
    for name, file in ELSEWHERE.items():
        assert name in (ROOT / "tests" / file).read_text(encoding="utf-8"), name


def test_rooms_have_no_limits_of_their_own() -> None:
    """What a stranger's input is bounded by stands in one place; a MAX_ elsewhere is about what is shown."""
    names = {"MAX_BYTES", "MAX_DEPTH", "MAX_FILES", "MAX_DOCUMENT_BYTES", "MAX_MEMBERS", "MAX_TOKENS"}
    allowed = {("discover/python_containers.py", "MAX_DEPTH"), ("discover/javascript_containers.py", "MAX_DEPTH"),
               ("identify/match/reading.py", "MAX_BYTES"), ("resolve/store.py", "MAX_BYTES")}  # fmt: skip
    package = Path(govscan.limits.__file__).parent
    found = {
        (path.relative_to(package).as_posix(), name)
        for path in package.rglob("*.py")
        for name in names
        if f"\n{name}" in path.read_text(encoding="utf-8")
    }
    assert found == allowed


def test_the_documentation_has_every_limit() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    assert text.partition(BEGIN)[2].partition(END)[0] == table(), "write what tests/limits/test_limits.py::table gives"
