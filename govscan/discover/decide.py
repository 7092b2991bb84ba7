"""What a value under a key that names a model is, given the settings beside it."""

from __future__ import annotations

from typing import Final

from govscan.discover import classify, keys
from govscan.discover.naming import by_itself, by_prefix, by_relay, by_word
from govscan.discover.naming_places import Named, by_address, by_folder, by_store
from govscan.discover.neighbors import Neighbors, complete
from govscan.reference import Certainty, Location, Reference

_DEPLOYS: Final = ("deployment", "deployment_name", "deployment_id")


def refer(
    value: str, key: str, near: Neighbors, place: Location, via: str, used_at: Location | None = None
) -> Reference | None:
    """The reference of a value under a key that names a model, with the settings beside it; None for no model."""
    named = decide(value, keys.normal(key), near)
    if named is None and keys.is_placeholder(value):
        return _placeholder(value.strip(), key, near, place, via)
    if named is None or (named.provider == "local" and _is_file_of_repository(keys.normal(key), near)):
        return None
    stem = keys.stem_of_model_key(keys.normal(key)) or ""
    return complete(named, near, stem, place, via, used_at)


def _placeholder(text: str, key: str, near: Neighbors, place: Location, via: str) -> Reference | None:
    """A name that is still to be written (`MODEL=<your-model>`): told, and judged by nobody."""
    if "://" in text or "\n" in text:
        return None
    said = _said_provider(keys.stem_of_model_key(keys.normal(key)) or "", near) or "custom"
    return Reference(said, text[:120], place, via, certainty=Certainty.MENTION, reason="placeholder")


def decide(value: str, key: str, near: Neighbors) -> Named | None:
    """What a value under a normalized key that names a model says; None where it is no model.

    Provider by explicit word first, then by endpoint, then by the value's own address, prefix or name.
    """
    text = value.strip().rstrip("/") if not value.strip().endswith("://") else value.strip()
    if text.startswith(("http://", "https://")):
        text = text.partition("?")[0]
    if not text or len(text) > 300 or keys.is_stand_in(text) or any(char in text for char in " \t\n{}<>$*?|\"'`,;("):
        return None
    addressed = by_address(text)
    if addressed:
        return addressed
    if _says_else(text, key):
        return None
    if key.endswith("model_dir"):  # as often a folder to write to
        return by_folder(text)
    if "://" in text:
        return by_store(text, key)
    stem = keys.stem_of_model_key(key) or ""
    endpoint = near.endpoint(stem)
    said = _said_provider(stem, near)
    if near.router or (said is None and endpoint is None):
        routed = by_prefix(text, near.router, endpoint)
        if routed:
            return routed
    if said:
        return by_word(text, said, endpoint, key)
    if endpoint and keys.normal(near.get("provider", stem) or "") in keys.RELAYS:
        return by_relay(text, endpoint, key)
    return _deployed(by_itself(text, key, endpoint), key)


def _says_else(text: str, key: str) -> bool:
    """Whether a value is who serves the model, what an adapter is called here, or the version of a model."""
    if key.endswith("model_version"):
        return not classify.is_hub_id(text) and classify.hosted_provider_of_name(text) is None
    if key.endswith(("adapter", "adapters", "lora", "loras")):
        return "/" not in text and "." not in text
    return key == "engine" and keys.provider_of_word(text) is not None


def _deployed(named: Named | None, key: str) -> Named | None:
    """The same with Azure as its provider where a model of OpenAI is deployed: nobody else calls it so."""
    azure = named is not None and named.provider == "openai" and key.endswith(_DEPLOYS) and not named.endpoint
    return Named("azure-openai", named.name) if azure and named else named


def _said_provider(stem: str, near: Neighbors) -> str | None:
    own = keys.provider_of_stem(stem)
    if own:
        return own[0]
    word = near.get("provider", stem)
    return (keys.provider_of_word(word) if word else None) or near.provider


def _is_file_of_repository(key: str, near: Neighbors) -> bool:
    """`MODEL_FILE` beside `REPO_ID` is a file to download from there, not one that lies here."""
    kind = keys.setting_of(key)
    return kind is not None and kind[0] == "filename" and near.get("repository", kind[1]) is not None
