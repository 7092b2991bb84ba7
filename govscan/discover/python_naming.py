"""What the name in a known call means: the text as written and the call's row enter, provider and name leave."""

from __future__ import annotations

import ast
import re
from typing import Final

from govscan.discover import classify, signatures
from govscan.discover.keys import is_placeholder
from govscan.discover.naming import by_prefix
from govscan.discover.naming_places import FOLDERS_OF_MODELS, Named, by_address
from govscan.discover.python_call import Call
from govscan.discover.python_clients import SERVICE_VARIABLES
from govscan.discover.python_values import Text
from govscan.pattern import pattern
from govscan.reference import endpoint_host

_COMPONENTS: Final = frozenset(
    {"vae", "unet", "transformer", "text_encoder", "text_encoder_2", "image_encoder", "tokenizer", "tokenizer_2",
     "scheduler", "feature_extractor", "safety_checker", "weights", "checkpoint", "onnx", "model"}
)  # fmt: skip
"""Folders inside a model."""
_UNKNOWN_PART: Final = pattern(r"\{[^{}]{0,80}\}|\$\w{1,80}")
_REFUSED: Final = frozenset(" \t\n\r\"'`<>|;,")
_STAND_INS: Final = frozenset({"tgi", "model", "default", "local", "local-model", "dummy", "test", "string", "none"})
_BASIC: Final = pattern(  # names of transformers that sentence-transformers leaves as they are
    r"(?:albert-(?:base|large|xlarge|xxlarge)-v[12]|bert-(?:base|large)-[\w-]+|camembert-base|ctrl|distilgpt2|openai-gpt"
    r"|distilbert-base-[\w-]+|distilroberta-base|gpt2(?:-medium|-large|-xl)?|roberta-(?:base|large)[\w-]*"
    r"|t5-(?:small|base|large|3b|11b)|transfo-xl-wt103|xlm-(?:clm|mlm|roberta)-[\w-]+|xlnet-(?:base|large)-cased)\Z"
)
_TEST_DOUBLE: Final = pattern(r"(?:test|mock|fake|dummy)[-_](?:model|llm|deployment)s?\Z", re.IGNORECASE)
_ON_VERTEX: Final = pattern(r"claude-[\w.-]+@\d{8}\Z")
_SERVERS: Final = frozenset({"tgi", "tei"})  # what their clients write where a model is asked for
_SCRATCH: Final = frozenset({"tmp", "temp", "output", "outputs", "log", "logs", "results", "cache", "out"})
_SCRATCH_WORD: Final = pattern(r"te?mp|out|save")
_OWN_MACHINE: Final = pattern(
    r"(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|host\.docker\.internal|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+"
    r"|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+\.\d+)\Z"
)
_LITELLM_PORT: Final = "4000"
MAX_NAME: Final = 300
MAX_SHOWN: Final = 120  # characters of a name that no model has


def name_in_call(call: Call, text: Text, endpoint: str | None, route: str | None = None) -> Named | None:
    """The model that a known call names; None where the text cannot be a name.

    Args:
        route: the provider that a router call names in another argument (`model_provider="openai"`).
    """
    name = text.text.strip()
    if not name or len(name) > MAX_NAME or _REFUSED.intersection(name) or name.isdigit() or _stands_in(name):
        return _spaced(name) if call.provider in ("local", "url") and text.whole else None
    if text.variable:
        return _from_variable(call, name, endpoint)
    if call.provider == "mlflow" or name.startswith("models:/"):
        return by_address(name) if text.whole else None
    if call.router:
        return _routed(name, endpoint, route) if text.whole else None
    if call.provider == "huggingface":
        return _on_hub(call, text, name)
    if call.provider == "modelscope":
        return _local_or(call.provider, name) if text.whole else None
    if call.provider in ("local", "url"):
        return _file(call, text, name)
    if call.provider == "openai" and not endpoint and text.whole and classify.is_weight_file(name):
        return _file_on_hub(name)  # no service has it: a server whose address is not known here
    if call.provider in ("timm", "torchhub", "spacy"):
        return _library(call.provider, name) if text.whole else None
    if not text.whole or name.startswith(("http://", "https://")):
        return _of_an_account(text)
    if endpoint and name.lower() in _STAND_INS and not classify.provider_of_url(endpoint):
        return None  # a server with one model takes any name
    provider, served = served_by(call, name, endpoint)
    return Named(provider, *classify.split_revision(served), endpoint)


def _spaced(name: str) -> Named | None:
    """A weight file with blanks in its name."""
    known = " " in name and classify.is_weight_file(name) and len(name) <= MAX_NAME
    return Named("local", name) if known and "\n" not in name and "://" not in name else None


