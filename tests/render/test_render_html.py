"""What the HTML report is made of: drawings, packed parts, the index, texts that can be translated."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import zlib
from pathlib import Path

import pytest
import sample
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from msgspec.structs import replace
from sample_models import llama
from sample_parts import LEDGER, fact, model

import govscan.render.html as html
from govscan.policy import Ledger
from govscan.reference import Identity
from govscan.render.html import render_html
from govscan.render.html.diagram import Node, laid_out
from govscan.render.html.flows import MAX_NODES as MAX_FLOW_NODES
from govscan.render.html.flows import flow_map
from govscan.render.html.lineage import MAX_NODES, family, lineage_of
from govscan.render.html.pack import Packer
from govscan.render.html.texts import template, texts
from govscan.render.html.timeline import timeline
from govscan.render.html.trend import trend_of
from govscan.render.transfers import flows
from govscan.report import Brand, Moment

TEMPLATES = Path(html.__file__).parent / "templates"


def unpacked(packer: Packer) -> list[str]:
    """What the script of the page does."""

    def read(text: str) -> list[str]:
        return zlib.decompress(base64.b64decode(text)).decode().split("\n")

    lines = read(packer.lines)
    return ["\n".join(lines[int(word, 36)] for word in part.split()) for part in read(packer.parts)]


LINES = st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs", "Z"]), min_size=1), min_size=1, max_size=8)


@given(st.lists(LINES, min_size=1, max_size=8))
def test_what_is_packed_comes_out_again(parts: list[list[str]]) -> None:
    packer = Packer(True)
    marks = [packer.put(Markup("\n  ".join(lines))) for lines in parts]
    assert marks == [f'<div data-part="{number}"></div>' for number in range(len(parts))]
    assert unpacked(packer) == ["\n".join(lines) for lines in parts]


def test_a_page_of_usual_size_is_not_packed() -> None:
    assert Packer(False).put(Markup("<p>")) == "<p>"
    assert b'data-part="' not in render_html(sample.sample())
    page = render_html(sample.sample(), packed_from=1).decode()
    assert page.count("data-part=") > len(sample.sample().models)
    assert "Open under license-territory" not in page


def test_a_repeated_part_costs_next_to_nothing() -> None:
    report = sample.sample()
    one = report.models[0]
    many = tuple(replace(one, identity=replace(one.identity, name=f"acme/m{number}")) for number in range(300))
    small, large = (len(render_html(replace(report, models=part, findings=()))) for part in (many[:299], many))
    assert large < small / 10


def test_lineage_is_drawn_from_the_first_ancestor_on() -> None:
    report = sample.sample()
    found = lineage_of(report.models[0], family(report))
    assert found is not None
    assert found.rows[0] == (
        "meta-llama/Llama-4-Scout", ("meta-llama/Llama-4-Base", "acme/unread"), "LicenseRef-llama-4-community",
    )  # fmt: skip
    boxes = {box.label: box for box in found.drawing.boxes}
    assert boxes["acme/unread"].tone == "undecided"
    assert boxes["meta-llama/Llama-4-Base"].x < boxes["meta-llama/Llama-4-Scout"].x
    assert len(found.drawing.lines) == 2
    assert lineage_of(report.models[1], family(report)) is None


def test_a_circle_of_base_models_is_drawn_once() -> None:
    def named(name: str, *bases: str):
        return model(Identity("huggingface", name), (), (), fact("model.base_models", bases))

    one, two = named("a/one", "a/two"), named("a/two", "A/One")
    found = lineage_of(one, {"a/one": one, "a/two": two})
    assert found is not None
    assert [row[0] for row in found.rows] == ["a/one", "a/two"]
    merge = named("a/merge", *(f"b/m{number}" for number in range(MAX_NODES + 9)))
    drawn = lineage_of(merge, {})
    assert drawn is not None
    assert len(drawn.drawing.boxes) == MAX_NODES
    assert drawn.left_out == 10


def test_flows_show_who_gets_what() -> None:
    found = flows(sample.sample())
    hosts = {row.host: row for row in found}
    assert hosts["dashscope.aliyuncs.com"].sent
    assert not hosts["own machines"].sent
    assert [row.sent for row in found] == sorted((row.sent for row in found), reverse=True)
    drawing = flow_map(found)
    assert drawing is not None
    assert {label for label, _ in drawing.headings} >= {"Context", "Host"}
    assert flow_map(flows(sample.empty())) is None


def test_a_map_of_very_many_hosts_stays_readable() -> None:
    report = sample.sample()
    one = report.models[1]
    many = tuple(
        replace(
            one,
            identity=replace(one.identity, endpoint=f"h{number}.example"),
            facts=replace(one.facts, statements={**one.facts.statements,
                                                 "endpoint.host": (fact("endpoint.host", f"h{number}.example"),)}),
        )
        for number in range(40)
    )  # fmt: skip
    drawing = flow_map(flows(replace(report, models=many, findings=())))
    assert drawing is not None
    labels = [box.label for box in drawing.boxes]
    assert sum("example" in label for label in labels) == MAX_FLOW_NODES - 1
    assert "29 others" in labels


@given(st.lists(st.integers(0, 6), min_size=1, max_size=6), st.data())
def test_boxes_do_not_overlap(sizes: list[int], data: st.DataObject) -> None:
    columns = [[Node(f"{x}-{y}", "label") for y in range(size)] for x, size in enumerate(sizes)]
    keys = [node.key for column in columns for node in column] + ["nowhere"]
    edges = data.draw(st.dictionaries(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), st.integers(1, 99)))
    drawing = laid_out(columns, edges, ["heading"])
    places = [(box.x, box.y) for box in drawing.boxes]
    assert len(set(places)) == len(places)
    for x, y in places:
        assert 0 <= x <= drawing.width - 210
        assert 22 <= y <= drawing.height - 44
        assert not [1 for a, b in places if a == x and 0 < b - y < 44]


def test_the_time_line_marks_what_has_expired() -> None:
    found = timeline(LEDGER, dt.date(2026, 11, 1))
    assert found is not None
    assert [(mark.day, mark.tone) for mark in found.marks] == [
        ("2026-09-30", "fail"), ("2027-02-01", "pass"), ("2027-03-01", "pass"),
    ]  # fmt: skip
    assert [mark.x for mark in found.marks] == sorted(mark.x for mark in found.marks)
    soon = timeline(LEDGER, dt.date(2027, 1, 2))
    assert soon is not None
    assert soon.marks[1].tone == "warning"
    assert timeline(Ledger(), dt.date(2026, 11, 1)) is None
    past = timeline(LEDGER, dt.date(2030, 1, 1))
    assert past is not None
    assert {mark.tone for mark in past.marks} == {"fail"}


def test_the_trend_needs_two_audits() -> None:
    one, two = Moment("2026-10-01", 7, 4, 2, 0), Moment("2026-11-01", 8, 0, 2, 9)
    assert trend_of([one]) is None
    found = trend_of([one, two])
    assert found is not None
    assert [curve.label for curve in found.curves] == ["errors", "undecided", "warnings"]
    assert found.curves[0].dots[0][1] < found.curves[0].dots[1][1]  # fewer errors are further down
    page = render_html(replace(sample.sample(), trend=(one, two))).decode()
    assert "Past audits of this repository" in page
    assert trend_of([replace(one, errors=0, undecided=0), replace(one, errors=0, undecided=0)]) is not None


def test_the_look_of_the_organization() -> None:
    brand = Brand("Acme <Bank>", "Strictly & confidential", "#123456", b"\x89PNG", "image/png")
    page = render_html(replace(sample.sample(), brand=brand)).decode()
    assert "Acme &lt;Bank&gt;" in page
    assert "Strictly &amp; confidential" in page
    assert "--brand: #123456" in page
    assert 'content: "Strictly\\000020\\000026\\000020confidential"' in page
    assert 'src="data:image/png;base64,iVBORw=="' in page


def test_places_are_links_where_the_file_is_as_committed() -> None:
    page = render_html(sample.sample()).decode()
    assert (
        'href="https://github.com/acme/shop/blob/89abcdef0123456789abcdef0123456789abcdef/services/chat/app.py#L14"'
        in page
    )
    assert "/services/chat/worker.py#L7" not in page
    assert "services/chat/worker.py:7" in page


def test_the_whole_policy_the_ledger_and_the_glossary_are_there() -> None:
    page = render_html(sample.sample()).decode()
    assert "license.commercial_use" in page[page.index("The whole policy as it was applied") :]
    for words in ("Commercial agreement C-123.", "Board of models", "Only behind the filter.", "Base model"):
        assert words in page


def test_no_text_of_a_template_is_left_out_of_the_translation() -> None:
    for path in TEMPLATES.glob("*.j2"):
        source = path.read_text()
        source = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", source, flags=re.DOTALL)
        source = re.sub(r"<code>govscan [a-z]+</code>", "", source)
        bare = re.sub(r"<[^>]*>|&[a-z]+;", " ", source)
        left = [word for word in re.findall(r"[A-Za-z]{2,}", bare) if word not in ("govscan", "sha")]
        assert left == [], path.name
        assert re.findall(r' (?:aria-label|alt|title)="(?!")[A-Za-z]', source) == [], path.name


def test_the_list_of_texts() -> None:
    found = texts()
    assert "action.html.j2:3" in found["What needs action"]
    assert len(found) > 120
    made = template()
    assert made.count("msgid ") == len(found) + 1
    assert 'msgid "What needs action"' in made


def test_the_index_cannot_end_its_block() -> None:
    report = sample.sample()
    evil = replace(llama(), identity=Identity("huggingface", "a/</script><!--"))
    page = render_html(replace(report, models=(evil,), findings=())).decode()
    (block,) = re.findall(r'<script type="application/json" id="index">(.*?)</script>', page, re.DOTALL)
    assert "<" not in block
    (row,) = json.loads(block)
    assert row[6].startswith("a/</script><!-- huggingface")


@pytest.mark.parametrize("word", ["llama-4-community", "meta platforms", "services/chat/app.py", "revision-pinned"])
def test_models_are_found_by_what_people_know(word: str) -> None:
    page = render_html(sample.sample()).decode()
    (block,) = re.findall(r'<script type="application/json" id="index">(.*?)</script>', page, re.DOTALL)
    assert any(word in row[6] for row in json.loads(block))
