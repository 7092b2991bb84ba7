"""What hits each limit, and what the report says then: `HITS` by the name of the limit, for a small value of it.

The functions write into a folder and give back all that a reader of the report, or of the error, is told.
"""

from __future__ import annotations

import json
import pickle
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from govscan import limits
from govscan.cli import run
from govscan.engine import ScanRequest, scan
from govscan.errors import GovscanError
from govscan.evidence import Examined
from govscan.identify.clauses.reader import read_clauses
from govscan.render import render
from govscan.weights import examine
from govscan.weights.window import BytesWindow

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks" / "weights"))
from pieces import graph, hdf5, keras, onnx, safetensors, torch_zip

KEY = "sk-proj-" + "aB3dE5fG7hJ9kL1mN0pQ" * 2
CALL = "from transformers import AutoModel\nAutoModel.from_pretrained('{}')\n"


class Hit(NamedTuple):
    """`value` is what the limit is set to, `said` stands in what `tell` gives."""

    value: float
    said: str
    tell: Callable[[Path], str]


HITS: dict[str, Hit] = {}


def hits(name: str, value: float, said: str) -> Callable[[Callable[[Path], str]], Callable[[Path], str]]:
    def keep(tell: Callable[[Path], str]) -> Callable[[Path], str]:
        assert name not in HITS
        HITS[name] = Hit(value, said, tell)
        return tell

    return keep


def report(folder: Path, **files: str | bytes) -> str:
    """The JSON report of a tree with these files ("__" for a slash, "_x_" in front of a suffix for its dot)."""
    for name, text in files.items():
        write(folder / name.replace("__", "/").replace("_x_", "."), text)
    return render(scan(ScanRequest(folder, offline=True)), "json").decode()


