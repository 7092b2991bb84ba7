"""The closed vocabulary in which evidence is read and policies are written: every fact with its type and choices."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class FactType(StrEnum):
    TEXT = "text"
    FLAG = "flag"
    NUMBER = "number"
    TEXTS = "texts"  # a set, written as a sorted list
    REGIONS = "regions"  # a set of places in the algebra of govscan.regions


class FactSpec(Struct, frozen=True):
    """One word of the vocabulary."""

    type: FactType
    description: str
    choices: tuple[str, ...] = ()


_USE = ("allowed", "conditional", "prohibited")
_DUTY = ("none", "encouraged", "required")
_T, _F, _N, _S, _R = FactType.TEXT, FactType.FLAG, FactType.NUMBER, FactType.TEXTS, FactType.REGIONS

VOCABULARY: Mapping[str, FactSpec] = {
    # the model
    "model.id": FactSpec(_T, "Name as the provider writes it, for example Qwen/Qwen3-8B."),
    "model.purl": FactSpec(_T, "Package URL, where a purl type exists."),
    "model.provider": FactSpec(_T, "Who serves it: huggingface, openai, bedrock, local, ..."),
    "model.publisher": FactSpec(_T, "Legal entity that publishes the model."),
    "model.publisher_country": FactSpec(_R, "Country of that entity, ISO 3166-1 alpha-2."),
    "model.access": FactSpec(_T, "Where inference runs.", ("self-hosted", "hosted-api")),
    "model.gated": FactSpec(_F, "The hub asks for consent or a login before the files can be had."),
    "model.revision": FactSpec(_T, "Commit, tag or branch that the code asks for; absent where it asks for none."),
    "model.revision_pinned": FactSpec(_F, "Every reference asks for a full commit sha or an artifact digest."),
    "model.task": FactSpec(_T, "Pipeline tag, for example text-generation."),
    "model.base_models": FactSpec(_S, "Models that this one was made from, as its card or config says."),
    "model.remote_code": FactSpec(_F, "The reference trusts remote code, or the model ships auto_map code."),
    "model.remote_code_files": FactSpec(
        _S, "Source files of the model that would run when it is loaded with its code."
    ),
    "model.remote_code_capabilities": FactSpec(
        _S,
        "What that code reaches for.",
        (
            *("network", "process", "file-write", "dynamic-code", "native", "deserialize", "environment"),
            "obfuscation",
        ),
    ),
    "model.remote_code_sources": FactSpec(_S, "Other repositories whose code would run, each with its revision."),
    "model.signed": FactSpec(_F, "A signature of the model lies beside its files."),
    "model.signature": FactSpec(
        _T, "What it proves, by the policy's signers; absent without one.", ("valid", "invalid", "untrusted")
    ),
    "model.signers": FactSpec(_S, "Signers of the policy whose signatures hold."),
    "model.age_days": FactSpec(_N, "Days since the model was created on its hub."),
    # the license
    "license.declared": FactSpec(_T, "SPDX expression of what card, config or header says."),
    "license.detected": FactSpec(_T, "SPDX expression of what the license text is."),
    "license.concluded": FactSpec(_T, "SPDX expression that govscan decides on."),
    "license.confidence": FactSpec(_N, "Confidence of the conclusion, 0 to 1."),
    "license.conflict": FactSpec(_S, "Sources of the license that disagree, each with its place; empty if none."),
    "license.concerns": FactSpec(_S, "What else bears on adoption and contradicts nothing, in sentences."),
    "license.reasons": FactSpec(_S, "A word for each conflict and concern: label-without-text, version-differs, ..."),
    "license.modified": FactSpec(_F, "A known text with changed or added clauses."),
    "license.text_present": FactSpec(_F, "A license text was read for this model."),
    "license.family": FactSpec(_T, "Family of the license: permissive, llama, qwen, rail, ..."),
    "license.commercial_use": FactSpec(_T, "Whether commercial use is allowed.", _USE),
    "license.mau_threshold": FactSpec(_N, "Monthly active users above which terms change; absent if none."),
    "license.revenue_threshold_usd": FactSpec(_N, "Annual revenue in USD above which terms change; absent if none."),
    "license.registration_required": FactSpec(_F, "Commercial use asks for a registration or application."),
    "license.territory_excluded": FactSpec(_R, "Places in which the license grants nothing; empty if none."),
    "license.output_training": FactSpec(_T, "Training other models with the outputs.", _USE),
    "license.attribution": FactSpec(_F, "Notices or attribution have to be kept or shown."),
    "license.notice_file": FactSpec(_F, "Copies must carry a notice file, or keep the one that is there."),
    "license.state_changes": FactSpec(_F, "What was changed must be marked as changed."),
    "license.naming_duty": FactSpec(_T, "Whether a name has to be shown or carried.", _DUTY),
    "license.naming": FactSpec(_T, "The naming or display duty in words; absent if none is required."),
    "license.share_alike": FactSpec(_F, "Derivatives must carry the same terms."),
    "license.use_restrictions": FactSpec(_F, "An acceptable-use list binds the user."),
    "license.pass_on_restrictions": FactSpec(_F, "Recipients have to be bound to the use restrictions or terms."),
    "license.military_prohibited": FactSpec(_F, "The text itself, not a policy that it links to, bans military use."),
    "license.field_of_use": FactSpec(_T, "Field to which the grant is limited; absent if none."),
    "license.governing_law": FactSpec(_T, "ISO country (with subdivision) of the governing law; absent if silent."),
    "license.venue": FactSpec(_T, "The courts or arbitrators that decide, in words; absent if silent."),
    "license.termination": FactSpec(_F, "Rights end when the terms are broken."),
    "license.patent_termination": FactSpec(_F, "Rights end for those who sue over patents or IP."),
    "license.remote_update": FactSpec(_F, "The licensor may restrict, update or switch off use remotely."),
    "license.terms_may_change": FactSpec(_F, "The licensor may change the terms for those who already use it."),
    # the lineage
    "lineage.complete": FactSpec(_F, "The license of every base model is known."),
    "lineage.base_conflict": FactSpec(_S, "Claims that a base model's license does not allow; empty if none."),
    "lineage.most_restrictive_commercial_use": FactSpec(_T, "Strictest commercial_use of model and bases.", _USE),
    "lineage.inherited_obligations": FactSpec(_S, "Duties that come from base models."),
    "lineage.origin_countries": FactSpec(_R, "Countries of the publishers of the model and of all it was made from."),
    # the data
    "datasets.declared": FactSpec(_S, "Datasets that the card names."),
    "datasets.licenses": FactSpec(_S, "Licenses of those datasets, where known."),
    "datasets.non_commercial": FactSpec(_F, "Some training data is for non-commercial use only."),
    # the files
    "artifacts.formats": FactSpec(_S, "Weight formats: safetensors, gguf, pickle, onnx, ..."),
    "artifacts.unsafe_formats": FactSpec(_S, "Formats that can execute code when loaded."),
    "artifacts.unsafe_globals": FactSpec(_S, "Dangerous imports found in pickles."),
    "artifacts.unfamiliar_globals": FactSpec(_S, "Imports found in pickles that nobody knows; their code would run."),
    "artifacts.dangers": FactSpec(_S, "What else in weight files runs code or reaches outside, in sentences."),
    "artifacts.troubles": FactSpec(_S, "Weight files that are damaged or cannot be read, with the reason."),
    "artifacts.header_license": FactSpec(_T, "License that a weight header names."),
    "artifacts.hub_scan": FactSpec(_T, "Result of the hub's own security scan."),
    "artifacts.scan_conflict": FactSpec(_S, "Weight files of which the hub's scan and this one say different things."),
    # the endpoint
    "endpoint.host": FactSpec(_T, "Host that requests go to."),
    "endpoint.plain_http": FactSpec(_F, "Requests leave the private network over http, readable for all on the way."),
    "endpoint.key_written": FactSpec(_F, "A key is written out beside the model or its address."),
    "endpoint.tls_unverified": FactSpec(_F, "Code beside it turns the verification of certificates off."),
    "endpoint.operator": FactSpec(_T, "Legal entity that operates the endpoint."),
    "endpoint.operator_country": FactSpec(_R, "Country of the operator."),
    "endpoint.operator_group_country": FactSpec(_R, "Country of the operator's group: whose law can compel it."),
    "endpoint.terms": FactSpec(_T, "Address of the terms of service of the operator; absent for own endpoints."),
    "endpoint.regions": FactSpec(_R, "Places in which requests are processed."),
    "endpoint.processing": FactSpec(
        _T,
        "What code can prove about where requests are processed.",
        ("pinned", "bounded", "unbounded", "undetermined"),
    ),
    # the card
    "card.present": FactSpec(_F, "A model card was read."),
    "card.valid": FactSpec(_F, "Its front matter is well-formed."),
    "card.sections": FactSpec(_S, "Headings of the card."),
    "card.missing_sections": FactSpec(_S, "Sections an adopter needs and the card lacks."),
    "card.training_data_disclosed": FactSpec(_F, "The card says what the model was trained on."),
    "card.evaluation_reported": FactSpec(_F, "The card reports an evaluation."),
    "card.intended_use": FactSpec(_F, "The card says what the model is for."),
    "card.template_missing": FactSpec(_S, "Sections of the Hub's card template that were not found."),
    "card.gpai_missing": FactSpec(_S, "Items of Annexes XI and XII of the EU AI Act that the card does not speak of."),
    # openness, by the Model Openness Framework
    "openness.components": FactSpec(_S, "Components that were found: parameters, architecture, model card, ..."),
    "openness.missing": FactSpec(_S, "Components of class III that were not found."),
    "openness.class": FactSpec(_T, "Class as far as evidence shows it.", ("III", "none")),
    # the context of use, declared by the organization
    "context.name": FactSpec(_T, "Name of the context."),
    "context.use": FactSpec(_T, "What the model is used for.", ("commercial", "internal", "research")),
    "context.regions": FactSpec(_R, "Where it is deployed and where its users are."),
    "context.data": FactSpec(_S, "Classes of data it sees: personal, confidential, public, ..."),
    "context.monthly_active_users": FactSpec(_N, "Monthly active users of the organization's products."),
    "context.annual_revenue_usd": FactSpec(_N, "Annual revenue of the organization in USD."),
    "context.distribution": FactSpec(_T, "How it reaches users.", ("saas", "on-premises", "redistributed")),
    "context.modifies": FactSpec(_T, "What is done to the weights.", ("fine-tune", "merge", "quantize", "none")),
}
