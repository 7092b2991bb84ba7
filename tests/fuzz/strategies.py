"""What a hostile author writes, as strategies of hypothesis: `DOCUMENTS` by the target of `targets` that reads it.

They are well formed on the whole, so that they reach far into a reader, and wrong in their values: other types, endless
names, signs that steer, numbers that overflow, things inside of each other.
"""

from __future__ import annotations

import json
import pickle
import struct
from typing import Any

from hypothesis import strategies as st

STEERING = st.sampled_from(
    ["\x00", "\x1b[2J", "\u202e", "\ufeff", "\ud800", "<script>", "=1+1", "${x}", "{{ x }}", "..", "'", '"']
)
WORDS = st.one_of(
    st.sampled_from(
        ["mit", "apache-2.0", "MIT AND (GPL-2.0-only OR x)", "acme/model-7b", "gpt-4o", "main", "a" * 40, "true"]
    ),
    st.text(max_size=12),
    st.lists(st.text(max_size=3) | STEERING, max_size=4).map("".join),
)
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(),
    WORDS,
    st.dates().map(str),
    st.just("9" * 500),
)
TREES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12
)


def mapping(*keys: str) -> st.SearchStrategy[dict[str, Any]]:
    """Some of these keys with any values, and perhaps others."""
    known = st.dictionaries(st.sampled_from(keys), TREES, max_size=len(keys))
    return st.tuples(known, st.dictionaries(WORDS, TREES, max_size=2)).map(lambda both: {**both[1], **both[0]})


def as_json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=True, default=str).encode()


def as_yaml(value: Any) -> bytes:
    """JSON is YAML, but for signs that YAML does not know."""
    return as_json(value).replace(b"\\ud8", b"\\ufffd").replace(b"\\u0000", b"?")


def as_toml(value: Any, name: str = "") -> bytes:
    rows, tables = [], []
    for key, inner in value.items():
        quoted = json.dumps(str(key), ensure_ascii=False)
        if isinstance(inner, dict):
            tables.append(as_toml(inner, f"{name}.{quoted}".lstrip(".")))
        elif inner is not None:
            rows.append(f"{quoted} = {json.dumps(inner, default=str, ensure_ascii=False)}")
    head = f"[{name}]\n" if name else ""
    return (head + "\n".join(rows) + "\n").encode("utf-8", "replace") + b"".join(tables)


def chosen(text: st.SearchStrategy[bytes], count: int) -> st.SearchStrategy[bytes]:
    """With the byte in front that tells a target which of several readers is meant."""
    return st.tuples(st.integers(0, count - 1), text).map(lambda both: bytes([both[0]]) + both[1])


CARDS = st.tuples(
    mapping(
        "license", "license_name", "license_link", "base_model", "datasets", "language", "tags", "model-index", "sdk"
    ),
    st.lists(
        st.tuples(
            st.sampled_from(
                ["# License\n", "## Training data\n", "- ", "| a | b |\n", "```\n", "<a href='", "[x](", ""]
            ),
            WORDS,
        ),
        max_size=12,
    ),
).map(
    lambda both: (
        b"---\n" + as_yaml(both[0]) + b"\n---\n" + "\n".join(a + b for a, b in both[1]).encode("utf-8", "replace")
    )
)

LICENSES = st.lists(
    st.sampled_from(
        ["You may not use the Model for commercial purposes.", "more than 700 million monthly active users",
         "You must display \"Built with Acme\".", "Copyright [yyyy]", "1.", "provided that", "SHALL NOT", "governed by the laws of",
         "in the European Union", "hereby granted", "military", "$10,000,000", "不得用于商业目的。"]
    ) | WORDS,
    max_size=30,
).map(lambda parts: " ".join(parts).encode("utf-8", "replace"))  # fmt: skip

CELLS = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown"]) | PLAIN, "source": st.lists(WORDS, max_size=4) | WORDS | TREES}
)
NOTEBOOKS = st.fixed_dictionaries(
    {"nbformat": PLAIN, "cells": st.lists(CELLS, max_size=4) | TREES, "metadata": TREES}
).map(as_json)

