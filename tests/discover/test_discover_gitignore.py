"""The filter in front of gitignore patterns never changes what they say."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from govscan.discover.gitignore import patterns_of
from govscan.discover.walk import list_files

_PART = st.sampled_from(
    ["a", "b.py", "*.py", "*", "**", "[ab]", "a?", "?*.[Pp]y", "x\\ y", "x y", "\\*", "[!a]b", "[^a]b", "*.b*", "a*b"]
)
_PATTERN = st.builds(
    lambda bang, front, parts, back: bang + front + "/".join(parts) + back,
    st.sampled_from(["", "", "!"]),
    st.sampled_from(["", "/"]),
    st.lists(_PART, min_size=1, max_size=3),
    st.sampled_from(["", "/", "/*", "/**", " "]),
)
_NAME = st.sampled_from(["a", "ab", "b.py", "a.Py", "x y", "*", "bb", "cb", "a.b.py", "aab"])


@given(st.lists(_PATTERN, min_size=1, max_size=8), st.lists(_NAME, min_size=1, max_size=4), st.booleans())
def test_a_walk_sees_what_the_patterns_say(lines: list[str], parts: list[str], is_folder: bool) -> None:
    patterns = patterns_of(lines)
    assert patterns is not None
    for depth in range(1, len(parts)):  # a folder that is left out is never entered
        if patterns.spec.check_file("/".join(parts[:depth]) + "/").include:
            return
    path = "/".join(parts) + ("/" if is_folder else "")
    said = patterns.spec.check_file(path).include
    assert bool(patterns.verdict(path)) == bool(said)


def test_many_patterns_ask_the_library_for_few_paths() -> None:
    patterns = patterns_of(["[Dd]ebug/", "*.user", "!**/[Pp]ackages/build/", ".vscode/*", "Generated\\ Files/"])
    assert patterns is not None
    assert patterns.verdict("src/Program.cs") is None
    assert patterns.verdict("src/debug/") is True
    assert patterns.verdict("Generated Files/") is True
    assert patterns.verdict(".vscode/settings.json") is True


def test_a_bracket_in_brackets_is_no_warning(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text("a/**/[[b-c]?\n")
    (tmp_path / "x.py").write_text("")
    assert list_files(tmp_path).problems == []
