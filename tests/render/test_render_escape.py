"""What was scanned never steers the terminal or the page."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
import sample
import sample_parts as parts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from govscan.errors import Problem, ProblemKind
from govscan.evidence import Failure, Unresolved
from govscan.facts import SourceKind
from govscan.finding import Truth, Verdict
from govscan.policy import Operator
from govscan.render import render, render_why
from govscan.render.escape import flowed, shortened, visible
from govscan.report import Report

BAD = "\x00\x07\x08\x1b\x7f\x85\x9b\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\U000e0041\udcff"
HOSTILE = st.text(
    st.one_of(st.sampled_from(BAD + "\n\r\t<>&\"'`={}%#[];m"), st.characters(exclude_categories=())), max_size=40
) | st.sampled_from(
    ["<script>alert(1)</script>", "</style><script>", "{{ 7 * 7 }}", "\x1b]8;;http://x\x07", "--><img src=x>", '"><b>']
)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def report_of(hostile: str) -> Report:
    """The report of one model, with `hostile` wherever scanned text can stand."""
    place = parts.reference(
        "custom", hostile, f"dir/{hostile}.py", 1, hostile, endpoint=hostile, region=hostile, reason=hostile,
        revision=hostile, hints=((hostile, hostile),),
    )  # fmt: skip
    source = structs.replace(parts.card(3), place=hostile, quote=hostile, kind=SourceKind.TEXT)
    facts = [
        parts.fact(name, hostile, source)
        for name in ("model.publisher", "license.concluded", "license.declared", "endpoint.host", "license.naming")
    ]
    model = parts.model(
        place.identity,
        (place,),
        ("production", hostile),
        *facts,
        parts.fact("license.conflict", (hostile,), source),
        evidence=Unresolved(place.identity, Failure.MALFORMED, hostile),
    )
    found = parts.finding(
        "commercial-use", Verdict.FAIL, model, hostile, hostile,
        parts.check(facts[1], Operator.IS, hostile, Truth.FALSE), missing=("license.concluded",),
        fix=hostile, record=hostile,
    )  # fmt: skip
    return structs.replace(
        sample.sample(),
        root=hostile,
        models=(model,),
        findings=(found,),
        mentions=(place,),
        problems=(Problem(hostile, 1, ProblemKind.CRASH, hostile),),
        questions=(hostile,),
        warnings=(hostile,),
    )


def shows(text: str) -> bool:
    """Every character shows itself or ends a line."""
    return all(character.isprintable() for character in text.replace("\n", ""))


@given(st.text(st.characters(exclude_categories=())))
def test_visible_text_is_printable_and_stays_so(text: str) -> None:
    assert visible(text).isprintable()
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters(exclude_categories=()), max_size=300), st.integers(10, 60))
def test_shortened_text_fits(text: str, limit: int) -> None:
    assert len(shortened(text, limit)) <= limit
    assert shortened(text, limit).isprintable()


def test_visible_names_what_it_escapes() -> None:
    assert visible("a\x1b[31m\u202eb\n\U000e0041\udcff") == "a\\x1b[31m\\u202eb\\n\\U000e0041\\udcff"
    assert visible("模型 é\u00a0ü") == "模型 é ü"
    assert flowed(" two\n  lines ") == "two lines"


@pytest.mark.parametrize("written", ["https://user:secret@host/v1", "see http://secret@host", "ftp://a:secret@h?b@c"])
def test_credentials_in_addresses_do_not_travel(written: str) -> None:
    assert "secret" not in visible(written)
    assert "hunter2" not in (render(sample.sample(), "json") + render(sample.sample(), "html")).decode()


def test_an_at_sign_that_is_no_credential_stays() -> None:
    assert visible("https://host/org/name@v1 a@b") == "https://host/org/name@v1 a@b"


@SLOW
@given(HOSTILE)
def test_nothing_steers_the_terminal(hostile: str) -> None:
    report = report_of(hostile)
    for brief in (False, True):
        assert shows(render(report, "terminal", brief=brief).decode())
    assert shows(render_why(report, report.models[0]).decode())


@SLOW
@given(HOSTILE)
def test_json_is_inert_and_says_the_same(hostile: str) -> None:
    text = render(report_of(hostile), "json").decode()
    assert shows(text)
    data = json.loads(text)
    if hostile.isprintable() and "@" not in hostile:
        assert data["root"] == hostile


class Skeleton(HTMLParser):
    """Tags and attribute names of a page, scripts and styles counted."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.scripts = 0
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.scripts += tag in ("script", "style")
        self.links |= {value or "" for name, value in attrs if name in ("href", "src")}


def skeleton(report: Report) -> Skeleton:
    page = Skeleton()
    page.feed(render(report, "html").decode())
    return page


KNOWN = skeleton(report_of("x"))


@SLOW
@given(HOSTILE)
def test_html_has_no_tag_or_attribute_of_the_scanned(hostile: str) -> None:
    text = render(report_of(hostile), "html").decode()
    assert shows(text)
    page = skeleton(report_of(hostile))
    assert page.tags <= KNOWN.tags | {"a", "br"}
    assert page.attributes <= KNOWN.attributes | {"rel"}
    assert page.scripts == 3  # the style, the index of the models, the script
    assert all(link.startswith(("#", "https://", "data:,")) for link in page.links)


def test_html_has_no_handler_and_no_inline_style() -> None:
    page = skeleton(sample.sample())
    assert not [name for name in page.attributes if name.startswith("on") or name == "style"]
    assert "<script>alert" not in render(sample.sample(), "html").decode()


@pytest.mark.parametrize("color", [True, False])
def test_color_is_all_or_nothing(color: bool) -> None:
    output = render(sample.sample(), "terminal", color=color)
    assert (b"\x1b[" in output) is color
    assert b"\x1b]" not in output