def _of_adapter(call: Call) -> bool:
    """Whether a call puts an adapter on a model: what has no organization is a folder there, or a language."""
    return bool(call.base) or "lora_path" in call.names


def _stands_in(name: str) -> bool:
    return name.lower() in _SERVERS or bool(_TEST_DOUBLE.match(name))


def _file_on_hub(name: str) -> Named:
    """A weight file, written below the repository that it is downloaded from where its path has one in front."""
    organization, _, rest = name.partition("/")
    model, _, file = rest.partition("/")
    if file and classify.is_hub_id(f"{organization}/{model}"):
        return Named("huggingface", name, hints=(("filename", file),))
    return Named("local", name)


def unlikely_name(call: Call, text: Text) -> Named | None:
    """What a known call is given where nothing can be called so ("my model", "${MODEL}", "<your-model>"): the text
    itself. None for what is no name at all, or is partly made at run time."""
    name = text.text.strip()
    if not text.whole or text.variable or text.head or not name or "\n" in name or name.isdigit():
        return None
    if call.provider in ("url", "torchhub", "mlflow") and not is_placeholder(name):
        return None
    if _of_adapter(call) and "/" not in name and not is_placeholder(name):
        return None
    if classify.is_local_path(name) or name.lower() in _STAND_INS or name.strip("./").lower() in _SCRATCH:
        return None
    if "://" in name or _stands_in(name):
        return None
    return Named(call.provider, name if len(name) <= MAX_SHOWN else f"{name[:MAX_SHOWN]}...")


def _from_variable(call: Call, name: str, endpoint: str | None) -> Named | None:
    if call.provider in ("local", "url", "timm", "torchhub", "spacy"):
        return None
    provider = served_by(call, name, endpoint)[0] if call.client else call.provider
    return Named(provider, name, endpoint=endpoint)


def served_by(call: Call, name: str, endpoint: str | None) -> tuple[str, str]:
    """Provider and name behind a client that may have a base URL of its own."""
    if endpoint and endpoint.startswith("$"):
        said = provider_of_variable(endpoint)
        if said:
            return said, name
    if not endpoint and call.provider in ("openai", "anthropic"):
        if classify.is_bedrock_id(name):
            return "bedrock", name
        if _ON_VERTEX.match(name):
            return "vertex", name
    if endpoint and call.provider in ("azure-openai", "bedrock", "vertex", "watsonx", "ollama"):
        return call.provider, name  # a private link or proxy host does not change who answers
    return classify.provider_of_served_name(name, endpoint, call.provider)


def provider_of_variable(variable: str) -> str | None:
    """The provider whose address an environment variable holds ("$OPENAI_BASE_URL"); None for one's own."""
    name = variable.lstrip("$")
    return next((provider for start, provider in SERVICE_VARIABLES.items() if name.startswith(start)), None)


_PROPRIETARY: Final = ("openai", "anthropic", "gemini", "xai")


def is_alias(named: Named) -> bool:
    """Whether a server on this machine or network answers to the name of a service whose weights nobody else has:
    then the name says nothing of what runs there. At LiteLLM's own port it is a relay, and says all."""
    if named.provider != "custom" or not named.endpoint:
        return False
    host = endpoint_host(named.endpoint) or ""
    name, _, port = host.partition(":")
    return (
        bool(_OWN_MACHINE.match(name))
        and port != _LITELLM_PORT
        and classify.hosted_provider_of_name(named.name) in _PROPRIETARY
    )


def _routed(name: str, endpoint: str | None, route: str | None) -> Named | None:
    provider, rest = classify.split_prefix(name)
    if route:
        provider = signatures.ROUTES.get(route.lower(), provider)
    if provider == "huggingface" and name.startswith("huggingface/") and not endpoint:
        provider = "huggingface-inference"  # LiteLLM's prefix for the hosted inference API
    if provider is None:
        provider = classify.hosted_provider_of_name(name) or ("huggingface" if classify.is_hub_id(name) else "custom")
    if endpoint and provider not in ("azure-openai", "bedrock", "vertex", "ollama"):
        provider, rest = classify.provider_of_served_name(rest, endpoint, provider)
    return Named(provider, *classify.split_revision(rest), endpoint)


def _on_hub(call: Call, text: Text, name: str) -> Named | None:
    if call.completes == "faster-whisper" and name in signatures.FASTER_WHISPER:
        return Named("huggingface", signatures.FASTER_WHISPER[name])
    if "://" in name:
        found = classify.hub_id_of_url(name)
        if found:
            return Named(*found)
        return Named("url", name) if classify.is_weight_file(name) else None
    if text.head or not text.whole:
        below = incomplete_name(text)
        return below or (Named("local", name) if text.whole and "/" in name else None)
    if classify.is_local_path(name):
        return Named("local", name)
    model, revision = classify.split_revision(name)
    if classify.is_hub_id(model):
        return Named(classify.hub_of(model), model, revision)
    if name.strip("/").lower() in _SCRATCH:
        return None  # a folder that the program writes to before it reads
    if "/" in name or "\\" in name:
        return Named("local", name)
    return _bare_on_hub(call, name)


