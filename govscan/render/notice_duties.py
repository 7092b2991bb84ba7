"""What the facts about one model ask for, in words: facts enter, duties and conditions with their sources leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from govscan.facts import ABSENT, Facts, value_text
from govscan.render.notice_texts import Role, Text

# fact -> what it asks for, where it is true
DUTIES = {
    "license.attribution": "keep the copyright, license and attribution notices in every copy",
    "license.notice_file": "ship the notice file, or keep the one that is there",
    "license.state_changes": "mark files that you changed as changed",
    "license.pass_on_restrictions": "bind those who get the model from you to the use restrictions or terms",
    "license.share_alike": "give derivatives the same license",
}
_SHOWN = ("built with", "powered by", "show", "display", "credit", "attribut")


class Duty(Struct, frozen=True):
    """Something to do or to check, in words, and the place that says so."""

    words: str
    source: str = ""


def naming(facts: Facts) -> tuple[tuple[Duty, ...], tuple[Duty, ...], tuple[Duty, ...]]:
    """The naming duty, part by part: what has to be shown, what is only asked for, what derived models are called.
    A duty of which nobody knows how strict it is counts as required."""
    text = facts.value("license.naming")
    if not isinstance(text, str):
        return (), (), ()
    source = facts.get("license.naming").source
    quoted = source is not None and text[:40] in source.quote  # words of the text itself are left whole
    parts = [text] if quoted else [part.strip() for part in text.split(";") if part.strip()]
    duties = [Duty(part, source_of(facts, "license.naming")) for part in parts]
    if facts.value("license.naming_duty") == "encouraged":
        return (), tuple(duties), ()
    words_of = [(duty, duty.words.lower()) for duty in duties]
    shown = [duty for duty, said in words_of if quoted or said.startswith(_SHOWN) or "name" not in said]
    return tuple(shown), (), tuple(duty for duty in duties if duty not in shown)


def policies(facts: Facts, texts: Iterable[Text]) -> Iterator[Duty]:
    for text in texts:
        if text.role is Role.POLICY:
            yield Duty("a use policy lies beside the license and binds", text.source)
    if facts.value("license.use_restrictions") is True:
        yield Duty("an acceptable-use list binds", source_of(facts, "license.use_restrictions"))
    if facts.value("license.military_prohibited") is True:
        yield Duty("military use is banned", source_of(facts, "license.military_prohibited"))


def conditions(facts: Facts) -> Iterator[Duty]:
    """What depends on how the model is used: somebody has to check it."""
    for name, sentence in (
        ("license.mau_threshold", "other terms apply above {} monthly active users"),
        ("license.revenue_threshold_usd", "other terms apply above {} USD of annual revenue"),
        ("license.territory_excluded", "the license grants nothing in {}"),
        ("license.field_of_use", "the grant is limited to: {}"),
    ):
        value = facts.value(name)
        if value not in (None, ABSENT, ()):
            text = ", ".join(value) if isinstance(value, tuple) else value_text(value or "")
            yield Duty(sentence.format(text), source_of(facts, name))
    for name, value, sentence in (
        ("license.registration_required", True, "commercial use asks for a registration"),
        ("license.commercial_use", "prohibited", "commercial use is prohibited"),
        ("license.commercial_use", "conditional", "commercial use is allowed under conditions"),
        ("license.output_training", "prohibited", "outputs must not be used to train other models"),
        ("license.output_training", "conditional", "training other models with outputs is bound to conditions"),
        ("license.terms_may_change", True, "the licensor may change the terms later"),
    ):
        if facts.value(name) == value:
            yield Duty(sentence, source_of(facts, name))
    for name, sentence in (
        ("license.conflict", "sources of the license disagree: {}"),
        ("lineage.base_conflict", "{}"),
    ):
        for duty in listed(facts, name):
            yield Duty(sentence.format(duty.words), duty.source)
    if facts.value("datasets.non_commercial") is True:
        yield Duty(
            "some of the data that the card names is for non-commercial use only",
            source_of(facts, "datasets.non_commercial"),
        )


def datasets(facts: Facts) -> Iterator[Duty]:
    """Each license of the data, and what is known of data whose licenses are not all known."""
    said = facts.get("datasets.licenses")
    if isinstance(said.value, tuple):
        for license_ in said.value:
            yield Duty(license_, source_of(facts, "datasets.licenses"))
    elif facts.value("datasets.declared"):
        yield Duty(value_text(said.value), str(said.source or ""))


def listed(facts: Facts, name: str) -> tuple[Duty, ...]:
    value, source = facts.value(name), facts.get(name).source
    return tuple(Duty(each, str(source or "")) for each in value) if isinstance(value, tuple) else ()


def source_of(facts: Facts, name: str) -> str:
    source = facts.get(name).source
    if source is None:
        return ""
    text = str(source).replace(f"licenses/{facts.value('license.concluded')}: ", "")  # the license is named above
    return f"{text}: {source.quote}" if source.quote and source.quote not in text else text