CODE = st.lists(
    st.sampled_from(
        ["from transformers import AutoModel\n", "AutoModel.from_pretrained(", ")\n", "model = ", "'acme/m'", "f'{x}'", "[", "]", "{",
         "}", "if x:\n", "    ", "lambda: ", "client = OpenAI(base_url=", "const model = ", "`${", "`", "new OpenAI({model:", "FROM x\n",
         "RUN vllm serve ", "ENV MODEL=", "model_id = \"", "${var.x}", "<<EOF\n", "EOF\n", "$(", "\\\n", "#", "//", "/*", "for m in ",
         "export ", "|", "&&", "\"", "'''", "import x from 'openai';\n", "@", "=>", "await "]
    ) | WORDS,
    max_size=40,
).map(lambda parts: "".join(parts).encode("utf-8", "replace"))  # fmt: skip

POLICIES = mapping("govscan", "name", "extends", "contexts", "rules", "endpoints", "exclude", "subtrees").map(
    lambda found: as_yaml({**found, "govscan": 1})
)
RULES = st.fixed_dictionaries(
    {"id": WORDS, "level": st.sampled_from(["error", "note"]) | PLAIN},
    optional={
        "require": st.dictionaries(
            st.sampled_from(["model.id", "license.concluded", "any", "not"]),
            st.dictionaries(st.sampled_from(["is", "in", "matches", "at_most", "exists"]), TREES, max_size=2) | TREES,
            max_size=2,
        ),
        "when": TREES,
        "review": TREES,
        "on_unknown": PLAIN,
    },
)
RECORDS = mapping(
    "govscan_reviews", "reviews", "criteria", "imports", "govscan_waivers", "waivers", "govscan_baseline", "findings"
)
LOCKS = st.fixed_dictionaries(
    {"lock_version": st.just(1) | PLAIN},
    optional={"policies": st.dictionaries(WORDS, PLAIN, max_size=2), "model": st.lists(TREES, max_size=2)},
).map(as_toml)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.binary(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3) | st.tuples(inner)
    ),
    max_leaves=9,
)
OPCODES = st.sampled_from([b"(", b".", b"0", b"2", b"N", b"R", b"b", b"c", b"cos\nsystem\n", b"\x93", b"\x94", b"h\x00", b"\x8c\x02os",
                           b"t", b"\x85", b"]", b"}", b"u", b"a", b"\x80\x04", b"\x95" + b"\xff" * 8, b"q\x00", b"K\x01", b"\x92"])  # fmt: skip
PICKLES = st.one_of(
    st.builds(pickle.dumps, VALUES, st.integers(0, 5)),
    st.lists(OPCODES, max_size=30).map(lambda codes: b"\x80\x04" + b"".join(codes)),
    st.builds(pickle.dumps, VALUES, st.integers(0, 5)).map(lambda data: pickle.dumps([data], 4)),
)


def _safetensors(header: Any, length: int) -> bytes:
    text = as_json(header)
    return struct.pack("<Q", len(text) if length < 0 else length) + text


def _word(text: bytes) -> bytes:
    return struct.pack("<Q", len(text)) + text


