"""A notice from a report: what has to be carried, from where, and what is not there. Texts are invented."""

from __future__ import annotations

import json
import re

import pytest
import sample
from msgspec import structs
from sample_parts import HOSTILE, SHA, card, catalog, fact, model, reference

from govscan.errors import Problem, ProblemKind
from govscan.evidence import Document, Failure, Resolved, Unresolved
from govscan.facts import ABSENT, Fact, Source, SourceKind, Unknown
from govscan.render.notice import Notice, notice_of
from govscan.render.notice_format import FORMATS, render_notice
from govscan.report import Model, Report

LICENSE = "LicenseRef-acme"
LICENSE_TEXT = """ACME LICENSE
Copyright (c) 2026 Acme AI, Inc.
Copyright [yyyy] [name of copyright owner]
copyright notices have to be kept
Write in your notice file: "Acme One is licensed under the Acme License, Copyright © Acme AI, Inc."
"""
NAMING = "Built with Acme; names of derived models begin with Acme"
ADDRESSES = {LICENSE: "https://licenses.example/acme"}


def document(name: str, text: str, model: str = "acme/one") -> Document:
    return Document.of(name, f"https://hub.example/{model}/{name}", text.encode())


def read_in(found: Document, quote: str = "") -> Source:
    return Source(SourceKind.TEXT, found.source, 1, sha256=found.sha256, quote=quote)


KNOWN = (
    fact("model.publisher", "Acme AI, Inc.", catalog("publishers/acme")),
    fact("license.commercial_use", "conditional", catalog(f"licenses/{LICENSE}: 2")),
    fact("license.naming", NAMING, catalog(f"licenses/{LICENSE}: 3")),
    fact("license.naming_duty", "required", catalog(f"licenses/{LICENSE}: 3")),
    fact("license.attribution", True, catalog(f"licenses/{LICENSE}: 4")),
    fact("license.notice_file", True, catalog(f"licenses/{LICENSE}: 4")),
    fact("license.state_changes", True, catalog(f"licenses/{LICENSE}: 5")),
    fact("license.pass_on_restrictions", True, catalog(f"licenses/{LICENSE}: 6")),
    fact("license.share_alike", False, catalog(f"licenses/{LICENSE}: none")),
    fact("license.use_restrictions", True, catalog(f"licenses/{LICENSE}: 7")),
    fact("license.mau_threshold", 1_000_000, catalog(f"licenses/{LICENSE}: 8")),
    fact("license.territory_excluded", ("EU",), catalog(f"licenses/{LICENSE}: 9")),
    fact("lineage.complete", True, card(2)),
)  # fmt: skip


def one(*more: Fact, documents: tuple[Document, ...] | None = None, name: str = "acme/one", **change: object) -> Model:
    """A model whose every duty is known, with its texts, and `more` facts in place of those."""
    license_ = document("LICENSE", LICENSE_TEXT, name)
    documents = (license_, document("NOTICE", "Acme One\nmade by Acme\n", name)) if documents is None else documents
    texts = [fact("license.detected", LICENSE, read_in(each)) for each in documents if each.name == "LICENSE"]
    texts += [fact("license.attribution", True, read_in(each)) for each in documents if each.name != "LICENSE"]
    said = {each.name for each in more}
    place = reference("huggingface", name, "app.py", 3, "python:pipeline")
    concluded = fact("license.concluded", LICENSE, card(2))
    facts = [each for each in (concluded, *KNOWN, *texts) if each.name not in said]
    evidence = change.get("evidence") or Resolved(place.identity, "hub", SHA, documents)
    return model(place.identity, (place,), ("production",), *facts, *more, evidence=evidence)


def report_of(*models: Model, **change: object) -> Report:
    return structs.replace(sample.clean(), models=models, findings=(), **change)


def noticed(*models: Model, context: str = "", **change: object) -> Notice:
    return notice_of(report_of(*models, **change), ADDRESSES, context)


def text_of(notice: Notice, format_: str = "text") -> str:
    return " ".join(render_notice(notice, format_).decode().split())


def sentences(notice: Notice) -> str:
    return "\n".join(sentence for _, sentence in notice.missing)


def test_a_complete_model_lacks_nothing() -> None:
    notice = noticed(one())
    assert notice.missing == ()
    assert notice.exit_code == 0
    entry = notice.entries[0]
    assert [duty.words for duty in entry.shown] == ["Built with Acme"]
    assert [duty.words for duty in entry.names] == ["names of derived models begin with Acme"]
    assert entry.addresses == ((LICENSE, "https://licenses.example/acme"),)
    assert entry.revision == SHA
    page = text_of(notice)
    assert "Has to be shown =============== - Built with Acme (acme/one)" in page
    assert "mark files that you changed as changed [catalog, as of 2026-10-01: 5]" in page
    assert "other terms apply above 1,000,000 monthly active users" in page
    assert "the license grants nothing in EU" in page
    assert "nothing is missing" in page


