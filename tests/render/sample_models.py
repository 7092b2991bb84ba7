"""The models of the sample report: self-hosted and hosted, judged and not, one with a hostile name."""

from __future__ import annotations

from sample_parts import HOSTILE, SHA, card, catalog, digest, fact, in_code, model, reference, text

from govscan.evidence import Artifact, Document, Failure, HubRecord, Resolved, Unresolved
from govscan.facts import ABSENT, Source, SourceKind, Unknown
from govscan.reference import Location
from govscan.report import Model


def llama() -> Model:
    references = (
        reference(
            "huggingface",
            "meta-llama/Llama-4-Scout",
            "deploy/values.yaml",
            8,
            "structured:model",
            used_at=Location("deploy/values.yaml", 6, 1),
        ),
        reference("huggingface", "meta-llama/Llama-4-Scout", "services/chat/app.py", 14, "python:from_pretrained"),
        reference("huggingface", "meta-llama/Llama-4-Scout", "services/chat/app.py", 31, "python:from_pretrained"),
        reference("huggingface", "meta-llama/Llama-4-Scout", "services/chat/worker.py", 7, "python:pipeline"),
        reference("huggingface", "meta-llama/Llama-4-Scout", "services/eval/run.py", 3, "python:LLM"),
    )
    identity = references[0].identity
    documents = (
        Document("README.md", "models/README.md", digest("card"), "---\nlicense: other\n---\n"),
        Document("LICENSE", "https://huggingface.co/meta-llama/Llama-4-Scout/blob/main/LICENSE", digest("license"), ""),
    )
    return model(
        identity,
        references,
        ("production",),
        fact("model.id", identity.name, in_code("services/chat/app.py", 14)),
        fact("model.publisher", "Meta Platforms, Inc.", catalog("publishers/meta-llama")),
        fact("model.publisher_country", ("US",), catalog("publishers/meta-llama")),
        fact("model.access", "self-hosted", in_code("services/chat/app.py", 14)),
        fact("model.gated", True, Source(SourceKind.HUB, "https://huggingface.co/meta-llama/Llama-4-Scout")),
        fact("model.revision", ABSENT, in_code("services/chat/app.py", 14)),
        fact("model.revision_pinned", False, in_code("services/chat/app.py", 14)),
        fact("model.age_days", 512),
        fact("model.base_models", ("meta-llama/Llama-4-Base", "acme/unread"), card(3)),
        fact("license.declared", "other", card(2)),
        fact("license.detected", "LicenseRef-llama-4-community", text(1, 120), 0.98),
        fact("license.concluded", "LicenseRef-llama-4-community", text(1, 120), 0.98),
        fact("license.conflict", ("card says other", "text is Llama 4"), Source(SourceKind.DERIVED, "conclusion")),
        fact("license.commercial_use", "conditional", text(30, 34, "greater than 700 million"), 0.98),
        fact("license.commercial_use", "allowed", Source(SourceKind.PROSE, "models/README.md", 88), 0.4),
        fact("license.commercial_use", "conditional", catalog("licenses/llama-4-community")),
        fact("license.mau_threshold", 700_000_000, text(30, 34, "greater than 700 million"), 0.98),
        fact("license.territory_excluded", ("EU",), text(52, 53, "domiciled in the European Union")),
        fact("license.revenue_threshold_usd", ABSENT, catalog("licenses/llama-4-community")),
        fact("license.naming", "Built with Llama", text(18)),
        fact("datasets.declared", Unknown("the card names no dataset"), card(1, 60)),
        evidence=Resolved(
            identity,
            "hub",
            SHA,
            documents,
            (Artifact("model-00001.safetensors", 4_900_000_000), Artifact("tokenizer.json")),
            HubRecord(gated=True, license_tag="other"),
            notes=("config.json was larger than 8 MiB and was not read",),
        ),
    )


def hosted() -> Model:
    place = reference(
        "dashscope",
        "qwen-max",
        "services/search/rank.py",
        22,
        "python:OpenAI",
        endpoint="https://svc:hunter2@dashscope.aliyuncs.com/v1",
    )
    again = reference("dashscope", "qwen-max", "notebooks/try.ipynb", 5, "notebook:OpenAI", endpoint=place.endpoint)
    return model(
        place.identity,
        (again, place),
        ("production", "research"),
        fact("model.id", "qwen-max", in_code("services/search/rank.py", 22)),
        fact("model.publisher", "Alibaba Cloud", catalog("publishers/dashscope")),
        fact("model.publisher_country", ("CN",), catalog("publishers/dashscope")),
        fact("model.access", "hosted-api", catalog("endpoints/dashscope")),
        fact("endpoint.host", "dashscope.aliyuncs.com", in_code("services/search/rank.py", 21)),
        fact("endpoint.operator", "Alibaba Cloud", catalog("endpoints/dashscope")),
        fact("endpoint.operator_country", ("CN",), catalog("endpoints/dashscope")),
        fact("endpoint.regions", ("CN",), catalog("endpoints/dashscope")),
        fact("endpoint.processing", "pinned", catalog("endpoints/dashscope")),
    )