def _bare_on_hub(call: Call, name: str) -> Named | None:
    """A name without an organization."""
    if _of_adapter(call):
        return None
    if classify.is_torchaudio_bundle(name):
        return Named("torchhub", name)
    if not re.fullmatch(r"[A-Za-z0-9][\w.-]*[A-Za-z0-9]", name) or not re.search(r"[A-Za-z]", name):
        return None
    if "_" in name and not call.completes:
        return Named("local", name)  # the models of the Hub without an organization have none in their names
    if call.completes == signatures.SENTENCE_TRANSFORMERS_ORG and not _BASIC.match(name):
        return Named("huggingface", f"{signatures.SENTENCE_TRANSFORMERS_ORG}/{name}")
    return Named("huggingface", name)


def _of_an_account(text: Text) -> Named | None:
    """An ARN of Bedrock whose account or region is only known at run time, but not its model."""
    last = text.node.values[-1] if isinstance(text.node, ast.JoinedStr) and text.node.values else None
    said = isinstance(last, ast.Constant) and classify.is_bedrock_id(
        re.split(r"[:/]+", str(last.value), maxsplit=2)[-1]
    )
    return Named("bedrock", text.text.strip()) if said and text.text.startswith("arn:") else None


def incomplete_name(text: Text) -> Named | None:
    """A name that is partly made at run time: "org/name-{size}", a Hub id below a variable folder, an ARN."""
    name = text.text.strip()
    if name.startswith("arn:"):
        return _of_an_account(text)
    known, revision = classify.split_revision(name)
    if text.whole and classify.is_hub_id(known):
        return Named("huggingface", known, revision)
    if text.head:
        return _below_folder(name[text.head :].lstrip("/"), bool(_SCRATCH_WORD.search(name[: text.head])))
    known_organization = not re.search(r"[{$]", name.partition("/")[0])
    if known_organization and classify.is_hub_id(_UNKNOWN_PART.sub("x", name)):
        return by_prefix(name, False, None) or Named("huggingface", name)
    return None


def _below_folder(tail: str, in_scratch: bool) -> Named | None:
    """What lies below a folder that only the program knows, f"{folder}/org/name": a copy of a model that is laid out by
    its Hub id, or weights in a folder of models. `in_scratch`: the program has written there itself, it seems."""
    parts = tail.split("/")
    if len(parts) > 1 and parts[0].lower() in FOLDERS_OF_MODELS and classify.is_weight_file(tail):
        return None if "{" in tail else Named("local", tail)
    if (in_scratch and parts[0] == parts[-1]) or not _UNKNOWN_PART.sub("", parts[min(1, len(parts) - 1)]):
        return None
    if (
        len(parts) < 2
        or parts[1] in _COMPONENTS
        or (len(parts) > 2 and not classify.is_weight_file(parts[-1]))
        or parts[1].endswith("models")
    ):
        return None
    name, revision = classify.split_revision("/".join(parts[:2]))
    if not classify.is_hub_id(_UNKNOWN_PART.sub("x", name)) or name.startswith("{"):
        return None
    hints = (("filename", "/".join(parts[2:])),) if len(parts) > 2 else ()
    return Named("huggingface", name, revision, hints=hints)


def _local_or(provider: str, name: str) -> Named:
    if classify.is_local_path(name):
        return Named("local", name)
    return Named(provider, *classify.split_revision(name))


def _file(call: Call, text: Text, name: str) -> Named | None:
    if "://" in name:
        found = classify.hub_id_of_url(name)
        return Named(*found) if found else Named("url", name) if text.whole else None
    if text.head or not text.whole:
        return incomplete_name(text)
    if call.provider == "url":
        return Named("local" if classify.is_local_path(name) else "url", name)
    return Named("local", name) if classify.is_local_path(name) or "f" not in call.names else None


def _library(provider: str, name: str) -> Named | None:
    if classify.is_local_path(name):
        return Named("local", name)
    for mark in ("hf_hub:", "hf-hub:"):
        if name.startswith(mark):
            return Named("huggingface", *classify.split_revision(name.removeprefix(mark)))
    if provider == "torchhub":
        repository, _, branch = name.partition(":")
        return Named(provider, repository, branch or None) if "/" in repository else None
    return Named(provider, name)