def test_notice_lines_are_quoted_and_prose_about_copyright_is_not() -> None:
    lines = [duty.words for duty in noticed(one()).entries[0].notices]
    assert "Copyright (c) 2026 Acme AI, Inc." in lines
    assert "Acme One is licensed under the Acme License, Copyright © Acme AI, Inc." in lines
    assert {"Acme One", "made by Acme"} <= set(lines)
    assert not any("yyyy" in line or "have to be kept" in line for line in lines)


def test_an_encouraged_name_is_not_required() -> None:
    entry = noticed(one(fact("license.naming_duty", "encouraged", card(2)))).entries[0]
    assert entry.shown == entry.names == ()
    assert entry.encouraged[0].words == "Built with Acme"


def test_words_of_a_text_are_not_taken_apart() -> None:
    clause = 'shall (A) keep this text; and (B) show the name "Acme"'
    read = fact("license.naming", clause, Source(SourceKind.TEXT, "models/LICENSE", 7, quote=clause))
    assert [duty.words for duty in noticed(one(read)).entries[0].shown] == [clause]


def test_a_naming_duty_of_unknown_strictness_counts_as_required_and_is_missing() -> None:
    notice = noticed(one(fact("license.naming_duty", Unknown("nobody read it"))))
    assert [duty.words for duty in notice.entries[0].shown] == ["Built with Acme"]
    assert "whether it asks for naming duty: nobody read it" in sentences(notice)
    assert notice.exit_code == 3


def test_no_naming_at_all_needs_no_strictness() -> None:
    silent = (fact("license.naming", ABSENT, card(2)), fact("license.naming_duty", Unknown("nobody read it")))
    assert noticed(one(*silent)).missing == ()


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ((fact("license.concluded", Unknown("no label")),), "its license: no label"),
        ((fact("license.attribution", Unknown("cannot tell")),), "whether it asks for attribution: cannot tell"),
        ((fact("lineage.complete", False, card(3, quote="lab/base is gated")),), "every base model: lab/base is gated"),
        ((fact("lineage.complete", Unknown("no card")),), "its base models: no card"),
        ((fact("license.modified", True, card(7)),), "somebody has to read it"),
    ],
)  # fmt: skip
def test_what_is_not_known_is_said_and_exits_3(change: tuple[Fact, ...], missing: str) -> None:
    notice = noticed(one(*change, documents=(document("LICENSE", LICENSE_TEXT),)))
    assert missing in sentences(notice)
    assert notice.exit_code == 3


def test_a_model_without_license_text_or_without_evidence() -> None:
    assert "a license text: none was read" in sentences(noticed(one(documents=())))
    gone = one(evidence=Unresolved(one().identity, Failure.OFFLINE, "the network was not asked"))
    assert "nothing of it was read: the network was not asked" in sentences(noticed(gone))


def test_an_input_that_could_not_be_read_is_missing() -> None:
    notice = noticed(one(), problems=(Problem("a.json", 3, ProblemKind.MALFORMED, "not JSON"),))
    assert notice.missing == (("", "a.json:3: not JSON"),)


def test_the_license_of_the_application_is_never_taken() -> None:
    own = Document.of("LICENSE", "LICENSE", b"the application's own license")
    place = one().identity
    entry = one(evidence=Resolved(place, "local", None, (own,)), documents=())
    assert noticed(entry).texts == ()


def test_hosted_models_stand_apart_with_their_terms() -> None:
    place = reference("openai", "gpt-x", "app.py", 5, "python:OpenAI")
    access = fact("model.access", "hosted-api", catalog("endpoints/openai"))
    terms = fact("endpoint.terms", "https://openai.example/terms", catalog("endpoints/openai"))
    with_terms = model(place.identity, (place,), ("production",), access, terms)
    notice = noticed(with_terms)
    assert notice.entries == () and notice.missing == ()
    assert "gpt-x (openai): https://openai.example/terms" in text_of(notice)
    without = noticed(model(place.identity, (place,), ("production",), access))
    assert "terms of the service" in sentences(without)
    assert without.exit_code == 3
    ours = noticed(model(place.identity, (place,), ("p",), access, fact("endpoint.terms", ABSENT, card(1))))
    assert ours.missing == ()


