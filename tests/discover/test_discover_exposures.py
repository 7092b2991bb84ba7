"""Keys that are written beside models, certificates that are not verified there: found by place, joined to the right
model, and never carried on."""

from __future__ import annotations

import random
import string
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.discover import discover
from govscan.discover.exposure_spots import spots_in
from govscan.discover.secrets import is_key, is_password, owner_of


def drawn(mark: str, length: int, letters: str = string.ascii_letters + string.digits, seed: int = 7) -> str:
    """A key that opens nothing, made here so that none stands in this file."""
    return mark + "".join(random.Random(seed).choices(letters, k=length))


PLAIN = drawn("sk-", 48)
OPENAI = drawn("sk-proj-", 60)
ANTHROPIC = drawn("sk-ant-api03-", 90)
HUGGING = drawn("hf_", 34, string.ascii_letters)
HEX = drawn("", 32, "0123456789abcdef")
ZHIPU = f"{HEX}.{drawn('', 16)}"


def given_away(root: Path, files: dict[str, str]) -> dict[str, list[str]]:
    """Of each reference, by provider and name: what was found beside it, as "kind path:line"."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    discovery = discover(root)
    assert discovery.problems == ()
    whole = msgspec.json.encode(discovery).decode()
    for key in (PLAIN, OPENAI, ANTHROPIC, HUGGING, HEX):
        assert key not in whole
    return {
        f"{one.provider}:{one.name}": [f"{each.kind.value} {each.place}" for each in one.exposures]
        for one in discovery.references
    }


CLIENTS = """\
import os
import httpx
from openai import OpenAI
from keys import KEY

ours = OpenAI(api_key=KEY)
theirs = OpenAI(api_key=os.environ["DEEPSEEK_API_KEY"], base_url="https://api.deepseek.com/v1")
open_ = OpenAI(base_url="https://openrouter.ai/api/v1", http_client=httpx.Client(verify=False))
ours.chat.completions.create(model="gpt-4o")
theirs.chat.completions.create(model="deepseek-chat")
open_.chat.completions.create(model="qwen/qwen3-8b")
"""


def test_each_client_of_a_python_file_answers_for_itself(tmp_path: Path) -> None:
    assert given_away(tmp_path, {"app.py": CLIENTS, "keys.py": f'KEY = "{OPENAI}"\n'}) == {
        "openai:gpt-4o": ["key keys.py:1"],
        "deepseek:deepseek-chat": [],
        "openrouter:qwen/qwen3-8b": ["tls app.py:8"],
        "openai:": ["key keys.py:1"],
    }


REQUESTS = """\
import requests, ssl
from urllib.request import Request, urlopen

def ask(text):
    body = {"model": "claude-sonnet-4-5", "messages": [{"role": "user", "content": text}]}
    return requests.post("https://api.anthropic.com/v1/messages", headers={"x-api-key": "%s"}, json=body, verify=False)

session = requests.Session()
session.verify = False
session.post("https://api.groq.com/openai/v1/chat/completions", json={"model": "llama-3.1-8b-instant"})
context = ssl.create_default_context()
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
requests.post("https://api.mistral.ai/v1/chat/completions", json={"model": "mistral-large-latest"}, timeout=3)
requests.get("https://intra.example/health", verify=False)
"""


def test_plain_requests(tmp_path: Path) -> None:
    assert given_away(tmp_path, {"app.py": REQUESTS % ANTHROPIC}) == {
        "anthropic:claude-sonnet-4-5": ["key app.py:6", "tls app.py:6"],
        "groq:llama-3.1-8b-instant": ["tls app.py:9"],
        "mistral:mistral-large-latest": [],
    }


ENTRIES = f"""\
models:
  - model: gpt-4o
    provider: openai
    api_key: {PLAIN}
  - model: claude-sonnet-4-5
    api_key: ${{ANTHROPIC_API_KEY}}
    ssl_verify: false
  - model: mistral-large-latest
    api_key: your-key-goes-here-1234567890
