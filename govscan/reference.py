"""What the code says: a `Reference` to a model, and the `Identity` that merges references to one model."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from posixpath import normpath
from urllib.parse import quote, urlsplit

from msgspec import Struct
from msgspec.structs import replace


class Certainty(StrEnum):
    """Whether the code depends on the model, or only speaks of it (comment, price table, supported list)."""

    DEPENDENCY = "dependency"
    MENTION = "mention"


class Location(Struct, frozen=True, order=True):
    """A place in a scanned file: POSIX path relative to the scanned root, line and column counted from 1."""

    path: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class ExposureKind(StrEnum):
    """What code beside a model gives away."""

    KEY = "key"  # a secret of the service is written out
    TLS = "tls"  # certificates are not verified


class Exposure(Struct, frozen=True, order=True):
    """Where code beside a model gives something away. It has the place alone: what is written there, and be it as a
    digest, is never carried on."""

    kind: ExposureKind
    place: Location


class Reference(Struct, frozen=True):
    """One place at which code names a model or a hosted service.

    `provider` is a key of `govscan.discover.signatures` ("huggingface", "openai", "local", ...). `name` is as
    written, without a revision that was glued to it; it is empty where code names a service but no model.
    `location` is that of the literal, `used_at` that of the call or key that uses it, when they differ.
    `revision` is as written (a branch, a tag or a commit), `trust_remote_code` is None where the code is silent.
    `endpoint` is the base URL or host as written; None means the client's default.
    `via` is "<surface>:<call, key or flag>". `reason` says why a mention is only a mention.
    `hints` are further settings that stand beside the name (for example ("quantization", "awq")). `exposures` are keys
    written beside it, and switches that turn the verification of certificates off.
    """

    provider: str
    name: str
    location: Location
    via: str
    certainty: Certainty = Certainty.DEPENDENCY
    revision: str | None = None
    trust_remote_code: bool | None = None
    endpoint: str | None = None
    region: str | None = None
    used_at: Location | None = None
    reason: str = ""
    hints: tuple[tuple[str, str], ...] = ()
    exposures: tuple[Exposure, ...] = ()

    @property
    def identity(self) -> Identity:
        return Identity.of(self)

    def as_mention(self, reason: str) -> Reference:
        """The same reference, as one that only speaks of its model."""
        return replace(self, certainty=Certainty.MENTION, reason=reason)


NAMESPACE = "kubernetes_namespace"
"""The hint that says in which namespace of a cluster a reference is deployed."""


class Identity(Struct, frozen=True, order=True):
    """One model as it is used: the same name at another revision, endpoint or region is another thing to judge."""

    provider: str
    name: str
    revision: str | None = None
    endpoint: str | None = None
    region: str | None = None

    @classmethod
    def of(cls, reference: Reference) -> Identity:
        """The identity that `reference` speaks of. Hub names differ in case only by accident, so case is kept
        for display and `key` compares without it."""
        name = reference.name
        if reference.provider == "local":  # "./models/x/" and "models/x" are one folder
            name = normpath(name)
        return cls(
            provider=reference.provider,
            name=name,
            revision=reference.revision,
            endpoint=endpoint_host(reference.endpoint),
            region=reference.region,
        )

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What two references must share to be one model."""
        return (
            self.provider,
            self.name.lower(),
            self.revision or "",
            (self.endpoint or "").lower(),
            self.region or "",
        )

    @property
    def purl(self) -> str | None:
        """The package URL (https://github.com/package-url/purl-spec), where a purl type exists; else None."""
        return _purl(self.name, self.revision) if self.provider == "huggingface" and self.name else None

    def __str__(self) -> str:
        text = f"{self.provider}:{self.name or '*'}"
        if self.revision:
            text += f"@{self.revision}"
        place = ", ".join(part for part in (self.endpoint, self.region) if part)
        return f"{text} ({place})" if place else text


@lru_cache(maxsize=256)
def _purl(name: str, revision: str | None) -> str:
    path = "/".join(quote(part, safe="", errors="surrogatepass") for part in name.split("/"))
    version = f"@{quote(revision, safe='', errors='surrogatepass')}" if revision else ""
    return f"pkg:huggingface/{path}{version}"


def endpoint_host(endpoint: str | None) -> str | None:
    """The host, with its port, of a base URL or bare host as written; None for None or for no host at all."""
    if not endpoint:
        return None
    try:
        parts = urlsplit(endpoint if "//" in endpoint else f"//{endpoint}")
    except ValueError:  # for example an unbalanced "[" of an IPv6 address
        return None
    host = parts.netloc.rpartition("@")[2].lower()  # credentials in a URL are never carried on
    return host or None
