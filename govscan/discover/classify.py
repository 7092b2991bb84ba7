"""Which provider a name belongs to, decided by import, call, host, key and neighbors, not by the shape of the
string alone. Data is in `signatures`; this module is the logic that reads it."""

from __future__ import annotations


def provider_of_url(url: str | None) -> str | None:
    """The provider behind a base URL or bare host ("https://api.deepseek.com/v1" -> "deepseek"); None for a host
    nobody knows (an organization's own gateway, an unexpanded variable)."""
    raise NotImplementedError


def is_hub_id(text: str) -> bool:
    """Whether a text has the shape of a Hub id (`org/name`, one slash, Hub's alphabet) and is none of the
    look-alikes: MIME types, paths with a file extension, time zones, npm scopes, container images with a registry
    host, GitHub actions. A shape is never enough alone: the caller knows the key or call beside it."""
    raise NotImplementedError


def split_revision(name: str) -> tuple[str, str | None]:
    """Take a revision that is glued to a Hub id apart: "org/name@<rev>" -> ("org/name", "<rev>")."""
    raise NotImplementedError


def hosted_provider_of_name(name: str) -> str | None:
    """The provider whose own API serves a model of this name ("gpt-5.4-mini" -> "openai", "claude-opus-5-5" ->
    "anthropic", "hunyuan-turbos-latest" -> "hunyuan"). Only for names under a key or call that is known to name a
    hosted model and says nothing else of the provider."""
    raise NotImplementedError


def split_prefix(name: str) -> tuple[str | None, str]:
    """A router's prefix (LiteLLM, pydantic-ai, LangChain init_chat_model): "bedrock/eu.anthropic.claude-..." ->
    ("bedrock", "eu.anthropic.claude-..."), "huggingface/org/name" -> ("huggingface", "org/name"); no known prefix
    -> (None, name)."""
    raise NotImplementedError
