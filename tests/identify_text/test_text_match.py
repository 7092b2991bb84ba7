"""Which license a text is, and what it says otherwise: on invented licenses."""

from __future__ import annotations

import html
import re
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import HARBOR, HARBOR_RESEARCH, MEADOW, TEXTS, WELL, index, numbers

from govscan.identify.match import Kind, Match, match


def read(text: str, without: frozenset[int] = frozenset()) -> Match:
    return match(text, index(), without)


@pytest.mark.parametrize("id_", TEXTS)
def test_a_text_is_itself(id_: str) -> None:
    found = read(TEXTS[id_])
    assert (found.expression, found.modified, found.confidence, found.differences) == (id_, False, 1.0, ())


DRESSES = {
    "wrapped": lambda text: "\n\n".join(textwrap.fill(" ".join(p.split()), 50) for p in text.split("\n\n")),
    "one line a paragraph": lambda text: "\n\n".join(" ".join(p.split()) for p in text.split("\n\n")),
    "Markdown": lambda text: "# " + re.sub(r"(?m)^(\d)\. (\w+)\.", r"**\1. \2.**", text),
    "HTML": lambda text: (
        "<html><body>" + "".join(f"<p>{html.escape(p)}</p>\n" for p in text.split("\n\n")) + "</body></html>"
    ),
    "bullets": lambda text: re.sub(r"(?m)^\d\. ", "- ", text),
    "letters": lambda text: re.sub(r"(?m)^(\d)\. ", lambda m: f"{'abcdef'[int(m[1])]}) ", text),
    "holder": lambda text: text.replace(
        "2024 Harbor Works", "1999-2026 Jane Roe <jane@example.org>\nCopyright 2025 John Doe"
    ),
    "comment": lambda text: "".join(f" * {line}\n" for line in text.split("\n")),
    "quotes": lambda text: text.replace("'", "’").replace('"', "“"),
    "Windows": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "shouting": str.upper,
    "heading": lambda text: "License\n=======\n\n" + text,
    "end of the file": lambda text: text + "\n\n\n\n",
}


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("id_", TEXTS)
def test_dress_is_no_change(id_: str, dress: str) -> None:
    found = read(DRESSES[dress](TEXTS[id_]))
    assert (found.expression, found.modified, found.differences) == (id_, False, ())


def test_filled_blanks_are_no_change() -> None:
    text = MEADOW.replace("[year] [fullname]", "2026 Jane Roe").replace("[fullname]", "Jane Roe and her neighbors")
    assert (read(text).expression, read(text).modified) == ("Meadow-1.0", False)


def test_a_blank_is_filled_with_names_only() -> None:
    text = MEADOW.replace("and [fullname] will", "and you must pay before the owner will")
    assert read(text).modified is True


EDITS = [
    ("must not tie", "must tie", Kind.MISSING, 9),
    ("500 passengers", "900 passengers", Kind.CHANGED, 10),
    ("coast of Denmark", "coast of Norway", Kind.CHANGED, 12),
    ("March 3, 2024", "March 4, 2024", Kind.CHANGED, 2),
    ("not liable", "liable", Kind.MISSING, 14),
    ("lost hats, or", "lost hats, sold sails, or", Kind.ADDED, 14),
]


@pytest.mark.parametrize(("old", "new", "kind", "line"), EDITS)
def test_a_single_word_is_a_difference(old: str, new: str, kind: Kind, line: int) -> None:
    assert old in HARBOR
    found = read(HARBOR.replace(old, new))
    assert found.modified is True
    assert [difference.kind for difference in found.differences] == [kind]
    assert found.differences[0].line <= line <= found.differences[0].end_line
    # A maker's text that says something else is not named, but its nearest is.
    assert (found.expression, found.nearest[0][0]) == (None, "LicenseRef-harbor")
    assert "nearest is LicenseRef-harbor" in found.reason


def test_a_text_of_the_spdx_list_is_named_with_its_change() -> None:
    found = read(MEADOW.replace("have a picnic", "have no picnic"))
    assert (found.expression, found.modified) == ("Meadow-1.0", True)
    assert found.confidence < 1
    (difference,) = found.differences
    assert (difference.kind, difference.line, difference.quote) == (Kind.CHANGED, 5, "no")


CLAUSE = "Whoever earns more than one million with the boat pays a tenth of it to the harbor master, every year."


