"""The JSON Schemas of facts and policies, built from the vocabulary; `python -m govscan.evaluate.schema` writes them.

An editor completes a policy with them. The loader stays the authority: it also finds what a schema cannot say.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from govscan.evaluate.conditions import OPERATORS
from govscan.evaluate.rules import PINS
from govscan.evaluate.settings import DECLARABLE, NAMESPACES
from govscan.policy import Level, OnUnknown, Operator
from govscan.vocabulary import VOCABULARY, FactSpec, FactType

Schema = dict[str, Any]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Schema = {"type": "string", "pattern": "\\S"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_ID: Schema = {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$"}
_NUMBER: Schema = {"type": "number", "minimum": 0}

_OPERATORS = {
    Operator.IS: "Equal to this value; null means known to be absent. Sets are equal when they have the same members.",
    Operator.IS_NOT: "Not equal to this value.",
    Operator.IN: "One of these values. A place has to lie within them.",
    Operator.NOT_IN: "None of these values. A place must not touch them.",
    Operator.CONTAINS: "The set has this member, or all of these.",
    Operator.SUBSET_OF: "Every member is one of these, or lies within these places.",
    Operator.DISJOINT_FROM: "No member is one of these, or touches these places.",
    Operator.AT_LEAST: "This number or more. An absent threshold is larger than every number.",
    Operator.AT_MOST: "This number or less. Every number is at most an absent threshold.",
    Operator.MATCHES: "Python regular expression that is found in the text.",
    Operator.EXISTS: "true: there is a value, and it is not an empty set. false: it is known that there is none.",
}
_CONTEXT = "What the organization declares; it is asked for where a rule needs it and it is not here."


def facts_schema() -> Schema:
    """Facts by name, each with the shape of its value; null is a known absence."""
    properties = {name: {"description": spec.description, **_value(spec)} for name, spec in VOCABULARY.items()}
    return {
        "$schema": _DIALECT,
        "$id": "urn:govscan:schema:facts:1",
        "title": "govscan facts",
        "description": "The vocabulary in which models are described and policies are written. A fact that is left out "
        "is unknown, null is known to be absent.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


def _value(spec: FactSpec) -> Schema:
    if spec.choices:
        return {"enum": [*spec.choices, None]}
    shapes: dict[FactType, Schema] = {
        FactType.TEXT: {"type": ["string", "null"]},
        FactType.FLAG: {"type": ["boolean", "null"]},
        FactType.NUMBER: {"type": ["number", "null"]},
        FactType.TEXTS: {"type": ["array", "null"], "items": {"type": "string"}},
        FactType.REGIONS: {"type": ["array", "null"], "items": {"type": "string"}},
    }
    return shapes[spec.type]


def policy_schema() -> Schema:
    """`govscan.yaml` and the packs."""
    return {
        "$schema": _DIALECT,
        "$id": "urn:govscan:schema:policy:1",
        "title": "govscan policy",
        "description": "govscan.yaml: contexts, rules and settings of an organization. See docs/policy.md.",
        "type": "object",
        "required": ["govscan"],
        "additionalProperties": False,
        "properties": _policy_properties(),
        "$defs": {
            "rule": _rule(),
            "other_fact": _record(
                {"fact": {"description": "Name of another fact.", "enum": list(VOCABULARY)}}, ["fact"]
            ),
            **_tests(),
            "condition": _condition(),
            "context": _context(paths=True),
            "endpoint": _endpoint(host=False),
            "hosted_endpoint": _endpoint(host=True),
            "signer": _signer(),
        },
    }


def _policy_properties() -> Schema:
    hosts = {"type": "object", "additionalProperties": {"$ref": "#/$defs/endpoint"}}
    return {
        "govscan": {"description": "Version of this format.", "const": 1},
        "name": {"description": "Name of the policy, shown in reports.", **_TEXT},
        "extends": {"description": "Packs (govscan:<pack>) or policy files, relative to this one.", **_TEXTS},
        "contexts": {
            "description": "How models are used, by the paths of the code that uses them.",
            "type": "object",
            "propertyNames": {"not": {"const": "default"}},
            "additionalProperties": {"$ref": "#/$defs/context"},
        },
        "default_context": {"description": "The same for code that is in no context.", **_context(paths=False)},
        "subtrees": {"description": "Folders whose own govscan.yaml adds to these rules or tightens them.", **_TEXTS},
        "rules": {"description": "What is required of models.", "type": "array", "items": {"$ref": "#/$defs/rule"}},
        "endpoints": {
            "description": "The organization's own hosts: where they stand and who runs them.",
            "oneOf": [hosts, {"type": "array", "items": {"$ref": "#/$defs/hosted_endpoint"}}],
        },
        "signers": {
            "description": "Whose signatures on models are trusted, by a name of your own.",
            "type": "object",
            "additionalProperties": {"$ref": "#/$defs/signer"},
        },
        "exclude": {"description": "Paths that are not scanned, as in gitignore.", **_TEXTS},
        "overrides": {
            "description": "Rules of extended policies that are loosened, each with the reason that reports show.",
            "type": "array",
            "items": _record(
                {
                    "rule": {"description": "Id of the rule.", **_ID},
                    "reason": {"description": "Why it is loosened.", **_TEXT},
                    "disabled": {"description": "true: the rule is switched off.", "type": "boolean"},
                },
                ["rule", "reason"],
            ),
        },
    }


def _record(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _signer() -> Schema:
    properties: Schema = {
        "public_key": {"description": "Public key, in PEM.", **_TEXT},
        "certificate": {"description": "Root certificate, in PEM; several may follow one another.", **_TEXT},
        "identity": {"description": "Identity in a certificate of Sigstore: an address, or a workflow.", **_TEXT},
        "issuer": {"description": "Who vouches for the identity: an OpenID Connect issuer.", **_TEXT},
    }
    kinds = [{"required": ["public_key"]}, {"required": ["certificate"]}, {"required": ["identity", "issuer"]}]
    return {**_record(properties, []), "oneOf": kinds}


def _rule() -> Schema:
    review = {
        "criteria": {"description": "Criterion that the review has to cover.", **_ID},
        "pin": {"description": "What the review has to be pinned to.", "enum": list(PINS)},
        "max_age_days": {"description": "Greatest age of the review in days.", "type": "integer", "minimum": 0},
    }
    levels, unknowns = [level.value for level in Level], [choice.value for choice in OnUnknown]
    properties: Schema = {
        "id": {
            "description": "Name of the rule, unique in the policy. An id of an extended policy redefines it.",
            **_ID,
        },
        "title": {"description": "What holds where the rule is kept, as a sentence.", **_TEXT},
        "level": {"description": "error fails the run, warning and note are shown.", "enum": levels},
        "owner": {"description": "Who decides about this rule.", **_TEXT},
        "when": {"description": "The rule applies where this holds.", "$ref": "#/$defs/condition"},
        "require": {"description": "This has to hold.", "$ref": "#/$defs/condition"},
        "review": {"description": "A review has to be on record.", **_record(review, ["criteria"])},
        "on_unknown": {
            "description": "Where a fact is not known: undecided (exit code 3), fail, or ask for context facts.",
            "enum": unknowns,
        },
        "fix": {"description": "What the person who meets a violation can do.", **_TEXT},
        "references": {
            "description": "Addresses of the sources of the rule.",
            "type": "array",
            "items": {"type": "string", "pattern": "^https?://"},
        },
    }
    return _record(properties, ["id"])


def _context(paths: bool) -> Schema:
    properties: Schema = {}
    if paths:
        properties["paths"] = {
            "description": "Path patterns, anchored at the policy's folder.",
            **_TEXTS,
            "minItems": 1,
        }
        properties[NAMESPACES] = {
            "description": "Namespaces of a cluster, with * and ?; beside `paths`, both have to fit.",
            **_TEXTS,
            "minItems": 1,
        }
    for name in DECLARABLE:
        spec = VOCABULARY[f"context.{name}"]
        shape = dict(_value(spec))
        if spec.choices:
            shape = {"enum": list(spec.choices)}
        elif spec.type is FactType.NUMBER:
            shape = _NUMBER
        else:
            shape = {**_TEXTS, "minItems": 1} if spec.type is FactType.REGIONS else _TEXTS
        properties[name] = {"description": f"{spec.description} {_CONTEXT}", **shape}
    placed = {"anyOf": [{"required": ["paths"]}, {"required": [NAMESPACES]}]} if paths else {}
    return {**_record(properties, []), **placed}


def _endpoint(host: bool) -> Schema:
    properties: Schema = {
        "regions": {"description": "Where it stands: countries or cloud regions.", **_TEXTS, "minItems": 1},
        "operator": {"description": "Legal entity that runs it.", **_TEXT},
        "operator_country": {"description": "Country of that entity.", **_TEXT},
    }
    if not host:
        return {**_record(properties, []), "minProperties": 1}
    name = {"host": {"description": "Host, with its port if it has one.", **_TEXT}}
    return {**_record({**name, **properties}, ["host"]), "minProperties": 2}


def _condition() -> Schema:
    branch: Schema = {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}}
    properties: Schema = {
        "any": {"description": "One of these conditions has to hold.", **branch},
        "all": {"description": "All of these conditions have to hold.", **branch},
        "not": {"description": "This condition must not hold.", "$ref": "#/$defs/condition"},
    }
    for name, spec in VOCABULARY.items():
        properties[name] = {"description": spec.description, "$ref": f"#/$defs/{_tests_name(spec)}"}
    return {
        "description": "Facts with what is asked of them; everything in one mapping has to hold.",
        **_record(properties, []),
        "minProperties": 1,
    }


def _tests_name(spec: FactSpec) -> str:
    return f"tests_of_{'_'.join(spec.choices).replace('-', '_') or spec.type.value}"


def _tests() -> Schema:
    """What can be asked of a fact: one definition for each type and each set of choices."""
    definitions = {}
    for spec in VOCABULARY.values():
        tests = {operator.value: _operand(spec, operator) for operator in OPERATORS[spec.type]}
        definitions[_tests_name(spec)] = {**_record(tests, []), "minProperties": 1}
    return definitions


def _operand(spec: FactSpec, operator: Operator) -> Schema:
    said = {"description": _OPERATORS[operator]}
    if operator is Operator.EXISTS:
        return {**said, "type": "boolean"}
    if operator is Operator.MATCHES:
        return {**said, "type": "string", "minLength": 1, "maxLength": 200}
    scalars: dict[FactType, Schema] = {FactType.FLAG: {"type": "boolean"}, FactType.NUMBER: _NUMBER}
    scalar: Schema = {"enum": list(spec.choices)} if spec.choices else scalars.get(spec.type, _TEXT)
    listed: Schema = {"type": "array", "items": scalar}
    sets = spec.type in (FactType.TEXTS, FactType.REGIONS)
    equality = operator in (Operator.IS, Operator.IS_NOT)
    if operator in (Operator.IN, Operator.NOT_IN, Operator.SUBSET_OF, Operator.DISJOINT_FROM):
        shapes = [{**listed, "minItems": 1}]
    elif sets:
        shapes = [scalar, listed if equality else {**listed, "minItems": 1}]
    else:
        shapes = [scalar]
    if equality:
        shapes.append({"type": "null"})
    return {**said, "anyOf": [*shapes, {"$ref": "#/$defs/other_fact"}]}


def text_of(schema: Schema) -> str:
    """The schema as it is stored."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write both schemas where they are stored."""
    from govscan.data import schemas_folder

    folder: Path = schemas_folder()
    for name, schema in (("facts", facts_schema()), ("policy", policy_schema())):
        (folder / f"{name}.schema.json").write_text(text_of(schema), encoding="utf-8")


if __name__ == "__main__":
    main()
