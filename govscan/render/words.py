"""How facts, places and models read in a sentence. Strings only: escaping and layout are up to the format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govscan.evidence import Evidence, Unresolved
from govscan.facts import ABSENT, Facts, Source, SourceKind, value_text
from govscan.finding import Check
from govscan.policy import Override
from govscan.reference import Identity, Location, Reference
from govscan.report import Model, Report


def source_text(source: Source | None) -> str:
    """`LICENSE:12-14 (text)`; empty where nobody is named. A catalog's name is part of its place already."""
    if source is None:
        return ""
    return str(source) if source.kind is SourceKind.CATALOG else f"{source} ({source.kind})"


def check_text(check: Check) -> str:
    """`license.territory_excluded = [EU] (LICENSE:12); required: apart from [DE]`."""
    place = f" ({check.fact.source})" if check.fact.source else ""
    return f"{check.fact.name} = {value_text(check.fact.value)}{place}; required: {expectation(check)}"


def expectation(check: Check) -> str:
    """What was asked for; the operator alone where nothing else is said."""
    return check.expected or check.operator.replace("_", " ")


def title(identity: Identity) -> str:
    """The name that the code uses, or what it uses instead of one."""
    return identity.name or f"(no model named, {identity.provider})"


def subtitle(identity: Identity) -> str:
    """Provider, and the revision, endpoint and region that set this model apart from its namesakes."""
    parts = [identity.provider]
    if identity.revision:
        parts.append(f"revision {identity.revision[:12]}" if is_commit(identity.revision) else identity.revision)
    if identity.endpoint:
        parts.append(f"at {identity.endpoint}")
    if identity.region:
        parts.append(f"in {identity.region}")
    return ", ".join(parts)


def is_commit(revision: str) -> bool:
    """A full commit sha, which may be shortened for display; anything else is shown as written."""
    return len(revision) == 40 and all(character in "0123456789abcdef" for character in revision)


def publisher(facts: Facts) -> str:
    """`Meta Platforms, Inc. (US)`; empty where nobody knows."""
    name = _plain(facts, "model.publisher")
    country = _plain(facts, "model.publisher_country")
    if not name:
        return f"unknown publisher ({country})" if country else ""
    return f"{name} ({country})" if country else name


def license_line(facts: Facts, places: bool = True) -> str:
    """The concluded license, and the declared one where it differs; with the places that say so, unless not asked."""
    said = _with_place if places else _plain
    concluded, declared = _plain(facts, "license.concluded"), _plain(facts, "license.declared")
    parts = [said(facts, "license.concluded") if concluded else "not concluded"]
    if declared and declared != concluded:
        parts.append("declared " + said(facts, "license.declared"))
    if facts.value("license.modified") is True:
        parts.append("text modified")
    conflict = facts.value("license.conflict")
    if isinstance(conflict, tuple) and conflict:
        parts.append("sources disagree")
    return "; ".join(parts)


def key_terms(facts: Facts) -> str:
    """Commercial use, thresholds and territory in one line."""
    use = _plain(facts, "license.commercial_use")
    parts = [f"commercial use {use or 'unknown'}"]
    users = facts.value("license.mau_threshold")
    if isinstance(users, int | float):
        parts.append(f"other terms above {users:,} monthly users")
    revenue = facts.value("license.revenue_threshold_usd")
    if isinstance(revenue, int | float):
        parts.append(f"other terms above {revenue:,} USD a year")
    excluded = _plain(facts, "license.territory_excluded")
    if excluded:
        parts.append(f"nothing granted in {excluded}")
    field_of_use = _plain(facts, "license.field_of_use")
    if field_of_use:
        parts.append(f"only for {field_of_use}")
    return "; ".join(parts)