@pytest.mark.parametrize("place", ["4. No promises", "5. End."])
def test_an_added_clause_is_shown(place: str) -> None:
    text = HARBOR.replace(place, f"{CLAUSE}\n\n{place}")
    found = read(text)
    assert (found.expression, found.modified) == ("LicenseRef-harbor", True)
    (difference,) = found.differences
    assert (difference.kind, difference.words) == (Kind.ADDED, 20)
    assert difference.line == difference.end_line == text[: text.index(CLAUSE)].count("\n") + 1
    assert difference.quote == CLAUSE.rstrip(".")


@pytest.mark.parametrize("text", [f"{HARBOR}\n{CLAUSE}\n", f"{CLAUSE}\n\n{HARBOR}"])
def test_a_clause_around_the_text_is_shown_as_well(text: str) -> None:
    found = read(text)
    assert (found.expression, found.modified) == ("LicenseRef-harbor", True)
    assert [difference.quote for difference in found.differences] == [CLAUSE.rstrip(".")]


def test_a_dropped_section_is_missing_at_its_place() -> None:
    section = HARBOR[HARBOR.index("2. Duties") : HARBOR.index("3. Waters")]
    found = read(HARBOR.replace(section, ""))
    (difference,) = found.differences
    assert (difference.kind, difference.line, difference.end_line, difference.quote) == (Kind.MISSING, 7, 9, "")
    assert difference.words == len(re.findall(r"\w+", section)) - 1  # its number is a list marker
    assert found.expression is None


def test_a_sibling_is_not_its_sibling() -> None:
    assert read(HARBOR_RESEARCH).expression == "LicenseRef-harbor-research"
    found = read(HARBOR_RESEARCH, without=numbers("LicenseRef-harbor-research"))
    assert found.expression is None
    assert found.nearest[0][0] == "LicenseRef-harbor"


@pytest.mark.parametrize("id_", TEXTS)
def test_a_text_that_is_not_in_the_index_is_never_plain(id_: str) -> None:
    found = read(TEXTS[id_], without=numbers(id_))
    assert found.expression is None or found.modified


def test_several_licenses_each_with_its_lines() -> None:
    found = read(f"{MEADOW}\n-----\n\n{HARBOR}\n\n{WELL}")
    assert (found.expression, found.modified) == ("Meadow-1.0 AND LicenseRef-harbor AND LicenseRef-well", False)
    assert [(span.id, span.line, span.end_line) for span in found.spans] == [
        ("Meadow-1.0", 1, 7),
        ("LicenseRef-harbor", 11, 27),
        ("LicenseRef-well", 30, 34),
    ]


def test_the_same_license_twice_is_one() -> None:
    found = read(f"{MEADOW}\n\n{MEADOW}")
    assert (found.expression, found.modified, len(found.spans)) == ("Meadow-1.0", False, 2)


def test_a_license_in_a_comment_of_code_has_its_lines() -> None:
    comment = "".join(f"// {line}\n" for line in MEADOW.split("\n"))
    found = read(f"import sea\n\n{comment}\nfunc main() {{ sea.swim(10, fathoms, and, then, home, again, slowly) }}\n")
    assert [(span.id, span.line, span.end_line) for span in found.spans] == [("Meadow-1.0", 3, 9)]


@pytest.mark.parametrize("text", ["", "\n\n", "...", "The harbor license applies.", "See LICENSE.", HARBOR[:200]])
def test_too_little_is_unknown(text: str) -> None:
    found = read(text)
    assert found.expression is None
    assert found.reason


def test_half_a_text_breaks_off() -> None:
    found = read(HARBOR[: len(HARBOR) // 2])
    assert found.expression is None
    assert found.reason.startswith("the text breaks off; it begins like LicenseRef-harbor")


@given(st.integers(0, len(HARBOR.split()) - 1), st.sampled_from(["", "zebra", "two zebras"]))
@settings(max_examples=120, deadline=None)
def test_no_changed_word_is_overlooked(at: int, new: str) -> None:
    """Outside of the copyright line and of list markers, whatever is put in the place of a word is seen."""
    found = [*re.finditer(r"\S+", HARBOR)][at]
    line = HARBOR[: found.start()].count("\n") + 1
    if line == 4 or re.fullmatch(r"\d\.", found.group()):
        return
    said = read(HARBOR[: found.start()] + new + HARBOR[found.end() :])
    assert said.modified or said.expression is None
    assert any(d.line - 1 <= line <= d.end_line + 1 for d in said.differences)


@given(st.text(max_size=600))
@settings(max_examples=60, deadline=None)
def test_any_text_has_an_answer(text: str) -> None:
    found = read(text)
    assert found.expression is None or not found.modified or found.differences