def write(path: Path, text: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def model(folder: Path, card: str = "# A model\n", **files: str | bytes) -> str:
    """The report of a tree with one model."""
    write(folder / "m" / "README.md", card)
    write(folder / "m" / "config.json", '{"model_type": "llama"}')
    for name, text in files.items():
        write(folder / "m" / name.replace("_x_", "."), text)
    return report(folder, app_x_py=CALL.format("./m"))


def refused(folder: Path, policy: str, **files: str | bytes) -> str:
    """What is said of a policy that cannot be taken."""
    for name, text in {"govscan_x_yaml": policy, **files}.items():
        write(folder / name.replace("__", "/").replace("_x_", "."), text)
    try:
        scan(ScanRequest(folder, offline=True))
    except GovscanError as error:
        return str(error)
    return ""


def weights(name: str, data: bytes) -> str:
    found: Examined = examine(BytesWindow(data), name)
    return "\n".join((*found.dangers, *found.troubles))


# --- the tree -------------------------------------------------------------------------------------------------------


@hits("FOLDER_DEPTH", 2, "more than 2 folders deep, not entered")
def _(folder: Path) -> str:
    return report(folder, a__b__c__d__app_x_py="")


@hits("TREE_FILES", 2, "more than 2 files, the rest is not read")
def _(folder: Path) -> str:
    return report(folder, a_x_py="", b_x_py="", c_x_py="")


@hits("IGNORE_FILE_BYTES", 10, "larger than 10 bytes; nothing is ignored")
def _(folder: Path) -> str:
    write(folder / ".gitignore", "app.py\n" * 9)
    told = report(folder, app_x_py=CALL.format("acme/seen"))
    assert "acme/seen" in told
    return told


@hits("SOURCE_BYTES", 1 << 20, "larger than 1 MB, not read")
def _(folder: Path) -> str:
    return report(folder, app_x_py="#" * (1 << 20) + "\n")


@hits("FILE_REFERENCES", 3, "more than 3 names, the rest is left out")
def _(folder: Path) -> str:
    return report(folder, app_x_py="".join(CALL.format(f"acme/m{number}") for number in range(9)))


@hits("FILE_SECONDS", 0.01, "not read to its end within 0.01 seconds of processor time")
def _(folder: Path) -> str:
    return report(folder, app_x_py=CALL.format("acme/first") + "model = [\n" + "{'model': 1},\n" * 20_000 + "]\n")


@hits("PYTHON_TOKENS", 99, "more than 99 words and signs, not read")
def _(folder: Path) -> str:
    return report(folder, app_x_py=CALL.format("acme/m") * 50)


@hits("FORMATTED_WORK", 1_000, "a formatted string of too many fields, not read")
def _(folder: Path) -> str:
    return report(folder, app_x_py=CALL.format("acme/m") + "model = f'" + "{x}" * 100 + "'\n")


@hits("PYTHON_STEPS", 10, "more than 10 steps to follow its values")
def _(folder: Path) -> str:
    return report(folder, app_x_py="".join(CALL.format(f"acme/m{number}") for number in range(99)))


@hits("SIBLING_BYTES", 99, "names.py is larger than 99 bytes; what it defines is not followed")
def _(folder: Path) -> str:
    write(folder / "names.py", "MODEL = 'acme/other'\n" + "#" * 99)
    return report(folder, app_x_py="from names import MODEL\n" + CALL.format("").replace("''", "MODEL"))


@hits("STARTED_WORDS", 5, "a command of more than 5 words, the rest is not read")
def _(folder: Path) -> str:
    words = "'vllm', 'serve', 'acme/m'" + ", 'x'" * 9
    return report(folder, app_x_py=f"import subprocess\nsubprocess.run([{words}])\n")


@hits("SCRIPT_TOKENS", 20, "more than 20 words and signs, the rest is not read")
def _(folder: Path) -> str:
    return report(folder, App_x_java='import com.openai.client;\nmodel("gpt-4o");\n' * 20)


@hits("SCRIPT_BYTES", 1 << 20, "larger than 1 MB, not read")
def _(folder: Path) -> str:
    return report(folder, app_x_ts="const model = 'gpt-4o';\n" * 50_000)


@hits("SCRIPT_OPENINGS", 20, "more than 20 opening angle brackets, not read")
def _(folder: Path) -> str:
    return report(folder, app_x_tsx="const model = 'gpt-4o';\nconst a = <b>x</b>;\n" * 30)


@hits("SCRIPT_PIECES", 20, "more than 20 pieces of syntax, not read")
def _(folder: Path) -> str:
    return report(folder, app_x_ts="const model = 'gpt-4o';\n" * 20)


@hits("SYNTAX_SECONDS", 0.01, "not parsed within 0.01 seconds of processor time")
def _(folder: Path) -> str:
    return report(folder, app_x_ts="const model = 'gpt-4o';\n" * 20_000)


@hits("SCRIPT_STEPS", 10, "more than 10 steps to follow its values")
def _(folder: Path) -> str:
    return report(folder, app_x_ts="const model = 'gpt-4o';\nopenai.chat.completions.create({ model });\n" * 20)


@hits("NESTED_FILES", 1, "more than 1 files inside of each other, deeper ones are not read")
def _(folder: Path) -> str:
    return report(folder, a_x_yaml="a.yaml: |\n  model: acme/m\n  b.yaml: |\n    model: acme/n\n    x: 1\n")


@hits("NOTEBOOK_BYTES", 1 << 20, "larger than 1 MB, not read")
def _(folder: Path) -> str:
    return report(folder, a_x_ipynb=json.dumps({"cells": [], "metadata": {"x": "#" * (1 << 20)}}))


@hits("PYTHON_BYTES", 99, "more than 99 bytes, as a table of data has; not read")
def _(folder: Path) -> str:
    return report(folder, app_x_py="# model" + "#" * 99)


@hits("HCL_TOKENS", 20, "more than 20 words and signs, the rest is not read")
def _(folder: Path) -> str:
    return report(folder, main_x_tf='model = "anthropic.claude-v2"\n' * 20)


@hits("HCL_DEPTH", 5, "nested deeper than 5 levels")
def _(folder: Path) -> str:
    return report(folder, main_x_tf='model_id = "anthropic.claude-v2"\na {\n' * 9)


@hits("COMMAND_WORDS", 20, "commands of more than 20 words, the rest is not read")
def _(folder: Path) -> str:
    return report(folder, run_x_sh="vllm serve acme/m\n" * 20)


@hits("COMMAND_HEREDOCS", 2, "more than 2 here-documents, further ones are read as commands")
def _(folder: Path) -> str:
    other = report(folder / "d", Dockerfile="FROM x\n" + "RUN <<E\nvllm serve a/b\nE\n" * 5)
    assert "here-documents" in other or limits.COMMAND_HEREDOCS > 5
    return report(folder, run_x_sh="".join(f"cat <<E{at}\nvllm serve a/b\nE{at}\n" for at in range(5)))


@hits("COMMAND_DEPTH", 1, "more than 1 commands inside of each other, deeper ones are not read")
def _(folder: Path) -> str:
    return report(folder, run_x_sh="""bash -c "bash -c 'bash -c \\"vllm serve a/b\\"'"\n""")


@hits("NESTED_DOCUMENTS", 1, "more than 1 documents inside of each other, deeper ones are not read")
def _(folder: Path) -> str:
    inner = json.dumps({"model": "acme/m"})
    deep = "a: |\n  b: |\n    c: |\n      model: acme/m\n"
    return report(folder, a_x_yaml=f"{deep}d: '{json.dumps({'e': inner})}'\n")


@hits("TREE_CHARACTERS", 99, "acme/by-line")
def _(folder: Path) -> str:
    return report(folder, a_x_yaml="model: acme/by-line\n" + "x: [1, 2]\n" * 20)


@hits("TREE_DEPTH", 20, "nested deeper than 20 levels")
def _(folder: Path) -> str:
    return "".join(
        report(folder / name, **{f"a_x_{name}": "model" + sign + "[" * 30 + "]" * 30 + end})
        for name, sign, end in (("yaml", ": ", ""), ("toml", " = ", ""))
    )


@hits("TREE_VALUES", 5_000, "more than 5000 values")
def _(folder: Path) -> str:
    return report(folder, a_x_yaml="model: &a [" + "x," * 2_000 + "]\nb: [*a, *a, *a]\n")


@hits("TREE_KEY_PARTS", 5, "a key of more than 5 parts")
def _(folder: Path) -> str:
    return report(folder, a_x_toml="model = 'acme/m'\n" + "a." * 9 + "b = 1\n")


# --- models ---------------------------------------------------------------------------------------------------------


@hits("MODEL_SECONDS", 0.0001, "not read to its end within 0.0001 seconds of processor time")
def _(folder: Path) -> str:
    return model(folder, "# A\n" + "The license of this is a word that nobody knows. " * 9_000)


@hits("DOCUMENT_BYTES", 1_000, "README.md is 2,000 bytes, over the bound of 1,000 bytes, and was not read")
def _(folder: Path) -> str:
    return model(folder, "#" * 2_000)


@hits("MODEL_FILES", 3, "only the first 3 files of the folder were listed")
def _(folder: Path) -> str:
    return model(folder, a_x_txt="", b_x_txt="", c_x_txt="")


@hits("MODEL_FOLDER_DEPTH", 1, "folders below a/ were not listed")
def _(folder: Path) -> str:
    write(folder / "m" / "a" / "b" / "c.txt", "")
    return model(folder)


@hits("MODEL_CARDS", 1, "only the first 1 of 2 cards were read")
def _(folder: Path) -> str:
    return model(folder, MODEL_CARD_x_md="# Another")


@hits("MODEL_LICENSE_FILES", 1, "only the first 1 of 2 license files were read")
def _(folder: Path) -> str:
    return model(folder, LICENSE="MIT", LICENSE_x_txt="MIT")


@hits("MODEL_HEADERS", 1, "only the headers of the first 1 of 2 weight files were read")
def _(folder: Path) -> str:
    return model(folder, a_x_safetensors=safetensors(), b_x_safetensors=safetensors())


@hits("MODEL_WEIGHTS", 1, "only the first 1 of 2 weight files were looked into")
def _(folder: Path) -> str:
    return model(folder, a_x_bin=pickle.dumps(1), b_x_bin=pickle.dumps(1))


@hits("HEADER_BYTES", 100, "its header is longer than what is read")
def _(folder: Path) -> str:
    return model(folder, a_x_safetensors=_header({"a": "b" * 500}))


@hits("HEADER_KEYS", 2, "only the first 2 of its 5 keys were read")
def _(folder: Path) -> str:
    return model(folder, a_x_gguf=_gguf([(f"general.tags{number}", b"x") for number in range(5)]))


@hits("HEADER_ENTRIES", 2, "only 2 of its 5 entries were kept")
def _(folder: Path) -> str:
    return model(folder, a_x_safetensors=_header({f"modelspec.{number}": "x" for number in range(5)}))


@hits("HEADER_VALUE", 5, '"Acme ..."')
def _(folder: Path) -> str:
    from govscan.resolve.headers import header_of

    found = header_of("a.safetensors", _header({"modelspec.title": "Acme of the north"}))
    return json.dumps([value for _, value in found.entries]) if found is not None else ""


def _header(said: dict[str, str]) -> bytes:
    text = json.dumps({"__metadata__": said}).encode()
    return struct.pack("<Q", len(text)) + text


def _gguf(pairs: list[tuple[str, bytes]], tensors: int = 0) -> bytes:
    def word(text: bytes) -> bytes:
        return struct.pack("<Q", len(text)) + text

    body = b"".join(word(key.encode()) + struct.pack("<I", 8) + word(value) for key, value in pairs)
    return b"GGUF" + struct.pack("<IQQ", 3, tensors, len(pairs)) + body


# --- what is in weight files ----------------------------------------------------------------------------------------


@hits("WEIGHTS_SECONDS", 0.0001, "m.pkl: not read to its end within 0.0001 seconds of processor time")
def _(_: Path) -> str:
    return weights("m.pkl", b"\x80\x04" + b"N0" * 200_000 + b".")


@hits("ARCHIVE_DEPTH", 1, "archives are nested deeper than 1")
def _(_: Path) -> str:
    inner = torch_zip(pickle.dumps(1), name="a.pkl")
    return weights("m.zip", torch_zip(torch_zip(inner, name="c.zip"), name="b.zip"))


@hits("ARCHIVE_MEMBERS", 1, "only the first 1 members were read")
def _(_: Path) -> str:
    import io
    import tarfile
    import zipfile

    packed, bound = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a", "x")
        archive.writestr("b", "x")
    with tarfile.open(fileobj=bound, mode="w") as other:
        for name in ("a", "b"):
            other.addfile(tarfile.TarInfo(name))
    sequence = packed.getvalue()[: packed.getvalue().index(b"PK\x01\x02")]
    told = [weights("m", data) for data in (packed.getvalue(), bound.getvalue(), sequence)]
    return next((each for each in told if "only the first 1 members were read" not in each), told[0])


@hits("INFLATED_BYTES", 1 << 20, "only the first 1 MB of what it inflates to were read")
def _(_: Path) -> str:
    import zlib

    return weights("m", zlib.compress(bytes(2 << 20)))


@hits("CONFIGS", 2, "only the first 2 of its configurations were read")
def _(_: Path) -> str:
    return weights("m.h5", b"\x89HDF\r\n\x1a\n" + b'{"class_name": "Dense"}\0' * 9)


@hits("PICKLE_OPCODES", 100, "only the first 100 opcodes were followed")
def _(_: Path) -> str:
    return weights("m.pkl", b"\x80\x04" + b"N0" * 200 + b".")


@hits("PICKLE_STACK", 10, "it holds more than is followed")
def _(_: Path) -> str:
    return weights("m.pkl", b"\x80\x04" + b"N" * 20 + b".")


@hits("PICKLE_IMPORTS", 3, "it holds more than is followed")
def _(_: Path) -> str:
    return weights("m.pkl", b"\x80\x04" + b"".join(b"cos\nf%d\n0" % number for number in range(9)) + b"N.")


@hits("PICKLE_MEMO", 1, "?.?")
def _(_: Path) -> str:
    data = b"\x80\x04" + b"\x8c\x02os\x94\x8c\x06system\x940" + b"0h\x00h\x01\x93."
    return " ".join(str(each) for each in examine(BytesWindow(data), "m.pkl").imports)


@hits("PICKLE_TEXT_BYTES", 100, "begins as a pickle does, and was not followed")
def _(_: Path) -> str:
    return weights("m.pkl", pickle.dumps(pickle.dumps(list(range(200)), 4), 4))


@hits("PICKLES", 2, "only its first 2 pickles were followed")
def _(_: Path) -> str:
    return weights("m.pkl", pickle.dumps(1) * 5)


@hits("PICKLES_NESTED", 1, "only the first 1 pickles in its texts were followed")
def _(_: Path) -> str:
    return weights("m.pkl", pickle.dumps([pickle.dumps([number], 4) for number in range(5)], 4))


@hits("SAFETENSORS_HEADER_BYTES", 10, "bytes, which cannot be")
def _(_: Path) -> str:
    return weights("m.safetensors", _header({"a": "b"}))


@hits("GGUF_KEYS", 2, "it says that it has 5 keys")
def _(_: Path) -> str:
    return weights("m.gguf", _gguf([(f"k{number}", b"x") for number in range(5)]))


@hits("GGUF_WORDS", 2, "is an array of 9 values")
def _(_: Path) -> str:
    def word(text: bytes) -> bytes:
        return struct.pack("<Q", len(text)) + text

    body = word(b"tokens") + struct.pack("<IIQ", 9, 8, 9) + word(b"a") * 9
    return weights("m.gguf", b"GGUF" + struct.pack("<IQQ", 3, 0, 1) + body)


@hits("CHAT_TEMPLATE_BYTES", 20, "its chat template has more than 20 bytes, the rest is not read")
def _(_: Path) -> str:
    return weights("m.gguf", _gguf([("tokenizer.chat_template", b"{{ x }}" * 20)]))


@hits("CHAT_TEMPLATES", 2, "tokenizer_config.json has more than 2 chat templates, the rest is not read")
def _(folder: Path) -> str:
    templates = [{"name": str(number), "template": "{{ x }}"} for number in range(5)]
    config = json.dumps({"chat_template": templates})
    return model(folder, a_x_safetensors=safetensors(), tokenizer_config_x_json=config)


@hits("ONNX_FIELDS", 1, "m.onnx: only its first 1 fields were read")
def _(_: Path) -> str:
    return weights("m.onnx", onnx("weights.bin") * 5)


@hits("CONFIG_BYTES", 20, "its configuration is not JSON")
def _(_: Path) -> str:
    return weights("m.keras", keras({"class_name": "Dense", "config": {}}).replace(b"{", b'{"class_name":1,', 0))


@hits("SEARCHED_BYTES", 1 << 20, "only its first 1 MB were searched")
def _(_: Path) -> str:
    told = weights("m.h5", hdf5("Dense") + bytes(2 << 20))
    return told if "only its first 1 MB were searched" in weights("m.pb", graph("Add") + bytes(2 << 20)) else ""


@hits("WEIGHT_SENTENCES", 1, "and 2 more like these")
def _(_: Path) -> str:
    return weights("m.pb", b"".join(graph(name) for name in ("ReadFile", "WriteFile", "PyFunc")))


# --- cards and licenses ---------------------------------------------------------------------------------------------


@hits("FRONT_MATTER_LINES", 5, "the front matter that opens here is never closed")
def _(folder: Path) -> str:
    return model(folder, "---\nlicense: mit\n" + "x: 1\n" * 9 + "---\n")


@hits("FRONT_MATTER_RESCUED", 2, "only the first 2 keys were read one by one")
def _(folder: Path) -> str:
    return model(folder, "---\nlicense: mit\nb: [\nc: 1\nd: 1\n---\n")


@hits("CARD_LINES", 5, "README.md has more than 5 lines, the rest is not read")
def _(folder: Path) -> str:
    return model(folder, "# A\n" * 9)


@hits("CARD_LINE", 40, "mit")
def _(folder: Path) -> str:
    told = model(folder, "# A\n## License\n" + "word " * 8 + "This model is under the MIT license.\n")
    return told.lower()


@hits("CARD_CHARACTERS", 50, "README.md has more than 50 characters; no topic is looked for behind them")
def _(folder: Path) -> str:
    return model(folder, "# A\n" + "word " * 20)


@hits("CARD_SECTIONS", 3, "a text has more than 3 headings, the rest is not read")
def _(folder: Path) -> str:
    return model(folder, "# A\n" * 9)


@hits("CARD_LINKS", 2, "README.md has more than 2 links, the rest is not read")
def _(folder: Path) -> str:
    return model(folder, "# A\n[a](https://example.org/a)\n" * 5)


@hits("CARD_CLAIMS", 1, "name 1 licenses, further ones are not looked for")
def _(folder: Path) -> str:
    return model(folder, "# A\nThe weights are under the MIT license.\n\nThe code is under the Apache 2.0 license.\n")


@hits("CARD_LICENSE_PARAGRAPHS", 2, "more than 2 paragraphs of README.md speak of licenses, the rest is not read")
def _(folder: Path) -> str:
    return model(folder, "# A\n\n" + "A license is a license.\n\n" * 5)


@hits("DATASETS", 1, "the license of further names is not known")
def _(folder: Path) -> str:
    return model(folder, "---\ndatasets: [squad, c4]\n---\n")


@hits("LICENSE_CHARACTERS", 100, "only the first 100 characters were compared")
def _(folder: Path) -> str:
    write(folder / "LICENSE", "Permission is hereby granted, free of charge, to any person. " * 9)
    import contextlib
    import io

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        run(["identify", str(folder / "LICENSE"), "--format", "json"])
    return out.getvalue()


@hits("CLAUSE_CHARACTERS", 1_000, "too long to be read to its end")
def _(folder: Path) -> str:
    return _long_license(folder)


@hits("CLAUSE_PASSAGES", 3, "too long to be read to its end")
def _(folder: Path) -> str:
    return _long_license(folder)


def _long_license(folder: Path) -> str:
    words = "You may use, copy and distribute the Model, provided that the conditions of this license are met. "
    words += "The Model is provided as is, without warranty of any kind. "
    text = f"Acme Model License Agreement of {folder}\n\n" + (words + "\n\n") * 30
    told = model(folder, LICENSE=text)
    return told + json.dumps([str(found.value) for found in read_clauses(text).values()])


@hits("BLANK_CHARACTERS", 100, "LICENSE: blanks are not looked for behind 100 characters")
def _(folder: Path) -> str:
    return _long_license(folder)


@hits("EXPRESSION_CHARACTERS", 20, "LicenseRef-")
def _(folder: Path) -> str:
    return model(folder, f"---\nlicense: {' AND '.join(['MIT'] * 9)}\n---\n")


@hits("LINEAGE_DEPTH", 0, "the lineage goes on beyond 0 generations")
def _(folder: Path) -> str:
    return model(folder, "---\nlicense: mit\nbase_model: acme/base\n---\n")


@hits("LINEAGE_MODELS", 1, "or 1 models")
def _(folder: Path) -> str:
    return model(folder, "---\nlicense: mit\nbase_model: [a/a, b/b, c/c]\n---\n")


@hits("TEACHERS", 1, "names more than 1 models that it learned from")
def _(folder: Path) -> str:
    return model(folder, "# A\nDistilled from GPT-4 and Claude and acme/base-7b.\n")


@hits("GENERATIONS", 0, '"lineage.complete"')
def _(folder: Path) -> str:
    return _family(folder)


@hits("RELATIVES", 0, '"lineage.complete"')
def _(folder: Path) -> str:
    return _family(folder)


def _family(folder: Path) -> str:
    """A model whose base is there, but is not asked for: its lineage is open."""
    write(folder / "acme" / "base" / "README.md", "---\nlicense: mit\n---\n")
    write(folder / "acme" / "base" / "config.json", '{"model_type": "llama"}')
    write(folder / "m" / "README.md", "---\nlicense: mit\nbase_model: acme/base\n---\n")
    write(folder / "m" / "config.json", '{"model_type": "llama"}')
    write(folder / "app.py", CALL.format("./m"))
    found = scan(ScanRequest(folder, files=(folder / "app.py",), offline=True))
    assert [each.facts.value("lineage.complete") for each in found.models] == [False]
    return render(found, "json").decode()


# --- files of the organization --------------------------------------------------------------------------------------

MINIMAL = "rules: [{id: a, level: error, require: {model.id: {exists: true}}}]\n"
POLICY = "govscan: 1\nrules:\n  - {id: a, level: error, require: {model.id: {matches: %s}}}\n"


@hits("RECORD_BYTES", 100, "the file is larger than 100 bytes")
def _(folder: Path) -> str:
    for name in ("reviews", "waivers", "baseline"):
        policy = "govscan: 1\n" + MINIMAL
        told = refused(folder / name, policy, **{f"_x_govscan__{name}_x_yaml": "#" * 200})
        assert f"{name}.yaml:1:1: the file is larger than 100 bytes" in told
    return refused(folder, "#" * 200)


@hits("LOCK_BYTES", 100, "the lock is larger than 100 bytes")
def _(folder: Path) -> str:
    write(folder / "app.py", CALL.format("acme/m"))
    return refused(folder, "govscan: 1\nextends: [govscan:baseline]\n", govscan_x_lock="#" * 200)


@hits("PATTERN_CHARACTERS", 5, "is longer than 5 characters")
def _(folder: Path) -> str:
    return refused(folder, POLICY % "aaaaaaaaa")


@hits("MATCHED_CHARACTERS", 5, '"verdict": "unknown"')
def _(folder: Path) -> str:
    write(folder / "govscan.yaml", POLICY % "acme")
    return report(folder, app_x_py=CALL.format("acme/model"))


@hits("LOGO_BYTES", 10, "is larger than 10 bytes")
def _(folder: Path) -> str:
    return _brand(folder, b"\x89PNG" + bytes(99))


@hits("LOGO_SIDE", 0, "logo")
def _(folder: Path) -> str:
    from fakes.picture import png

    return _brand(folder, png(2, 2))


def _brand(folder: Path, logo: bytes) -> str:
    from govscan.evaluate.brand import load_brand

    write(folder / ".govscan" / "report.yaml", "logo: logo.png\n")
    write(folder / ".govscan" / "logo.png", logo)
    try:
        load_brand(folder)
    except GovscanError as error:
        return str(error)
    return ""


@hits("TEMPLATE_BYTES", 10, "a template has at most 10 bytes")
def _(folder: Path) -> str:
    from govscan.render.own import render_own

    write(folder / "t.txt", "x" * 99)
    try:
        render_own(scan(ScanRequest(folder, offline=True)), folder / "t.txt")
    except GovscanError as error:
        return str(error)
    return ""


@hits("REPORT_BYTES", 10, "is larger than 10 bytes")
def _(folder: Path) -> str:
    from govscan.since import since

    write(folder / "old.json", "{" + " " * 99 + "}")
    try:
        since(folder / "old.json", scan(ScanRequest(folder, offline=True)))
    except GovscanError as error:
        return str(error)
    return ""


@hits("EXPOSURE_SPOTS", 1, "more than 1 keys or unverified certificates, the rest is left out")
def _(folder: Path) -> str:
    clients = f"OpenAI(api_key='{KEY}', base_url='https://a.example/v1', model='gpt-4o')\n" * 2
    return report(folder, app_x_py=f"from openai import OpenAI\n{clients}")


ELSEWHERE = {
    **dict.fromkeys(
        (
            *("SIGNATURE_BYTES", "SIGNATURES_OF_FILE", "SIGNATURE_CERTIFICATES"),
            *("SIGNED_FILES", "SIGNED_BYTES", "SIGNED_DEPTH"),
        ),
        "provenance/test_provenance_verify.py",
    ),
    "MODEL_SIGNATURES": "provenance/test_provenance_scan.py",
    **dict.fromkeys(("CODE_FILES", "CODE_FILE_BYTES", "CODE_BYTES"), "shipped/test_shipped_closure.py"),
    **dict.fromkeys(
        (
            *(
                "RANGE_REQUESTS",
                "RANGE_HEADER_REQUESTS",
                "RANGE_FILE_BYTES",
                "RANGE_SEARCHED_BYTES",
                "RANGE_WHOLE_BYTES",
            ),
            *("RANGE_FILES", "RANGE_MODEL_REQUESTS", "RANGE_MODEL_BYTES", "RANGE_MODEL_SECONDS", "REDIRECTS"),
        ),
        "resolve/test_resolve_ranges.py",
    ),
    "FALLEN_INPUTS": "security/test_isolation.py",
    "QUESTION_SECONDS": "audit/test_history.py",
    "QUESTION_ROWS": "audit/test_history.py",
    "HUB_ANSWER_BYTES": "limits/test_limits_servers.py",
    "HUB_HEADER_BYTES": "limits/test_limits_servers.py",
    "HUB_LICENSE_FILES": "limits/test_limits_servers.py",
    "REGISTRY_LICENSE_FILES": "limits/test_limits_servers.py",
    "MANIFEST_BYTES": "limits/test_limits_servers.py",
    "SERVER_PAUSE": "limits/test_limits_servers.py",
    "REGISTRY_FOLDERS": "limits/test_limits_servers.py",
    "VERIFIED_ENTRIES": "limits/test_limits_servers.py",
    "COMPARED_BYTES": "engine/test_checkout.py",
}
"""Limits that need more than files, and the test that hits them."""
