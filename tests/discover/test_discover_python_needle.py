"""Which Python files are worth a tree: none that names a model may be passed over, most others should be."""

from __future__ import annotations

import pytest

from govscan.bounded import TimeLimit
from govscan.discover.python_needle import may_name

NAMES = [
    'AutoModel.from_pretrained("acme/chat")',
    "from sentence_transformers import SentenceTransformer as ST\nST(name)",
    'client = boto3.client("bedrock-runtime")',
    'chat_model = "acme/chat-7b"',
    'run(model="gpt-4o")',
    'run(\n    embeddingModel = "acme/embed"\n)',
    'table = {"model_id": "acme/chat"}',
    'class Settings:\n    llm: str = "acme/chat"',
    'def run(size: int, model: str = "acme/chat") -> None: ...',
    'os.environ["CHAT_MODEL"] = "acme/chat"',
    'os.environ.setdefault("CHAT_MODEL", "acme/chat")',
    'parser.add_argument("--base-model", default="acme/chat")',
    'subprocess.run(["ollama", "pull", name])',
    'build_encoder("acme/encoder")',
    'load_model(f"acme/chat-{size}")',
    "run(model=settings.DEFAULT_MODEL)",
    'SUPPORTED = ["acme/chat", "gpt-4o"]',
    'requests.post("https://api.openai.com/v1/chat/completions", json=body)',
    'requests.post(f"https://{host}/v1/chat/completions", json=body)',
    "from settings import get_title_model\nmodel = get_title_model()\nrun(model=model)",
    'tried = ["acme/chat-7b"]\nfor model in tried:\n    rows.append({"model": model})',
    '@pytest.mark.parametrize("model_id, size", [("amazon.titan-text", 1)])\ndef test_one(): ...',
    'os.system("vllm serve acme/chat")',
    'def get_chat_model():\n    return "gpt-4o"',
]
OTHERS = [
    'class ChatModel(Base):\n    path = "acme/questions"',
    'def load_model(): ...\ndataset = {"path": "acme/questions"}',
    'open(path, encoding="utf-8")\nmodel_size = None\ntask = "acme/questions"',
    "model = build()\nmodel.train()",
    "# a word on transformers, openai and bedrock",
    'messages = [{"role": "system", "content": text}]\nllm_size = 1',
    'available_engines = [\n    first,\n]\n\ntask = "acme/questions"',
    'class Rows:\n    model = Document\ntask = "acme/questions"',
    'headers = {"Content-Type": "application/json"}\nrun_encoder(text)',
    'def get_chat_model():\n    return first\n\ndef task():\n    return "acme"',
    "for model in models:\n    model.train()",
    "def from_pretrained(cls, name): ...",
    'session.client("s3")',
    'request = Request()\nhost = "https://aiplatform.googleapis.com"',
    'path("encoder", "model", )\ntask = "acme/questions"',
    'run_encoder(text)\nname = "google.auth.transport"',
]


@pytest.mark.parametrize("code", NAMES)
def test_a_file_that_names_a_model_gets_a_tree(code: str) -> None:
    assert may_name(code.encode())


@pytest.mark.parametrize("code", OTHERS)
def test_a_file_that_only_speaks_of_models_gets_none(code: str) -> None:
    assert not may_name(code.encode())


def test_a_long_word_takes_no_long_time() -> None:
    assert not may_name(b'"a/b" ' + b"a-" * 2_000_000)


@pytest.mark.parametrize(
    "code", [b"supported = [\n", b'return "\n', b"def get_model(): ...\nmodel = get_model()\n", b"for model in x\n"]
)
def test_what_stands_there_very_often_takes_no_long_time(code: bytes) -> None:
    with TimeLimit(10):
        may_name(code * (4_000_000 // len(code)))
