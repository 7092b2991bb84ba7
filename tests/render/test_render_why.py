"""The chain of `why`: source by source, clause by clause, parent by parent, grouped for a newcomer."""

from __future__ import annotations

import sample
from msgspec import structs
from sample_parts import card, catalog, fact, model, reference, text

from govscan.facts import Fact, Source, SourceKind, Unknown
from govscan.render import render_why
from govscan.render.chain import GROUPS, MOST_PARENTS, MOST_ROWS
from govscan.vocabulary import VOCABULARY

LICENSE = "LicenseRef-acme"


def why(*facts: Fact, width: int = 120) -> str:
    place = reference("huggingface", "acme/tuned", "app.py", 3, "python:pipeline")
    one = model(place.identity, (place,), ("production",), *facts)
    report = structs.replace(sample.clean(), models=(one,), findings=())
    return render_why(report, one, width=width).decode()


def flat(page: str) -> str:
    return " ".join(page.split())


def parent(name: str, license_: str, *duties: str) -> Fact:
    source = Source(SourceKind.DERIVED, name, quote=license_)
    return fact("lineage.inherited_obligations", tuple(f"{duty} ({name})" for duty in duties), source)


def test_every_word_of_the_vocabulary_has_one_place() -> None:
    names = [name for group in GROUPS for name in group.names]
    assert sorted(names) == sorted(VOCABULARY)


def test_groups_come_in_the_order_of_a_decision_and_empty_ones_do_not_come() -> None:
    page = why(
        fact("card.present", True, card(1)),
        fact("lineage.complete", True, card(2)),
        fact("license.concluded", "MIT", card(3)),
        fact("license.commercial_use", "allowed", catalog("licenses/MIT: 1")),
        fact("model.access", "self-hosted", card(1)),
    )
    heads = [line.split(" (")[0] for line in page.splitlines() if line[:1].isalpha() and " (" in line]
    assert [head for head in heads if head in {group.title for group in GROUPS}] == [
        "identity", "license", "terms", "lineage", "card",
    ]  # fmt: skip


def test_each_source_of_a_license_speaks_and_the_decision_says_why() -> None:
    page = flat(
        why(
            fact("license.declared", "MIT", card(2, quote="license: mit")),
            fact("license.declared", "Apache-2.0", Source(SourceKind.HUB, "https://hub.example/acme/tuned")),
            fact("license.detected", LICENSE, text(1, 9), 0.98),
            fact("license.concluded", LICENSE, text(1, 9), 0.98),
        )
    )
    assert 'license.declared MIT models/README.md:2 (card), sha256 8367cd66fdd1, "license: mit"' in page
    assert "against Apache-2.0; https://hub.example/acme/tuned (hub)" in page
    assert "why a license text that was read decides" in page


def test_a_clause_has_its_section_and_the_words_of_the_text() -> None:
    page = flat(
        why(
            fact("license.concluded", LICENSE, card(3)),
            fact("license.naming", "Built with Acme", catalog(f"licenses/{LICENSE}: 2(b): show it")),
            fact("license.naming", "Built with Acme", text(18, quote='you shall show "Built with Acme"')),
            fact("license.share_alike", False, catalog(f"licenses/{LICENSE}: no such clause")),
        )
    )
    assert f"sections are those of {LICENSE}" in page
    # the text outranks the catalog, and the catalog's section is kept beside it
    assert "license.naming Built with Acme models/LICENSE:18 (text)" in page
    assert '"you shall show "Built with Acme""' in page
    assert "also catalog, as of 2026-10-01: section 2(b): show it" in page
    assert "license.share_alike false catalog, as of 2026-10-01: no such clause" in page


def test_parents_are_told_one_by_one_with_license_and_duties() -> None:
    page = flat(
        why(
            fact("lineage.inherited_obligations", ("attribution (acme/base)", "naming: Acme (acme/base)"), card(4)),
            parent("acme/base", f"{LICENSE} (models/base/LICENSE:1)", "attribution", "naming: Acme"),
            parent("acme/root", "MIT (catalog)"),
        )
    )
    assert f"parent acme/base license {LICENSE} (models/base/LICENSE:1) brings attribution brings naming: Acme" in page
    assert "parent acme/root license MIT (catalog) brings nothing that is carried down" in page


def test_duties_that_are_not_known_are_not_shown_as_none() -> None:
    unknown = Unknown("the license of acme/base is not known")
    page = flat(
        why(
            fact("lineage.inherited_obligations", unknown, card(4)),
            fact("lineage.inherited_obligations", unknown, Source(SourceKind.DERIVED, "acme/base", quote="not known")),
        )
    )
    assert "lineage.inherited_obligations unknown (the license of acme/base is not known)" in page
    assert "brings unknown (the license of acme/base is not known)" in page


def test_long_lists_end() -> None:
    many = [parent(f"acme/p{n}", "MIT") for n in range(MOST_PARENTS + 3)]
    page = why(fact("lineage.inherited_obligations", (), card(4)), *many)
    assert page.count("parent ") == MOST_PARENTS
    assert "and 3 more parents" in page
    sentences = tuple(f"{n} " + "says otherwise than the label " * 3 for n in range(MOST_ROWS + 7))
    page = why(fact("license.conflict", sentences, card(2)))
    assert page.count("      - ") == MOST_ROWS
    assert "and 7 more" in page


def test_what_is_not_known_stands_at_the_end_of_its_group_by_reason() -> None:
    page = flat(
        why(
            fact("license.concluded", LICENSE, card(3)),
            fact("license.venue", Unknown("the catalog does not say what X means for venue")),
            fact("license.termination", Unknown("the catalog does not say what X means for termination")),
        )
    )
    assert "not known license.venue, license.termination (the catalog does not say what X means)" in page


def test_hostile_words_of_a_parent_are_shown_and_do_nothing() -> None:
    page = why(
        fact("lineage.inherited_obligations", ("a (x)",), card(4)),
        parent("evil\x1b[2J\u202e/base", "\x1b]0;x\x07", "a\nb"),
    )
    assert "\x1b" not in page and "\u202e" not in page
    assert "\\x1b[2J\\u202e/base" in page
