"""The settings that stand beside a model's name, and the reference that name and settings make together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from govscan.discover import classify, keys
from govscan.discover.naming_places import Named, safe_address
from govscan.discover.signatures import OPEN_WEIGHTS
from govscan.pattern import pattern
from govscan.reference import Location, Reference

__all__ = ["Named", "Neighbors", "complete", "looks_like_address", "safe_address", "service"]

_ADAPTER: Final = pattern(r"(?:adapter|lora|peft)[^.]*$", re.IGNORECASE)
_FALSE: Final = frozenset({"false", "0", "no", "off", "none", ""})
_REGIONAL: Final = frozenset({"bedrock", "vertex", "azure-openai", "dashscope", "watsonx", "hunyuan", "volcengine"})
_NOT_AT_CHAT_HOST: Final = ("embed", "rerank", "whisper", "tts", "asr", "stt", "ocr", "transcription", "vision", "clip")


class Neighbors(Struct, frozen=True):
    """The settings around a name, by kind and prefix (`("endpoint", "openai")`), the nearest winning. `provider`
    is what the surroundings say of themselves (an enclosing key `openai:`, an import, a tool). `router` tells that
    names carry the prefix of a router ("openai/gpt-4o")."""

    settings: tuple[tuple[tuple[str, str], str], ...] = ()
    provider: str | None = None
    router: bool = False
    shared_endpoint: str | None = None

    def beside(self, pairs: Iterable[tuple[str, str]], provider: str | None = None) -> Neighbors:
        """These settings with nearer ones in front; `pairs` are names as written and values."""
        near = []
        for key, value in pairs:
            found = keys.setting_of(keys.normal(key))
            if keys.normal(key) == "engine" and keys.provider_of_word(value):
                found = ("provider", "")
            if found and value and not keys.is_secret(keys.normal(key)):
                near.append((found, value))
        if not near and not provider:
            return self
        return replace(self, settings=(*near, *self.settings)[:2000], provider=provider or self.provider)

    def only(self, kind: str) -> Neighbors:
        """The settings of one kind alone; what the surroundings say of the provider is dropped."""
        return Neighbors(tuple(item for item in self.settings if item[0][0] == kind))

    def get(self, kind: str, stem: str = "") -> str | None:
        """The setting of a kind for the longest prefix of `stem` that has one; the empty prefix, and that of the
        chat model where `stem` is not of another kind, come last."""
        words = stem.split("_") if stem else []
        prefixes = ["_".join(words[:last]) for last in range(len(words), -1, -1)]
        if not any(word in stem for word in _NOT_AT_CHAT_HOST):
            prefixes.append("llm")
        for prefix in prefixes:
            for (known, owner), value in self.settings:
                if known == kind and owner == prefix:
                    return value
        return None

    def endpoint(self, stem: str) -> str | None:
        """The base URL for a prefix; where there is none, the one that the surroundings share, unless the prefix
        is that of another kind of model (embeddings next to a chat server)."""
        own = self.get("endpoint", stem)
        if own and looks_like_address(own):
            return own
        if any(word in stem for word in _NOT_AT_CHAT_HOST) or keys.provider_of_stem(stem):
            return None
        return self.shared_endpoint

    def with_shared_endpoint(self) -> Neighbors:
        """The same settings, where the only base URL of an API among them serves all that names no other: so it is
        in an environment file (`OPENAI_BASE_URL` beside `TASK_MODEL`)."""
        addresses = {
            value
            for (kind, owner), value in self.settings
            if kind == "endpoint" and looks_like_address(value) and (keys.provider_of_stem(owner) or owner == "llm")
        }
        return replace(self, shared_endpoint=addresses.pop()) if len(addresses) == 1 else self


def looks_like_address(value: str) -> bool:
    """Whether a setting is an http address or a bare host, without an unexpanded variable."""
    text = value.strip()
    if any(char in text for char in " \t\n{}<>$\"'"):
        return False
    full = text.startswith(("http://", "https://")) and len(text) > 10
    return full or bool(classify.provider_of_url(text))


def complete(
    named: Named, near: Neighbors, stem: str, place: Location, via: str, used_at: Location | None = None
) -> Reference:
    """A decision, joined with revision, trust, region and hints that stand beside it."""
    open_weights = named.provider in OPEN_WEIGHTS
    trust = near.get("trust_remote_code", stem)
    region = _region(near, stem, named.provider)
    hints = named.hints + tuple(
        (kind, value)
        for kind in ("quantization", "dtype", "filename", "subfolder", "task", "code_revision")
        if open_weights and (value := near.get(kind, stem)) and kind not in dict(named.hints) and len(value) < 100
    )
    base = near.get("base", stem) if open_weights and _ADAPTER.search(via) else None
    if base and base != named.name and len(base) < 200:
        hints += (("base", base),)
    revision = named.revision or (
        near.get("revision", stem) if named.provider in ("huggingface", "modelscope") else None
    )
    return Reference(
        provider=named.provider,
        name=named.name,
        location=place,
        via=via,
        revision=revision if revision and not any(char in revision for char in " ${}<>") else None,
        trust_remote_code=None if trust is None or not open_weights else trust.strip().lower() not in _FALSE,
        endpoint=safe_address(named.endpoint),
        region=region if region and not any(char in region for char in " ${}<>") else None,
        used_at=used_at if used_at != place else None,
        hints=hints,
    )


def _region(near: Neighbors, stem: str, provider: str) -> str | None:
    if provider not in _REGIONAL:
        return None
    for owner in (stem, *keys.REGION_OWNERS.get(provider, ())):
        found = near.get("region", owner)
        if found:
            return found
    return None


def service(endpoint: str, place: Location, via: str) -> Reference | None:
    """A reference without a name, for the base URL of a hosted API that stands without a model."""
    provider = classify.provider_of_url(endpoint) if looks_like_address(endpoint) else None
    if provider is None or provider in OPEN_WEIGHTS or keys.is_stand_in(endpoint):
        return None
    return Reference(provider, "", place, via, endpoint=safe_address(endpoint))
