"""What prose says of a license, and the sentences about sources that disagree."""

from __future__ import annotations

import time

import pytest
from fake_catalog import ACME, COMMUNITY, LICENSES, PLAIN, FakeCatalog, license_record
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from govscan.evidence import Artifact, Document, LockEntry, Resolved
from govscan.facts import Source, SourceKind
from govscan.identify.asked import registration_asked
from govscan.identify.body import read_body
from govscan.identify.claim import Claim
from govscan.identify.conclude import Conclusion, conclude
from govscan.identify.documents import read
from govscan.identify.frontmatter import read_front_matter
from govscan.identify.links import dangling_links
from govscan.identify.prose import spoken_licenses
from govscan.identify.reasons import disagreements
from govscan.identify.sections import sections
from govscan.identify.text import text_in_card
from govscan.reference import Identity

HOUSE = Identity("local", "models/house")
CATALOG = FakeCatalog(
    (
        *LICENSES,
        replace(
            license_record("LicenseRef-acme-2", "acme", ACME, ("acme-2",)),
            name="Acme License 2",
            version="2",
            publisher="acme",
        ),
        replace(
            license_record("LicenseRef-acme-3", "acme", {**ACME, "commercial_use": "prohibited"}, ("acme-3",)),
            name="Acme License 3",
            version="3",
            publisher="acme",
        ),
        license_record("LicenseRef-acme-form", "acme", {**PLAIN, "registration_required": True}, ("acme-form",)),
    )
)


def card_of(text: str) -> Document:
    return Document.of("README.md", "models/house/README.md", text.encode())


def spoken(text: str) -> list[tuple[str, str]]:
    card = card_of(text)
    found = spoken_licenses(read_body(card, read_front_matter(card.text)), CATALOG)
    return [(str(each.claim.expression), str(each.role)) for each in found]


def concluded(*documents: tuple[str, str], **fields: object) -> Conclusion:
    read_ = tuple(Document.of(name, f"models/house/{name}", text.encode()) for name, text in documents)
    return conclude(HOUSE, read(Resolved(HOUSE, "local", documents=read_, **fields)), CATALOG)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("![l](https://img.shields.io/badge/License-MIT-blue.svg)", [("MIT", "any")]),
        ("![l](https://img.shields.io/badge/license-Apache%202.0-green)", [("Apache-2.0", "any")]),
        ("![l](https://img.shields.io/badge/Model_License-CC_BY_NC_4.0-red.svg)", [("CC-BY-NC-4.0", "weights")]),
        ("![l](https://img.shields.io/badge/license-CC--BY--NC--4.0-red)", [("CC-BY-NC-4.0", "any")]),
        ('<img src="https://img.shields.io/badge/Code%20License-MIT-green">', [("MIT", "code")]),
        ("![l](https://img.shields.io/static/v1?label=license&message=MIT&color=red)", [("MIT", "any")]),
        ("![l](https://img.shields.io/badge/build-passing-green)", []),
        ("![l](https://img.shields.io/github/license/lab/house)", []),
        ("- **License:** MIT", [("MIT", "any")]),
        ("**Model License**: [Apache 2.0](LICENSE)", [("Apache-2.0", "weights")]),
        ("License: a custom one, the Apache License, Version 2.0, is below", [("Apache-2.0", "any")]),
        ("📄 License: Modified-MIT", [("LicenseRef-Modified-MIT", "any")]),
        ("- **License:** [More Information Needed]", []),
        ("License: see LICENSE", []),
        ("许可证：MIT", [("MIT", "any")]),
        ("The model is licensed under the MIT License.", [("MIT", "weights")]),
        ("The code and the weights are released under Apache 2.0.", [("Apache-2.0", "weights")]),
        ("This project is licensed\nunder the *Apache License,\nVersion 2.0* (the same).", [("Apache-2.0", "any")]),
        (
            "Code is released under MIT, weights are released under CC-BY-NC 4.0.",
            [("MIT", "code"), ("CC-BY-NC-4.0", "weights")],
        ),
        ("The dataset is available under CC-BY-NC 4.0.", [("CC-BY-NC-4.0", "data")]),
        ("本项目代码依照 Apache-2.0 协议开源。", [("Apache-2.0", "code")]),
        ("模型的权重遵循 Apache 2.0 许可证。", [("Apache-2.0", "weights")]),
        ("The weights are under the Sea Shanty License.", [("LicenseRef-Sea-Shanty", "weights")]),
        ("It was derived from Shed-7B, originally licensed under the MIT license.", []),
        ("Any contributions to the model are licensed under the MIT license.", []),
        ("Keep the lamp under the table, as MIT people do.", []),
        ("## Third-party\n\nFlags are available under the MIT license.", []),
        ("## License\n\n[MIT](LICENSE)", [("MIT", "any")]),
        ("```\nLicense: MIT\n```", []),
    ],
)
def test_what_prose_says_of_the_license(text: str, found: list[tuple[str, str]]) -> None:
    assert spoken(f"---\ntags: [a]\n---\n# House\n\n{text}\n") == found


