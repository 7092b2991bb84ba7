"""What Python code reaches for, by its syntax tree: each trick is found, and what only looks like one is not."""

from __future__ import annotations

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.shipped.reach import Broken, parsed, uses_of
from govscan.shipped.words import CAPABILITIES

PACKED = base64.b64encode(b"import os\nos.system('id')").decode()
DEFLATED = base64.b64encode(zlib.compress(b"pass")).decode()


def reached(code: str | bytes) -> set[str]:
    data = code.encode() if isinstance(code, str) else code
    return {use.capability for use in uses_of(parsed(data), data)}


FOUND = [
    ("import requests", {"network"}),
    ("import urllib.request as u\nu.urlopen('x')", {"network"}),
    ("from http.client import HTTPSConnection", {"network"}),
    ("def f():\n    from socket import *", {"network"}),
    ("from huggingface_hub import snapshot_download", {"network"}),
    ("import torch\ntorch.hub.load('a', 'b')", {"network"}),
    ("import os\nos.system('id')", {"process"}),
    ("from os import system as s\ns('id')", {"process"}),
    ("from os import *\nsystem('id')", {"process"}),
    ("import os as o\nrun = o.popen\nrun('id')", {"process"}),
    ("import os\nx = os\nx.execv('a', [])", {"process"}),
    ("import sys\nsys.modules['os'].system('id')", {"process"}),
    ("import os\nos.__dict__['system']('id')", {"process"}),
    ("import os\nvars(os)['system']('id')", {"process"}),
    ("import os\ngetattr(os, 'system')('id')", {"process"}),
    ("import importlib\nimportlib.import_module('subprocess').run(['id'])", {"process"}),
    ("class A:\n    def f(self, run=__import__('subprocess').run): pass", {"process", "dynamic-code"}),
    ("@__import__('os').system\ndef f(): pass", {"process", "dynamic-code"}),
    ("open('x', 'w')", {"file-write"}),
    ("open('x', mode='ab')", {"file-write"}),
    ("m = f()\nopen('x', m)", {"file-write"}),
    ("from pathlib import Path\nPath('x').write_text('y')", {"file-write"}),
    ("import shutil\nshutil.rmtree('x')", {"file-write"}),
    ("import numpy as np\nnp.save('x', y)", {"file-write"}),
    ("eval('1')", {"dynamic-code"}),
    ("e = eval\ne('1')", {"dynamic-code"}),
    ("list(map(exec, texts))", {"dynamic-code"}),
    ("compile(text, 'x', 'exec')", {"dynamic-code"}),
    ("import builtins as b\nb.eval('1')", {"dynamic-code"}),
    ("import types\ntypes.FunctionType(c, {})", {"dynamic-code"}),
    ("import importlib\nimportlib.import_module(name)", {"dynamic-code"}),
    ("import ctypes", {"native"}),
    ("from torch.utils.cpp_extension import load", {"native"}),
    ("import torch\ntorch.ops.load_library('x.so')", {"native"}),
    ("import pickle", {"deserialize"}),
    ("import torch\ntorch.load('x')", {"deserialize"}),
    ("import torch\ntorch.load('x', weights_only=False)", {"deserialize"}),
    ("import numpy\nnumpy.load('x', allow_pickle=True)", {"deserialize"}),
    ("import yaml\nyaml.load(x, Loader=yaml.FullLoader)", {"deserialize"}),
    ("import os\nos.environ['A']", {"environment"}),
    ("from os import getenv\ngetenv('A')", {"environment"}),
    ("p = '~/.ssh/known_hosts'", {"environment"}),
    ("import os\ngetattr(os, 'sys' + 'tem')('id')", {"process", "obfuscation"}),
    ("getattr(__builtins__, 'ev' + 'al')('1')", {"dynamic-code", "obfuscation"}),
    ("__import__('o' + 's').system('id')", {"process", "dynamic-code", "obfuscation"}),
    ("__import__(''.join(['o', 's'])).system('id')", {"process", "dynamic-code", "obfuscation"}),
    ("__import__('so'[::-1]).system('id')", {"process", "dynamic-code", "obfuscation"}),
    ("__import__(chr(111) + chr(115)).system('id')", {"process", "dynamic-code", "obfuscation"}),
    ("__import__(bytes([111, 115]).decode()).system('id')", {"process", "dynamic-code", "obfuscation"}),
    ("__import__('%s%s' % ('o', 's')).system('id')", {"process", "dynamic-code", "obfuscation"}),
    ("__import__(f\"{'o'}s\").system('id')", {"process", "dynamic-code", "obfuscation"}),
    ("n = 'os'\n__import__(n).system('id')", {"process", "dynamic-code"}),
    (
        "import codecs\n__import__(codecs.decode('bf', 'rot13')).system('id')",
        {"process", "dynamic-code", "obfuscation"},
    ),
    ("globals()['ev' + 'al']('1')", {"dynamic-code", "obfuscation"}),
    ("import os\ngetattr(os, name)('id')", {"obfuscation"}),
    (f"import base64\nexec(base64.b64decode('{PACKED}'))", {"process", "dynamic-code", "obfuscation"}),
    (f"import base64, zlib\nexec(zlib.decompress(base64.b64decode('{DEFLATED}')))", {"dynamic-code", "obfuscation"}),
    ("exec('import os; os.' + 'system(1)')", {"process", "dynamic-code", "obfuscation"}),
    ("exec(\"exec('import socket')\")", {"network", "dynamic-code"}),
    ("().__class__.__base__.__subclasses__()", {"obfuscation"}),
    ("f.__globals__['os']", {"obfuscation"}),
    (b"# -*- coding: utf-7 -*-\npass", {"obfuscation"}),
]