def undecided() -> Model:
    place = reference(
        "huggingface", "acme-labs/internal-7b", "notebooks/train.ipynb", 4, "notebook:from_pretrained",
        revision="main", trust_remote_code=True,
    )  # fmt: skip
    return model(
        place.identity,
        (place,),
        ("research",),
        fact("model.id", place.name, in_code("notebooks/train.ipynb", 4)),
        fact("model.access", "self-hosted", in_code("notebooks/train.ipynb", 4)),
        fact("model.remote_code", True, in_code("notebooks/train.ipynb", 4)),
        fact("model.revision_pinned", False, in_code("notebooks/train.ipynb", 4)),
        fact("license.concluded", Unknown("the hub did not answer")),
        evidence=Unresolved(place.identity, Failure.TIMEOUT, "The hub did not answer within 10 seconds."),
    )


def waived() -> Model:
    place = reference(
        "huggingface", "mistralai/Ministral-8B", "services/rank.py", 5, "python:from_pretrained", revision=SHA
    )
    return model(
        place.identity,
        (place,),
        ("production",),
        fact("model.publisher", "Mistral AI", catalog("publishers/mistralai")),
        fact("model.publisher_country", ("FR",), catalog("publishers/mistralai")),
        fact("model.access", "self-hosted", in_code("services/rank.py", 5)),
        fact("model.revision_pinned", True, in_code("services/rank.py", 5)),
        fact("license.concluded", "LicenseRef-mistral-research", card(3)),
        fact("license.commercial_use", "prohibited", catalog("licenses/mistral-research")),
        evidence=Resolved(place.identity, "lock", SHA),
    )


def passing() -> Model:
    place = reference(
        "huggingface", "Qwen/Qwen3-8B", "services/summarize.py", 10, "python:from_pretrained", revision=SHA
    )
    return model(
        place.identity,
        (place,),
        ("production",),
        fact("model.publisher", "阿里云计算有限公司", catalog("publishers/qwen")),
        fact("model.publisher_country", ("CN",), catalog("publishers/qwen")),
        fact("model.access", "self-hosted", in_code("services/summarize.py", 10)),
        fact("model.revision_pinned", True, in_code("services/summarize.py", 10)),
        fact("license.declared", "Apache-2.0", card(2)),
        fact("license.concluded", "Apache-2.0", text(1, 200)),
        fact("license.commercial_use", "allowed", catalog("licenses/apache-2.0")),
        fact("license.mau_threshold", ABSENT, catalog("licenses/apache-2.0")),
        fact("license.territory_excluded", (), catalog("licenses/apache-2.0")),
        evidence=Resolved(place.identity, "hf-cache", SHA),
    )


def hostile() -> Model:
    place = reference(
        "custom", HOSTILE, "services/\u202e\x1b]0;owned\x07<img src=x onerror=alert(2)>.py", 1, "python:OpenAI",
        endpoint="http://\u2066host:8000/<svg onload=alert(3)>",
    )  # fmt: skip
    return model(
        place.identity,
        (place,),
        ("production",),
        fact("model.id", HOSTILE, in_code(place.location.path, 1)),
        fact("model.access", Unknown("nobody knows this host\x00\udcff")),
        fact("license.naming", '"><script>alert(4)</script>', Source(SourceKind.CARD, "javascript:alert(5)", 3)),
        evidence=Unresolved(place.identity, Failure.UNSUPPORTED, "No resolver for <b>custom</b>\r\n\x1b[2J"),
    )


def unjudged() -> Model:
    place = reference("openai", "", "tools/\u0645\u0644\u0641.py", 2, "python:OpenAI")
    return model(
        place.identity,
        (place,),
        ("default",),
        fact("model.access", "hosted-api", catalog("endpoints/openai")),
        fact("model.publisher", "OpenAI", catalog("publishers/openai")),
        fact("model.publisher_country", ("US",), catalog("publishers/openai")),
    )


def base() -> Model:
    """What the first model was made from, as a report that somebody keeps has it."""
    place = reference("huggingface", "meta-llama/Llama-4-Base", "", 0, "")
    return model(
        place.identity,
        (),
        (),
        fact("license.concluded", "LicenseRef-llama-4-community", catalog("models/meta-llama/Llama-4-Base")),
    )