def endpoint_line(facts: Facts) -> str:
    """Host, operator and place of processing; empty for a model that the organization runs itself."""
    if facts.value("model.access") == "self-hosted" and not _plain(facts, "endpoint.host"):
        return ""
    operator, country = _plain(facts, "endpoint.operator"), _plain(facts, "endpoint.operator_country")
    host = _plain(facts, "endpoint.host")
    if not (host or operator):
        return ""
    parts = [host] if host else []
    if operator:
        parts.append(f"operated by {operator} ({country})" if country else f"operated by {operator}")
    processing = _plain(facts, "endpoint.processing") or "undetermined"
    regions = _plain(facts, "endpoint.regions")
    parts.append(f"processing {processing}, {regions}" if regions else f"processing {processing}")
    return "; ".join(parts)


def flags(model: Model) -> tuple[str, ...]:
    """What deserves a second look whatever the policy says."""
    facts = model.facts
    said = []
    if any(reference.trust_remote_code for reference in model.references):
        said.append("trusts remote code")
    elif facts.value("model.remote_code") is True:
        said.append("ships remote code")
    if facts.value("model.access") != "hosted-api" and facts.value("model.revision_pinned") is False:
        said.append("revision not pinned")
    if facts.value("model.gated") is True:
        said.append("gated")
    unsafe = _plain(facts, "artifacts.unsafe_formats")
    if unsafe:
        said.append(f"unsafe format {unsafe}")
    if facts.value("artifacts.unsafe_globals"):
        said.append("dangerous imports in a pickle")
    if facts.value("license.remote_update") is True:
        said.append("licensor may change the terms")
    return tuple(said)


def evidence_line(evidence: Evidence) -> str:
    """Where the evidence comes from, or why there is none."""
    if isinstance(evidence, Unresolved):
        again = "; may succeed later" if evidence.failure.retryable else ""
        return f"nothing read ({evidence.failure}{again}): {evidence.detail}"
    revision = f" at {evidence.revision_sha[:12]}" if evidence.revision_sha else ""
    return f"{evidence.origin}{revision}, {counted(len(evidence.documents), 'document')} read"


def reference_notes(reference: Reference) -> tuple[str, ...]:
    """What a reference says beside the name."""
    notes = [f"revision {reference.revision}"] if reference.revision else []
    if reference.trust_remote_code is not None:
        notes.append(f"trust_remote_code={reference.trust_remote_code}")
    if reference.endpoint:
        notes.append(f"endpoint {reference.endpoint}")
    if reference.region:
        notes.append(f"region {reference.region}")
    if reference.used_at:
        notes.append(f"used at {reference.used_at}")
    if reference.reason:
        notes.append(reference.reason)
    return (*notes, *(f"{key} {value}" for key, value in reference.hints))


def first_of(items: Sequence[object], limit: int) -> str:
    """`a, b, c and 4 more`."""
    shown = ", ".join(str(item) for item in items[:limit])
    return f"{shown} and {len(items) - limit:,} more" if len(items) > limit else shown


def counted(number: int, noun: str) -> str:
    """`1 model`, `2 models`, `1,024 models`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def files_line(report: Report) -> str:
    """How many files were looked at, and how many of them were read."""
    return f"{counted(report.files_seen, 'file')} ({report.files_read:,} read)"


def policy_line(report: Report) -> str:
    """Name, source and what it extends."""
    policy = report.policy
    line = f"{policy.name} ({policy.source})" if policy.source and policy.source != policy.name else policy.name
    return f"{line}, extends {', '.join(policy.extends)}" if policy.extends else line


def override_word(override: Override) -> str:
    """What the policy does to a rule of a pack."""
    return "switched off" if override.disabled else "loosened"


def places_line(places: Iterable[Location], limit: int) -> str:
    """The first few places and how many more there are."""
    return first_of(tuple(places), limit)


def _with_place(facts: Facts, name: str) -> str:
    text, source = _plain(facts, name), facts.get(name).source
    return f"{text} ({source})" if source else text


def _plain(facts: Facts, name: str) -> str:
    """The value as text without brackets; empty for unknown, absent and the empty set."""
    value = facts.value(name)
    if value is None or value is ABSENT:
        return ""
    return ", ".join(value) if isinstance(value, tuple) else value_text(value)
