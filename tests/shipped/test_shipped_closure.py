"""Which source files of a model would run, by its configurations and their imports of each other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from govscan import limits
from govscan.evidence import Code
from govscan.shipped import code_of


class Held(Struct, frozen=True):
    data: bytes
    place: str
    sha256: str


def code(files: Mapping[str, str], configs: Mapping[str, object], name: str = "acme/small") -> Code:
    def read(file: str) -> Held | str:
        data = files[file].encode("utf-8", "surrogatepass")
        return Held(data, f"models/{file}", hashlib.sha256(data).hexdigest())

    texts = {each: told if isinstance(told, str) else json.dumps(told) for each, told in configs.items()}
    return code_of(texts, [*files, *texts], read, name)


def names(found: Code) -> list[str]:
    return [file.name for file in found.files]


MAPPED = {"auto_map": {"AutoModel": "modeling_a.A"}}


def test_what_is_asked_for_and_what_that_imports() -> None:
    files = {
        "modeling_a.py": "from .configuration_a import C\nfrom . import helper\nimport plain\nfrom torch import nn",
        "configuration_a.py": "from .deep.inside import f",
        "deep/inside.py": "from ..top import g\nfrom .beside import h",
        "deep/beside.py": "",
        "deep/__init__.py": "import os\nos.system('x')",
        "top.py": "",
        "helper.py": "from .modeling_a import A",
        "plain.py": "",
        "unused.py": "import socket",
        "setup.py": "",
    }
    found = code(files, {"config.json": MAPPED})
    assert names(found) == sorted(set(files) - {"unused.py", "setup.py"})
    assert found.troubles == () and found.elsewhere == ()
    inside = next(file for file in found.files if file.name == "deep/__init__.py")
    assert [(use.capability, use.line) for use in inside.uses] == [("process", 2)]
    assert inside.source == "models/deep/__init__.py"
    assert inside.sha256 == hashlib.sha256(files["deep/__init__.py"].encode()).hexdigest()


@pytest.mark.parametrize(
    ("name", "config"),
    [
        ("config.json", {"auto_map": {"AutoModel": "a.A"}}),
        ("config.json", {b"\\u0061uto_map".decode("unicode_escape"): {"AutoModel": "a.A"}}),
        ("config.json", '{"\\u0061uto_map": {"AutoModel": "a.A"}}'),
        ("config.json", {"custom_pipelines": {"pair": {"impl": "a.Pair", "pt": ["AutoModel"]}}}),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": ["a.Slow", None]}}),
        ("tokenizer_config.json", {"auto_map": {"AutoTokenizer": [None, "a.Fast"]}}),
        ("processor_config.json", {"auto_map": {"AutoProcessor": "a.A"}}),
        ("preprocessor_config.json", {"auto_map": {"AutoImageProcessor": "a.A"}}),
        ("video_preprocessor_config.json", {"auto_map": {"AutoVideoProcessor": "a.A"}}),
        ("model_index.json", {"_class_name": ["a", "Pipeline"], "vae": ["diffusers", "Vae"]}),
        ("modules.json", [{"type": "a.Transformer"}, {"type": "sentence_transformers.models.Pooling"}]),
    ],
)  # fmt: skip
def test_every_place_that_asks_for_code(name: str, config: object) -> None:
    found = code({"a.py": "", "b.py": ""}, {name: config})
    assert names(found) == ["a.py"] and found.troubles == ()


def test_a_part_of_a_pipeline_has_its_own_folder() -> None:
    config = {"_class_name": "StableDiffusionPipeline", "unet": ["my_unet", "UNet"], "vae": ["diffusers", "Vae"]}
    assert names(code({"unet/my_unet.py": "", "my_unet.py": ""}, {"model_index.json": config})) == ["unet/my_unet.py"]


def test_code_of_another_repository_is_named_and_the_models_own_is_its_own() -> None:
    told = {"AutoConfig": "other/repo--configuration_b.B", "AutoModel": "Acme/Small--a.A", "AutoX": "other/repo--c.C"}
    found = code({"a.py": ""}, {"config.json": {"auto_map": told}})
    assert names(found) == ["a.py"]
    assert [(each.repository, each.file, each.line) for each in found.elsewhere] == [
        ("other/repo", "configuration_b.py", 1),
        ("other/repo", "c.py", 1),
    ]


@pytest.mark.parametrize(
    ("files", "config", "words"),
    [
        ({}, MAPPED, "asks for modeling_a.py, and the model has no such file"),
        ({}, {"auto_map": {"A": "../../x.A"}}, "names no class of a file"),
        ({}, {"auto_map": {"A": "noclass"}}, "names no class of a file"),
        ({}, {"auto_map": {"A": "http://x/y--a.A"}}, "names no class of a file"),
        ({}, {"auto_map": {"A": 3}}, "names no class of a file"),
        ({}, '{"auto_map": ', "config.json is not JSON"),
        ({"modeling_a.py": "from .missing import x"}, MAPPED, "imports .missing, and the model has no such file"),
        ({"modeling_a.py": "from ...above import x"}, MAPPED, "imports from above the model"),
    ],
)
def test_what_cannot_be_looked_up_is_said(files: dict[str, str], config: object, words: str) -> None:
    assert any(words in trouble for trouble in code(files, {"config.json": config}).troubles)


def test_python_2_and_broken_files_are_said() -> None:
    found = code({"modeling_a.py": "print 'x'"}, {"config.json": MAPPED})
    assert "it is no Python 3 at line 1" in found.files[0].trouble and found.files[0].sha256


def test_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = {f"m{number}.py": f"from .m{number + 1} import x" for number in range(9)} | {"m9.py": "#" * 5_000}
    config = {"config.json": {"auto_map": {"A": "m0.A"}}}
    assert len(code(chain, config).files) == 10
    monkeypatch.setattr(limits, "CODE_FILES", 3)
    assert "only the first 3 source files were read" in code(chain, config).troubles
    monkeypatch.setattr(limits, "CODE_FILES", 60)
    monkeypatch.setattr(limits, "CODE_FILE_BYTES", 4_000)
    assert "beyond the 4,000 bytes" in code(chain, config).files[9].trouble
    monkeypatch.setattr(limits, "CODE_BYTES", 100)
    assert any("beyond the 100 bytes" in file.trouble for file in code(chain, config).files)


def test_nothing_asks_for_anything() -> None:
    assert code({"a.py": "import os"}, {"config.json": {"model_type": "llama"}}) == Code()


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["a.A", "o/r--a.A", "b.c.D"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["auto_map", "impl", "type"]), inner),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["config.json", "tokenizer_config.json", "model_index.json", "modules.json"]),
        st.dictionaries(st.sampled_from(["auto_map", "custom_pipelines", "_class_name", "x"]), values) | values,
        max_size=3,
    )
)
def test_any_configuration_is_read(configs: dict[str, object]) -> None:
    found = code({"a.py": "from .b import x", "b.py": "import os", "b/c.py": ""}, configs)
    assert set(names(found)) <= {"a.py", "b.py", "b/c.py"}