def test_prose_has_its_line_and_less_weight_than_a_label() -> None:
    card = card_of("# House\n\nSome words go first and\nthe model is licensed under the MIT license.\n")
    (said,) = spoken_licenses(read_body(card, read_front_matter(card.text)), CATALOG)
    assert str(said.claim.source) == "models/house/README.md:4"
    assert said.claim.source.kind is SourceKind.PROSE
    assert said.claim.confidence < 0.7


@given(st.text(max_size=300), st.text(max_size=60))
def test_reading_prose_never_raises(text: str, word: str) -> None:
    card = card_of(f"# License\n\nLicense: {word}\n[{word}]({text}) licensed under {text}\nbadge/License-{word}-x")
    matter = read_front_matter(card.text)
    body = read_body(card, matter)
    spoken_licenses(body, CATALOG)
    registration_asked(body)
    dangling_links(body, matter, Resolved(HOUSE, "local"))


@pytest.mark.parametrize(
    "piece",
    [
        "license under ",
        "[license](",
        "![a](",
        "<a href=",
        "under the ",
        "License: ",
        "许可采用A",
        "(a ",
        "commercial form. ",
    ],
)
def test_hostile_prose_is_read_in_linear_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    card = card_of(f"# License\n\n{text}\n" + "\n".join([text[:3_000]] * 100))
    matter = read_front_matter(card.text)
    start = time.perf_counter()
    body = read_body(card, matter)
    spoken_licenses(body, CATALOG)
    registration_asked(body)
    dangling_links(body, matter, Resolved(HOUSE, "local"))
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("sentence", "asks"),
    [
        ("For commercial use, please fill out the form.", True),
        ("If you want to use it commercially, send us the questionnaire.", True),
        ("Commercial use is allowed after registration via our site.", True),
        ("如需商用，请填写问卷申请。", True),
        ("通过邮件申请并获得官方商用许可后即可免费使用。", True),
        ("No registration is needed for commercial use.", False),
        ("You no longer need to fill out a form for commercial use.", False),
        ("您无需提交商业使用申请。", False),
        ("商用只需遵循协议即可，我们欢迎您填写问卷。", False),
        ("We welcome you to fill out the form if your use is commercial.", False),
        ("Fill out the form to get the newsletter. Commercial use is fine.", False),
        ("It beats every commercial model.", False),
    ],
)
def test_a_form_that_the_card_asks_for(sentence: str, asks: bool) -> None:
    card = card_of(f"# House\n\n{sentence}\n")
    assert (registration_asked(read_body(card, read_front_matter(card.text))) is not None) is asks


def test_a_form_that_the_license_asks_for_as_well_is_no_conflict() -> None:
    form = "For commercial use, please fill out the form."
    asked = concluded(("README.md", f"---\nlicense: acme-form\n---\n{form}\n"))
    assert asked.asked is not None
    assert asked.conflicts == ()