def test_the_same_text_is_shipped_once_and_names_do_not_collide() -> None:
    other = "another text of the same license\n"
    notice = noticed(
        one(name="acme/one"), one(name="acme/two"), one(name="acme/three", documents=(document("LICENSE", other),))
    )
    licenses = [text for text in notice.texts if text.role == "license"]
    assert len(licenses) == 2
    files = [text.file for text in notice.texts]
    assert len({file.lower() for file in files}) == len(files)
    assert f"licenses/{LICENSE}.txt" in files
    shared = next(text for text in licenses if "ACME" in text.content)
    assert shared.models == ("acme/one", "acme/two")
    assert shared.file in notice.entries[0].files and shared.file in notice.entries[1].files


def test_a_use_policy_beside_the_license_is_named_and_shipped() -> None:
    policy = document("USE_POLICY.md", "Do no harm.")
    notice = noticed(one(documents=(document("LICENSE", LICENSE_TEXT), policy)))
    assert policy.source in [duty.source for duty in notice.entries[0].policies]
    assert any(text.file == "licenses/acme-one-USE-POLICY.txt" for text in notice.texts)


def test_duties_of_base_models_and_their_data_are_told() -> None:
    base = ("naming: Built with Base (lab/base)", "attribution and notices (lab/base)")
    notice = noticed(
        one(
            fact("lineage.inherited_obligations", base, card(4)),
            fact("datasets.licenses", ("CC-BY-4.0",), catalog("datasets/squad")),
            fact("datasets.non_commercial", True, catalog("datasets/alpaca")),
        )
    )
    page = text_of(notice)
    assert "Built with Base (acme/one, from lab/base)" in page
    assert "data that the card names: - CC-BY-4.0 [catalog, as of 2026-10-01: datasets/squad]" in page
    assert "non-commercial use only [catalog, as of 2026-10-01: datasets/alpaca]" in page


def test_a_context_has_its_own_models_only() -> None:
    assert noticed(one(), context="research").entries == ()
    assert len(noticed(one(), context="production").entries) == 1


def test_nothing_found_is_said() -> None:
    notice = notice_of(sample.empty(), {})
    assert "No AI model was found in empty" in text_of(notice)
    assert notice.exit_code == 0


def test_json_has_everything_but_the_texts_themselves() -> None:
    made = json.loads(render_notice(noticed(one()), "json"))
    assert made["govscan_notice"] == 1
    assert made["complete"] is True
    assert made["models"][0]["shown"][0] == {"words": "Built with Acme", "source": "catalog, as of 2026-10-01: 3"}
    assert made["models"][0]["addresses"] == {LICENSE: "https://licenses.example/acme"}
    assert all("content" not in text and len(text["sha256"]) == 64 for text in made["texts"])


@pytest.mark.parametrize("format_", FORMATS)
def test_hostile_words_do_nothing(format_: str) -> None:
    evil = "\x1b]0;owned\x07[x](javascript:alert(1)) <script>alert(2)</script> \u202eknil\n# heading"
    hostile = one(
        fact("license.naming", evil, Source(SourceKind.CARD, "a](b)<c>\x1b[2J", 1)),
        fact("license.concluded", Unknown(evil)),
        documents=(document("LICENSE", f"Copyright 2026 {evil}"), document("NOTICE", evil)),
        name=HOSTILE.replace("\udcff", ""),
    )
    made = render_notice(noticed(hostile), format_).decode()
    assert "\x1b" not in made and "\u202e" not in made and "\x07" not in made
    if format_ == "markdown":
        assert "](javascript" not in made
        assert not re.search(r"(?<!\\)<(?!https://)", made)
        assert not re.search(r"^# heading", made, re.M)


def test_text_of_any_kind_is_a_safe_file_name() -> None:
    names = ["../../etc/passwd", "C:\\con", "a" * 500, "..", "évil/\x1b[2J", "-rf"]
    notice = noticed(*(one(name=f"x/{n}", documents=(document("NOTICE", f"{k}"),)) for k, n in enumerate(names)))
    for text in notice.texts:
        assert re.fullmatch(r"licenses/[A-Za-z0-9+_][A-Za-z0-9._+-]{0,160}\.txt", text.file), text.file


def test_a_long_text_is_read_in_linear_time() -> None:
    from time import perf_counter

    text = '"' * 150_000 + "Copyright (c) " * 20_000 + "“" * 100_000
    start = perf_counter()
    noticed(one(documents=(document("LICENSE", text),)))
    assert perf_counter() - start < 5