GGUF_VALUES = st.one_of(
    st.binary(max_size=9).map(lambda text: struct.pack("<I", 8) + _word(text)),
    st.tuples(st.integers(0, 14), st.binary(max_size=8)).map(lambda both: struct.pack("<I", both[0]) + both[1]),
    st.tuples(st.integers(0, 14), st.integers(0, 2**64 - 1), st.binary(max_size=16)).map(
        lambda three: struct.pack("<IIQ", 9, three[0], three[1]) + three[2]
    ),
)
GGUF = st.tuples(
    st.integers(0, 4), st.integers(0, 2**64 - 1) | st.just(0), st.none() | st.integers(0, 2**64 - 1),
    st.lists(st.tuples(st.sampled_from([b"general.license", b"tokenizer.chat_template", b"x"]), GGUF_VALUES), max_size=5),
).map(
    lambda parts: b"GGUF"
    + struct.pack("<IQQ", parts[0], parts[1], len(parts[3]) if parts[2] is None else parts[2])
    + b"".join(_word(key) + value for key, value in parts[3])
)  # fmt: skip
SAFETENSORS = st.builds(
    _safetensors,
    mapping("__metadata__", "w").flatmap(
        lambda found: st.just(found) | st.just({**found, "w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]}})
    ),
    st.just(-1) | st.integers(0, 2**64 - 1),
)
MESSAGES = st.recursive(
    st.binary(max_size=6),
    lambda inner: st.lists(st.tuples(st.integers(1, 15), inner), max_size=4).map(
        lambda fields: b"".join(bytes([number << 3 | 2, min(len(data), 127)]) + data for number, data in fields)
    ),
    max_leaves=8,
)
KERAS = st.recursive(
    st.fixed_dictionaries({"class_name": st.sampled_from(["Lambda", "Dense"]) | PLAIN, "module": WORDS}),
    lambda inner: st.fixed_dictionaries({"class_name": WORDS, "config": st.dictionaries(WORDS, inner, max_size=3)}),
    max_leaves=5,
)
TEMPLATES = st.lists(
    st.sampled_from(["{{", "}}", "{%", "%}", " for x in y ", " endfor ", " if ", " endif ", "x", ".__class__", "['__mro__']", "|attr('",
                     "')", "(", ")", "~", "+", "{#", "#}", " set a = ", " include 'a' ", " macro m() ", " generation "]) | WORDS,
    max_size=25,
).map(lambda parts: "".join(parts).encode("utf-8", "replace"))  # fmt: skip
ANSWERS = st.tuples(
    mapping("id", "sha", "siblings", "cardData", "tags", "config", "gated", "securityRepoStatus", "Data", "layers"),
    st.lists(st.binary(max_size=20), max_size=3),
).map(
    lambda both: b"\0\n\0".join(
        b"\xff" + part for part in (as_json({"id": "a/b", "sha": "0" * 40, **both[0]}), *both[1])
    )
)

DOCUMENTS: dict[str, st.SearchStrategy[bytes]] = {
    "python": CODE.map(lambda text: b"\0" + text),
    "notebook": NOTEBOOKS.map(lambda text: b"\0" + text),
    "javascript": chosen(CODE, 3),
    "shell": chosen(CODE, 3),
    "container": chosen(CODE, 3),
    "env": CODE.map(lambda text: b"\0" + text),
    "requirements": chosen(CODE, 2),
    "hcl": chosen(CODE, 3),
    "sql": CODE.map(lambda text: b"SELECT ai.openai_embed('gpt-4o', " + text),
    "code": chosen(CODE, 4),
    "structured": st.one_of(
        TREES.map(as_yaml).map(lambda text: b"\0model: " + text),
        TREES.map(as_json).map(lambda text: b'\1{"model": ' + text + b"}"),
        mapping("model", "repo_id", "llm").map(as_toml).map(lambda text: b"\2" + text),
        chosen(CODE, 5),
    ),
    "ignores": st.lists(
        st.sampled_from(["*", "**", "/", "!", "[a-", "[!a]", "]", "\\", "a", ".bin", "#"]), max_size=20
    ).map(lambda parts: "".join(parts).encode()),
    "trees": st.one_of(
        TREES.map(as_yaml).map(lambda text: b"\0" + text),
        TREES.map(as_json).map(lambda text: b"\1" + text),
        mapping("a", "b").map(as_toml).map(lambda text: b"\2" + text),
        chosen(st.binary(max_size=60), 3),
    ),
    "card": CARDS,
    "license": LICENSES,
    "config": mapping("model_type", "auto_map", "_name_or_path", "license", "architectures").map(as_json),
    "adapter": mapping("base_model_name_or_path", "peft_type").map(as_json),
    "template": TEMPLATES,
    "expression": st.lists(
        st.sampled_from(["MIT", " AND ", " OR ", " WITH ", "(", ")", "Apache-2.0", "+", "x"]) | WORDS, max_size=15
    ).map(lambda parts: "".join(parts).encode("utf-8", "replace")),
    "weights": st.one_of(
        PICKLES.map(lambda data: b"\0" + data),
        SAFETENSORS.map(lambda data: b"\2" + data),
        MESSAGES.map(lambda data: b"\3" + data),
        GGUF.map(lambda data: b"\x08" + data),
        KERAS.map(as_json).map(lambda data: b"\x07" + data),
        chosen(st.binary(max_size=200), 10),
    ),
    "headers": SAFETENSORS.map(lambda data: b"\0" + data) | GGUF.map(lambda data: b"\xff" + data),
    "server": chosen(ANSWERS, 3),
    "policy": POLICIES | st.lists(RULES, max_size=3).map(lambda rules: as_yaml({"govscan": 1, "rules": rules})),
    "records": chosen(RECORDS.map(as_yaml), 3),
    "lock": LOCKS,
    "report": mapping("govscan_report", "now", "findings", "models", "policy").map(
        lambda found: as_json({**found, "govscan_report": 1})
    ),
    "matches": st.lists(
        st.sampled_from(["(", ")", "a", "+", "*", "?", "|", "[", "]", "{2}", "\\d", "\\1", "^", "$", "."]), max_size=15
    ).map(lambda parts: ("".join(parts) + "\n" + "a" * 50).encode()),
}