@pytest.mark.parametrize(
    ("link", "names"),
    [
        ("[license](LICENSE)", ["LICENSE"]),
        ("[license](./LICENSE.txt)", []),
        ("[license](MODEL%20LICENSE)", ["MODEL LICENSE"]),
        ('<a href="https://github.com/Builder/House/blob/main/LICENSE-MODEL">x</a>', ["LICENSE-MODEL"]),
        ("[license](https://github.com/builder/shed/blob/main/LICENSE)", []),
        ("[license](https://licenses.example/LICENSE)", []),
        ("[how to](LICENSE_tool.py)", []),
        ("[section](#license)", []),
        ("[up](../LICENSE)", []),
        ("[all](licenses/)", []),
        ("[![badge](license.svg)](LICENSE)", ["LICENSE"]),
    ],
)
def test_links_to_license_files_that_are_not_there(link: str, names: list[str]) -> None:
    card = card_of(f"# House\n\n{link}\n")
    matter = read_front_matter(card.text)
    evidence = Resolved(
        HOUSE, "local", documents=(card,), artifacts=(Artifact("LICENSE.txt"), Artifact("licenses/one.txt"))
    )
    assert [name for name, _ in dangling_links(read_body(card, matter), matter, evidence)] == names


def claim(id_: str, kind: SourceKind, place: str, line: int, *, settled: bool = True) -> Claim:
    return Claim(id_, Source(kind, place, line), settled=settled)


def test_another_version_is_a_reason_of_its_own() -> None:
    label, text = (
        claim("LicenseRef-acme-2", SourceKind.CARD, "README.md", 3),
        claim("LicenseRef-acme-3", SourceKind.TEXT, "LICENSE", 1),
    )
    (reason,) = disagreements((label,), text, (), CATALOG)
    assert reason.code == "version-differs"
    assert reason.sentence == (
        "The card grants Acme License 2 (LicenseRef-acme-2, README.md:3), but the license text in the same revision is "
        "another version, Acme License 3 (LicenseRef-acme-3, LICENSE:1), which forbids commercial use, of which the "
        "label says nothing; the text governs"
    )


@pytest.mark.parametrize(
    ("label", "text", "codes"),
    [
        ("Apache-2.0", "Apache-2.0", []),
        ("Apache-1.1", "Apache-2.0", ["version-differs"]),
        ("MIT", "LicenseRef-acme-2", ["label-against-text"]),
        ("LicenseRef-acme-2", "MIT", ["label-against-text"]),
        ("MIT OR Apache-2.0", "Apache-2.0 OR MIT", []),
        ("MIT", "LicenseRef-acme-modified-mit", ["label-against-text"]),
    ],
)
def test_a_label_against_a_text(label: str, text: str, codes: list[str]) -> None:
    said = claim(label, SourceKind.CARD, "README.md", 2)
    found = disagreements((said,), claim(text, SourceKind.TEXT, "LICENSE", 1), (), CATALOG)
    assert [reason.code for reason in found] == codes


def test_every_source_of_a_disagreement_is_named_with_its_place() -> None:
    said = concluded(
        ("README.md", "---\nlicense: apache-2.0\n---\n# House\n\nThe model is released under the MIT license.\n"),
        ("config.json", '{"license": "cc-by-nc-4.0"}'),
        ("LICENSE", COMMUNITY),
    )
    assert {reason.code for reason in said.conflicts} == {"label-against-label", "label-against-text"}
    everything = " ".join(reason.sentence for reason in said.conflicts)
    for place in ("README.md:2", "README.md:6", "config.json:1", "LICENSE:1-4"):
        assert f"models/house/{place}" in everything, place


def test_a_label_without_a_text_is_no_conflict() -> None:
    said = concluded(("README.md", "---\nlicense: mit\n---\n"))
    assert said.conflicts == ()
    assert [reason.code for reason in said.concerns] == ["label-without-text"]


def test_a_lock_whose_label_and_text_differ() -> None:
    lock = LockEntry(None, "MIT", "LicenseRef-acme-2", "LicenseRef-acme-2", (), (), "2026-10-01", 7)
    said = concluded(lock=lock)
    assert [reason.code for reason in said.conflicts] == ["label-against-text"]
    assert "govscan.lock:7" in said.conflicts[0].sentence


def test_a_chinese_text_inside_a_card_is_found_though_it_has_no_spaces() -> None:
    from invented_well import WELL, WellCatalog

    card = card_of(f"# 水井\n\n## 许可协议\n\n{WELL}\n")
    found = text_in_card(card, sections(card.text), WellCatalog())
    assert found is not None
    assert found.claim.expression == "LicenseRef-well"
    assert found.claim.source.line >= 5