"""


def test_a_key_in_another_part_of_a_configuration_is_somebody_elses(tmp_path: Path) -> None:
    text = f"search:\n  api_key: {HEX}\nllm:\n  model: gpt-4o\n  options:\n    headers:\n"
    text += f"      Authorization: Bearer {PLAIN}\n"
    assert given_away(tmp_path, {"a.yaml": text}) == {"openai:gpt-4o": ["key a.yaml:7"]}


def test_entries_of_a_list_keep_theirs_apart(tmp_path: Path) -> None:
    assert given_away(tmp_path, {"models.yaml": ENTRIES}) == {
        "openai:gpt-4o": ["key models.yaml:4"],
        "anthropic:claude-sonnet-4-5": ["tls models.yaml:7"],
        "mistral:mistral-large-latest": [],
    }


@pytest.mark.parametrize(
    ("path", "text", "name", "found"),
    [
        ("a.json", f'{{"llm": {{"model": "gpt-4o",\n "api_key": "{PLAIN}"}}}}', "openai:gpt-4o", ["key a.json:2"]),
        ("a.toml", f'[llm]\nmodel = "gpt-4o"\napi_key = "{PLAIN}"\n', "openai:gpt-4o", ["key a.toml:3"]),
        ("a.ini", f"[llm]\nmodel = gpt-4o\nopenai_api_key = {PLAIN}\n", "openai:gpt-4o", ["key a.ini:3"]),
        (
            "a.ts",
            f'import OpenAI from "openai";\nconst client = new OpenAI({{ apiKey: "{PLAIN}" }});\n'
            'await client.chat.completions.create({ model: "gpt-4o" });\n',
            "openai:gpt-4o",
            ["key a.ts:2"],
        ),
        (
            "a.mjs",
            'process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";\nimport OpenAI from "openai";\n'
            'await new OpenAI().chat.completions.create({ model: "gpt-4o" });\n',
            "openai:gpt-4o",
            ["tls a.mjs:1"],
        ),
        (
            "a.js",
            'import OpenAI from "openai";\nconst agent = new https.Agent({ rejectUnauthorized: false });\n'
            'await new OpenAI({ httpAgent: agent }).chat.completions.create({ model: "gpt-4o" });\n',
            "openai:gpt-4o",
            ["tls a.js:2"],
        ),
        (
            "run.sh",
            "curl -sk https://api.openai.com/v1/chat/completions \\\n"
            f'  -H "Authorization: Bearer {PLAIN}" \\\n  -d \'{{"model": "gpt-4o"}}\'\n',
            "openai:gpt-4o",
            ["key run.sh:2", "tls run.sh:1"],
        ),
        (
            ".env",
            f"AZURE_OPENAI_API_KEY={HEX}\nAZURE_OPENAI_ENDPOINT=https://x.openai.azure.com\n"
            "AZURE_OPENAI_DEPLOYMENT=gpt-4o\nVERIFY_SSL=false\n",
            "azure-openai:gpt-4o",
            ["key .env:1", "tls .env:4"],
        ),
        (
            "A.java",
            "import dev.langchain4j.model.openai.OpenAiChatModel;\nclass A { Object m = OpenAiChatModel.builder()\n"
            f'  .apiKey("{PLAIN}")\n  .modelName("gpt-4o").build(); }}\n',
            "openai:gpt-4o",
            ["key A.java:3"],
        ),
        (
            "a.go",
            'package a\nimport "github.com/sashabaranov/go-openai"\n'
            "var t = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}\n"
            'func f() { openai.ChatCompletionRequest{Model: "gpt-4o"} }\n',
            "openai:gpt-4o",
            ["tls a.go:3"],
        ),
        (
            "Dockerfile",
            f"FROM python\nENV OPENAI_API_KEY={PLAIN} OPENAI_MODEL=gpt-4o\nENV PYTHONHTTPSVERIFY=0\n",
            "openai:gpt-4o",
            ["key Dockerfile:2", "tls Dockerfile:3"],
        ),
        (
            "a.py",
            f'from transformers import AutoModel\nAutoModel.from_pretrained("acme/chat-7b", token="{HUGGING}")\n',
            "huggingface:acme/chat-7b",
            ["key a.py:2"],
        ),
        (
            "b.py",
            f'import openai\nopenai.api_key = "{PLAIN}"\nopenai.ChatCompletion.create(model="gpt-4o")\n',
            "openai:gpt-4o",
            ["key b.py:2"],
        ),
        (
            "c.py",
            'from zhipuai import ZhipuAI\nimport os\nos.environ["ZHIPUAI_API_KEY"] = '
            f'"{ZHIPU}"\nZhipuAI().chat.completions.create(model="glm-4")\n',
            "zhipu:glm-4",
            ["key c.py:3"],
        ),
        (
            "d.py",
            "import ssl\nssl._create_default_https_context = ssl._create_unverified_context\n"
            "from huggingface_hub import snapshot_download\nsnapshot_download('acme/chat-7b')\n",
            "huggingface:acme/chat-7b",
            ["tls d.py:2"],
        ),
        (
            "e.py",
            "from openai import OpenAI\nclient = OpenAI(\n"
            f'base_url="https://me:{drawn("", 12)}@llm.corp.example/v1")\n'
            'client.chat.completions.create(model="gpt-4o")\n',
            "custom:gpt-4o",
            ["key e.py:3"],
        ),
    ],
)  # fmt: skip
def test_every_surface(tmp_path: Path, path: str, text: str, name: str, found: list[str]) -> None:
    assert given_away(tmp_path, {path: text})[name] == found


def test_lines_of_a_notebook_are_those_of_the_file(tmp_path: Path) -> None:
    source = ["from openai import OpenAI\n", "client = OpenAI(\n", f'    api_key="{OPENAI}")\n',
              'client.chat.completions.create(model="gpt-4o")\n']  # fmt: skip
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": [], "execution_count": None}
    book = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    text = msgspec.json.format(msgspec.json.encode(book), indent=1).decode()
    line = next(number for number, row in enumerate(text.split("\n"), 1) if "api_key=" in row)
    assert given_away(tmp_path, {"a.ipynb": text}) == {"openai:gpt-4o": [f"key a.ipynb:{line}"]}


def test_a_key_of_a_service_is_a_reference_to_it_where_no_model_is_named(tmp_path: Path) -> None:
    files = {"settings.py": f'ANTHROPIC_API_KEY = "{ANTHROPIC}"\n', "hub.py": f'HUGGING_TOKEN = "{HUGGING}"\n'}
    assert given_away(tmp_path, files) == {"anthropic:": ["key settings.py:1"]}


@pytest.mark.parametrize(
    "value",
    [
        "YOUR_KEY", "your-api-key-goes-in-here", "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "EMPTY", "none", "dummy",
        "${OPENAI_API_KEY}", "<api-key>", "sk-...", "sk-1234567890abcdefghijklmnop", "sk-no-key-required",
        "token-abc123", "lm-studio", "ollama",
        "sk-proj-your-key-here-0000000000000", "hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk-ant-api03-PLACEHOLDERPLACEHOLDER00", "REPLACE_WITH_REAL_KEY_123", "00000000-0000-0000-0000-000000000000",
        "process.env.OPENAI_API_KEY2", "settings.openai.api.key1", "abcdefghijklmnopqrstuvwxyz123456",
        "sk-00000000000000000000000000000000", "AIzaSyDUMMYDUMMYDUMMYDUMMYDUMMYDUMMY123",
        "vault:secret/data/openai", "arn:aws:secretsmanager:eu-central-1:123456789012:secret:x",
        "gpt-4o-mini-2024-07-18",
    ],
)  # fmt: skip
def test_stand_ins_are_no_keys(tmp_path: Path, value: str) -> None:
    assert not is_key(value, "api_key")
    text = f'from openai import OpenAI\nOpenAI(api_key="{value}").chat.completions.create(model="gpt-4o")\n'
    files = {"a.py": text, "b.yaml": f'llm: {{model: gpt-4o, api_key: "{value}"}}\n'}
    assert given_away(tmp_path, files) == {"openai:gpt-4o": []}


@pytest.mark.parametrize(
    "text",
    [
        f'pinecone = Pinecone(api_key="{HEX}")\n',
        f'PINECONE_API_KEY = "{HEX}"\n',
        f'LANGFUSE_SECRET_KEY = "{PLAIN}"\n',
        f'cache_key = "{HEX}"\n',
        f'revision_token = commit("{HEX}")\n',
        'redis = Redis(ssl=True, password=password)\nrequests.get("https://intra.example", verify=False)\n',
        "search = OpenSearch(verify_certs=False)\n",
        "verify = False\n",
        'assert response.verify == False, "no"\n',
    ],
)
def test_what_belongs_to_somebody_else(tmp_path: Path, text: str) -> None:
    ask = 'from openai import OpenAI\nOpenAI().chat.completions.create(model="gpt-4o")\n'
    assert given_away(tmp_path, {"a.py": ask + text}) == {"openai:gpt-4o": []}


def test_tests_and_other_mentions_are_not_judged(tmp_path: Path) -> None:
    text = f'import OpenAI from "openai";\nconst client = new OpenAI({{apiKey: "{PLAIN}"}});\n'
    text += 'client.chat.completions.create({model: "gpt-4o"})\n'
    assert given_away(tmp_path, {"tests/a.test.ts": text}) == {"openai:gpt-4o": []}


LONG = ("A" * 400_000, "_" * 400_000, "a." * 200_000, "curl " * 80_000, "key=(" * 80_000, "http://a:" * 50_000,
        "sk-" * 100_000, "(" * 300_000, "SSL_VERIFY  " * 30_000)  # fmt: skip


@pytest.mark.parametrize("filler", LONG, ids=[text[:8] for text in LONG])
def test_long_texts_end(tmp_path: Path, filler: str) -> None:
    text = f'from openai import OpenAI\nOpenAI(api_key="{OPENAI}").chat.completions.create(model="gpt-4o")\n'
    text += f'x = """{filler}"""\n'
    assert given_away(tmp_path, {"a.py": text}) == {"openai:gpt-4o": ["key a.py:2"]}


MARKS = [
    ("sk-ant-api03-", 90, "anthropic"), ("sk-or-v1-", 64, "openrouter"), ("sk-proj-", 80, "openai"), ("sk-", 48, "any"),
    ("hf_", 34, "huggingface"), ("AIza", 35, "gemini"), ("gsk_", 52, "groq"), ("xai-", 80, "xai"),
    ("nvapi-", 64, "nvidia"), ("r8_", 37, "replicate"), ("pplx-", 48, "perplexity"),
]  # fmt: skip


@given(st.sampled_from(MARKS), st.integers(0, 10**9))
def test_keys_are_known_by_their_marks(mark: tuple[str, int, str], seed: int) -> None:
    """All but the few that draw a word or a run by chance."""
    letters = "0123456789abcdef" if mark[2] == "openrouter" else string.ascii_letters + string.digits
    key = drawn(mark[0], mark[1], letters, seed)
    assert owner_of(key) in (mark[2], None)
    if owner_of(key) is None:
        again = drawn(mark[0], mark[1], letters, seed + 1)
        assert owner_of(again) == mark[2]


@given(st.text(max_size=300))
def test_no_text_breaks_the_search(text: str) -> None:
    spots = spots_in("a.yaml", text, text.encode("utf-8", "replace"))
    assert all(0 <= spot.at <= len(text) for spot in spots)


def test_passwords_of_addresses() -> None:
    assert is_password(drawn("", 12))
    assert not any(map(is_password, ("pass", "password", "{password}", "$PASS", "user", "secret123", "xxxxxxxx")))
