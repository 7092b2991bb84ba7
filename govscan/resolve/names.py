"""Names that no resolver can answer for, and what a person can do about each. Identities enter, reasons leave."""

from __future__ import annotations

from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.pattern import pattern
from govscan.reference import Identity
from govscan.resolve.lock import Lock

OPEN_WEIGHTS = frozenset({"huggingface", "modelscope", "ollama", "local", "url", "timm", "torchhub", "spacy", "mlflow"})
HOSTED = frozenset(
    {
        *("openai", "azure-openai", "anthropic", "bedrock", "vertex", "gemini", "mistral", "cohere", "deepseek"),
        *("dashscope", "qianfan", "hunyuan", "zhipu", "moonshot", "minimax", "volcengine", "groq", "together"),
        *("fireworks", "openrouter", "xai", "perplexity", "siliconflow", "stepfun", "huggingface-inference"),
        *("github-models", "watsonx", "nvidia", "replicate", "cerebras", "deepinfra", "ai21", "voyage", "jina"),
    }
)

_ADVICE = {
    "url": "addresses found in code are never fetched; put the weights' card and license into the tree, or name a "
    "Hugging Face repository",
    "timm": "timm weights are not looked up by their short name; name the Hugging Face repository (timm/...)",
    "torchhub": "code of torch.hub repositories is not fetched; name the Hugging Face repository of the model, or "
    "vendor it with its license",
    "spacy": "spaCy pipelines are not looked up; name the Hugging Face repository (spacy/...), or review the license "
    "in the pipeline's package",
}

_PART = pattern(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?")


_REGISTERED = pattern(r"[^/:@'\"\\\x00-\x1f]{1,200}")
_TAG = pattern(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,127}")


def is_hub_id(name: str) -> bool:
    """Whether a name may be sent to a Hub at all: one or two parts of the Hub's alphabet. This keeps paths, query
    strings and unexpanded variables out of addresses."""
    parts = name.split("/")
    if len(name) > 200 or len(parts) > 2 or ".." in name or "--" in name or name.endswith(".git"):
        return False
    return all(_PART.fullmatch(part) for part in parts)


def is_revision(revision: str) -> bool:
    """Whether a text can be a git reference: printable ASCII without the characters that git forbids."""
    if not 0 < len(revision) <= 200 or ".." in revision or revision.startswith(("/", "-")):
        return False
    return all("!" <= char <= "~" and char not in "\\^~:?*[" for char in revision)


def is_ollama_name(name: str) -> bool:
    """Whether a name may be sent to the Ollama library: name or user/name, perhaps with a tag. A name that begins
    with the host of another registry is none: nothing that is scanned decides who is asked."""
    model, colon, tag = name.partition(":")
    parts = model.split("/")
    if len(name) > 200 or len(parts) > 2 or ".." in name or (colon and not _TAG.fullmatch(tag)):
        return False
    return all(_PART.fullmatch(part) for part in parts) and not (len(parts) == 2 and "." in parts[0])


class Nameless:
    """Refuses names that cannot be looked up anywhere, before anybody is asked."""

    def answer(self, identity: Identity) -> Evidence | None:
        provider, name = identity.provider, identity.name
        if provider == "custom":
            host = identity.endpoint or "(not written in the code)"
            sentence = f"host {host} is not known; declare it under endpoints: in the policy"
            return Unresolved(identity, Failure.UNSUPPORTED, sentence)
        if provider in HOSTED:
            return None
        if not name.strip():
            return Unresolved(identity, Failure.UNNAMED, f"the code uses {provider} weights, but names no model")
        if provider in _ADVICE:
            return Unresolved(identity, Failure.UNSUPPORTED, _ADVICE[provider])
        if provider == "ollama":
            return None if is_ollama_name(name) else _invalid(identity, "name of the Ollama library")
        if provider == "mlflow":
            return None if _REGISTERED.fullmatch(name) else _invalid(identity, "name of a registered model")
        if provider not in ("huggingface", "modelscope"):
            return Unresolved(identity, Failure.UNSUPPORTED, f"no resolver knows the provider {_short(provider)}")
        if not is_hub_id(name) or (provider == "modelscope" and "/" not in name):
            return _invalid(identity, "Hub id" if provider == "huggingface" else "ModelScope id")
        if identity.revision and not is_revision(identity.revision):
            sentence = f"{_short(identity.revision)} is not a valid revision of a Hub repository"
            return Unresolved(identity, Failure.NOT_FOUND, sentence)
        return None


class Hosted:
    """Speaks for hosted APIs, of which nothing can be read: what is known of them is in the catalog."""

    def __init__(self, lock: Lock | None, locked: bool) -> None:
        self.lock, self.locked = lock, locked

    def answer(self, identity: Identity) -> Evidence | None:
        if identity.provider not in HOSTED:
            return None
        entry = self.lock.get(identity) if self.lock is not None else None
        if self.locked and entry is None:
            return Unresolved(identity, Failure.NOT_LOCKED, f"govscan.lock does not know {_short(str(identity))}")
        return Resolved(identity, "hosted-api", lock=entry)


class Locked:
    """Answers from `govscan.lock`; where the lock is the only authority, for what it lacks, too."""

    def __init__(self, lock: Lock | None, locked: bool) -> None:
        self.lock, self.locked = lock, locked

    def answer(self, identity: Identity) -> Evidence | None:
        if identity.provider not in ("huggingface", "modelscope", "ollama", "mlflow"):
            return None
        entry = self.lock.get(identity) if self.lock is not None else None
        if entry is not None:
            return Resolved(identity, "lock", revision_sha=entry.revision, lock=entry)
        return _not_locked(identity, self.lock) if self.locked else None


class Unasked:
    """The last word of an offline run."""

    def __init__(self, lock: Lock | None) -> None:
        self.lock = lock

    def answer(self, identity: Identity) -> Evidence | None:
        if self.lock is not None:
            return _not_locked(identity, self.lock)
        sentence = "neither the tree nor the local cache holds it, and the network was not asked; run `govscan lock`"
        return Unresolved(identity, Failure.OFFLINE, sentence)


def _invalid(identity: Identity, what: str) -> Unresolved:
    return Unresolved(identity, Failure.NOT_FOUND, f"{_short(identity.name)} is not a valid {what}")


def _not_locked(identity: Identity, lock: Lock | None) -> Unresolved:
    if lock is None:
        sentence = "there is no govscan.lock; run `govscan lock` where the network can be reached and commit the file"
    else:
        sentence = f"govscan.lock does not know {_short(str(identity))}; run `govscan lock`"
    return Unresolved(identity, Failure.NOT_LOCKED, sentence)


def _short(text: str) -> str:
    """A name as it may stand in a message: quoted, escaped, and cut where it is absurdly long."""
    return repr(text if len(text) <= 100 else text[:97] + "...")
