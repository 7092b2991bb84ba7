"""Reads what the Hub's API says of a model: its JSON enters, a `HubRecord` and a file list leave. No network here.

Nothing is taken for granted: the API may be a mirror, and a card's metadata is whatever its author wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct

from govscan.evidence import HubRecord

MAX_ISSUES = 1_000
_HEX = frozenset("0123456789abcdef")
_LEVELS = ("unsafe", "suspicious", "caution")  # of a scanned file, worst first


class ModelInfo(Struct, frozen=True):
    """`id` as the Hub spells it today, the full commit, the names of all files. `disabled` is what the Hub has taken
    down."""

    id: str
    sha: str
    files: tuple[str, ...]
    record: HubRecord
    disabled: bool = False
    sizes: Mapping[str, int] = {}  # in bytes, where the Hub says
    digests: Mapping[str, str] = {}  # sha256 of large files, as the Hub says


def model_info(data: object) -> ModelInfo | None:
    """What a reply of `/api/models/{id}` says; None where it is not such a reply."""
    if not isinstance(data, dict):
        return None
    id_, sha = data.get("id"), data.get("sha")
    if not isinstance(id_, str) or not isinstance(sha, str) or len(sha) != 40 or set(sha) - set("0123456789abcdef"):
        return None
    listed = {name: (size, sha256) for name, size, sha256 in _files(data.get("siblings"))}
    return ModelInfo(
        id_,
        sha,
        tuple(listed),
        record_of(data),
        disabled=data.get("disabled") is True,
        sizes={name: size for name, (size, _) in listed.items() if size is not None},
        digests={name: sha256 for name, (_, sha256) in listed.items() if sha256},
    )


def _files(siblings: object) -> Iterator[tuple[str, int | None, str]]:
    for sibling in siblings if isinstance(siblings, list) else ():
        row = sibling if isinstance(sibling, dict) else {}
        name, size, lfs = row.get("rfilename"), row.get("size"), row.get("lfs")
        if isinstance(name, str) and name and ".." not in name.split("/") and not name.startswith("/"):
            told = lfs.get("sha256") if isinstance(lfs, dict) else None
            sha256 = told if isinstance(told, str) and len(told) == 64 and not set(told) - _HEX else ""
            yield name, size if isinstance(size, int) and 0 <= size < 1 << 60 else None, sha256


def record_of(data: Mapping[str, object]) -> HubRecord:
    """The metadata of a model, by the keys of the Hub's API; whatever has another type than it should is left out."""
    card = data.get("cardData")
    card = card if isinstance(card, dict) else {}
    tags = _texts(data.get("tags"))
    gated = data.get("gated")
    pipeline = data.get("pipeline_tag")
    licenses = (*_texts(card.get("license")), *_tagged(tags, "license:"))
    # base_model:finetune:org/name beside base_model:org/name
    bases = (tag.rpartition(":")[2] for tag in tags if tag.startswith("base_model:"))
    return HubRecord(
        gated=(gated is not False) if isinstance(gated, bool | str) else None,
        license_tag=licenses[0] if licenses else None,
        pipeline_tag=pipeline if isinstance(pipeline, str) else None,
        base_models=_unique((*_texts(card.get("base_model")), *bases)),
        datasets=_unique((*_texts(card.get("datasets")), *_tagged(tags, "dataset:"))),
        created=day_of(data.get("createdAt")),
        security_scan=_scan(data.get("securityRepoStatus")),
        scanned=tuple(_scanned(data.get("securityRepoStatus"))),
    )


def _texts(value: object) -> tuple[str, ...]:
    found = value if isinstance(value, list) else [value]
    return tuple(text.strip() for text in found if isinstance(text, str) and text.strip())


def _tagged(tags: tuple[str, ...], prefix: str) -> tuple[str, ...]:
    return tuple(tag.removeprefix(prefix) for tag in tags if tag.startswith(prefix))


def _unique(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The texts, each once, ignoring case; the first spelling wins."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(text.lower(), text)
    return tuple(first.values())


def day_of(value: object) -> str | None:
    """The day of a time as the API writes it, as an ISO date; None where it is none."""
    try:
        return date.fromisoformat(value[:10]).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def _scanned(status: object) -> Iterator[tuple[str, str]]:
    """The files that the Hub's scanners have something to say of, each with its level."""
    issues = status.get("filesWithIssues") if isinstance(status, dict) else None
    for issue in issues[:MAX_ISSUES] if isinstance(issues, list) else ():
        if isinstance(issue, dict) and isinstance(issue.get("path"), str):
            yield issue["path"][:500], str(issue.get("level")).lower()[:20]


def _scan(status: object) -> str | None:
    """The worst level that the Hub's scanners gave a file: unsafe, suspicious, caution; "safe" where they are done
    and found nothing, "pending" where they are not; None where the Hub does not say."""
    if not isinstance(status, dict) or not isinstance(status.get("filesWithIssues"), list):
        return None
    levels = {str(issue.get("level")).lower() for issue in status["filesWithIssues"] if isinstance(issue, dict)}
    levels -= {"safe", "none"}
    if levels & {"queued", "unscanned"} or status.get("scansDone") is not True:
        levels = (levels - {"queued", "unscanned"}) or {"pending"}
    known = (level for level in _LEVELS if level in levels)
    return next(known, min(levels, default="safe"))