CLEAN = [
    "import torch\nfrom torch import nn\nclass A(nn.Module):\n    def forward(self, x): return self.layer(x)",
    "import os\nos.path.join('a', 'b')\nos.path.exists('x')",
    "model.eval()\nre.compile('x')\ntorch.compile(model)",
    "import re\nfrom re import compile\ncompile('x', 0, 1)",
    "import torch\ntorch.compile(model, mode='x', dynamic=True)",
    "from types import FunctionType\nisinstance(f, FunctionType)",
    "def f(compile=False):\n    if compile: pass",
    "open('x')\nopen('x', 'rb')\nopen('x', encoding='utf-8')",
    "import torch\ntorch.load('x', weights_only=True)",
    "import numpy as np\nnp.load('x')\nnp.load('x', allow_pickle=False)",
    "import yaml\nyaml.load(x, Loader=yaml.SafeLoader)\nyaml.safe_load(x)",
    "import importlib.util\nimportlib.util.find_spec('flash_attn')",
    "import importlib.metadata\nimportlib.metadata.version('x')",
    "getattr(self, name)\ngetattr(config, 'hidden' + '_size')",
    "from http import HTTPStatus\nfrom urllib.parse import urlparse",
    "import ast\nast.literal_eval('1')",
    "from .socket import helper\nfrom . import subprocess",
    "'''eval(exec) os.system subprocess'''",
    "import logging\nlogging.getLogger(__name__)",
    "s.replace('a', 'b').join(parts)",
]  # fmt: skip


@pytest.mark.parametrize(("code", "wanted"), FOUND)
def test_what_is_reached_for(code: str | bytes, wanted: set[str]) -> None:
    assert reached(code) == wanted


@pytest.mark.parametrize("code", CLEAN)
def test_what_is_not(code: str) -> None:
    assert reached(code) == set()


def test_each_thing_once_and_where_it_first_stands() -> None:
    data = b"import os\n\nos.system('a')\nos.system('b')\nprint(os.environ)\n"
    uses = uses_of(parsed(data), data)
    assert [(use.capability, use.line, use.what) for use in uses] == [
        ("process", 3, "os.system"),
        ("environment", 5, "os.environ"),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"print 'x'",
        b"def f(:",
        b"\x00",
        b"# coding: no-such-thing\npass",
        b"\xff\xfe",
        b"(" * 5_000,
        b"x = " + b"-" * 200_000 + b"1",
        b"x = " + b"[" * 150 + b"]" * 150,
        b"a" + b".b" * 100_000,
        b"x = " + b"'a' + " * 50_000 + b"'a'",
        b"if 1:\n" + b"".join(b" " * depth + b"if 1:\n" for depth in range(1, 300)),
    ],
)
def test_what_cannot_be_parsed_is_said_and_nothing_falls(data: bytes) -> None:
    try:
        uses = uses_of(parsed(data), data)
    except Broken as error:
        assert str(error)
    else:
        assert len(uses) <= 200


def test_a_text_that_grows_without_end_is_let_go() -> None:
    grows = (
        "a = 'x' * 1\na0 = '"
        + "x" * 1000
        + "'\n"
        + "".join(f"a{n + 1} = '%s%s' % (a{n}, a{n}) + ''.join([a{n}, a{n}, a{n}])\n" for n in range(40))
    )
    assert reached(grows + "getattr(os, a40)\nimport os") == {"obfuscation"}


def test_more_programs_in_texts_than_are_followed() -> None:
    many = "".join(f"exec('x = {number}')\n" for number in range(60))
    assert reached(many) == {"dynamic-code", "obfuscation"}
    deep = "import socket"
    for _ in range(6):
        deep = f"exec({deep!r})"
    assert reached(deep) == {"dynamic-code", "obfuscation"}


@given(st.text(max_size=300) | st.binary(max_size=300))
def test_any_file_is_read_or_refused(content: str | bytes) -> None:
    data = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    try:
        uses = uses_of(parsed(data), data)
    except Broken:
        return
    assert all(use.capability in CAPABILITIES and use.line > 0 and use.what for use in uses)


NAMES = st.sampled_from(["os", "eval", "getattr", "x", "__builtins__", "a", "system", "exec", "importlib"])
PIECES = st.recursive(
    NAMES | st.sampled_from(["'sys'", "'tem'", "b'os'", "1", "f'{x}'"]),
    lambda inner: st.one_of(
        st.tuples(inner, NAMES).map(lambda pair: f"{pair[0]}.{pair[1]}"),
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]}[{pair[1]}]"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]} + {pair[1]})"),
        st.tuples(inner, st.lists(inner, max_size=3)).map(lambda call: f"{call[0]}({', '.join(call[1])})"),
    ),
    max_leaves=12,
)


@given(st.lists(PIECES, max_size=6))
def test_expressions_of_all_kinds(pieces: list[str]) -> None:
    data = "\n".join(["import os", *(f"x = {piece}" for piece in pieces)]).encode()
    try:
        uses = uses_of(parsed(data), data)
    except Broken:
        return
    assert list(uses) == sorted(uses, key=lambda use: (use.line, CAPABILITIES.index(use.capability), use.what))
