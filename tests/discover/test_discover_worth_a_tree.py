"""Which files of a program are worth a tree: none that names a model may be passed over, most others should be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from govscan.bounded import TimeLimit
from govscan.discover import javascript_needle, python_needle

PYTHON_NAMES = [
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
PYTHON_OTHERS = [
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
JAVASCRIPT_NAMES = [
    "import { acme } from '@ai-sdk/acme';",
    "import OpenAI from 'openai';",
    "const { Ollama } = require('ollama')",
    "const client = new OpenAI({ baseURL: address })",
    "const model = createOpenAI()(name)",
    "const task = await pipeline('summarization', NAME)",
    "AutoModel.from_pretrained<Tensor>(name)",
    "run({ model: 'acme/chat-7b' })",
    "run({ 'model-id': `acme/${'chat'}` })",
    "run({ model: small ? first : second })\nconst first = 'acme/chat-7b'",
    "class Settings { static llmName: string = 'gpt-4o' }",
    "const [model, setModel] = useState('gpt-4o')",
    "const schema = { model: z\n  .string()\n  .default('gpt-4o') }",
    "options.embeddingModel ??= 'acme/embed'",
    "const body = { model: DEFAULT_NAME }",
    "import { chatModel } from './settings'\nrun({ model: chatModel })",
    "const modelOptions = {\n  fast: 'acme/chat-7b',\n}",
    "export enum ChatModel {\n  Fast = 'gpt-4o',\n}",
    "function getChatModel() {\n  return 'gpt-4o'\n}",
    "const field = { name: 'modelName', default: 'gpt-4o' }",
    "builder.withModelId('acme/chat-7b')",
    "gateway('openai/gpt-4o')",
    "<Chat model='acme/chat-7b' />",
    "<SelectItem value='gpt-4o'>",
    "run({ provider: 'ollama', model: 'mistral' })",
    "execSync('ollama pull mistral')",
    "spawn('vllm', ['serve', '--model', name])",
]
JAVASCRIPT_OTHERS = [
    "export interface Settings {\n  model: string;\n  modelId?: ModelId;\n}",
    "type ModelId = | 'gpt-4o'",
    "import { models } from './models/chat'\nconst rows = models.map(each => each.id)",
    "const [models, setModels] = useState([])\nsetModels(rows)",
    "const model = new ViewModel({ path: 'acme/questions' })",
    "const model = process.env.CHAT_MODEL;",
    "export const Panel = ({ model, setModel }) => { const text = 'image/png' }",
    "function loadModel(model) { return model }",
    "const found = /gpt-(\\d)/.exec(model)",
    "it('speaks of a model', () => { run({ model: model }) })",
    "run({ model: 'quick' })",
]

MayName = Callable[[bytes], bool]


def _each(python: list[str], javascript: list[str]) -> list[tuple[MayName, str]]:
    rows = [(python_needle.may_name, code) for code in python]
    return [*rows, *((javascript_needle.may_name, code) for code in javascript)]


@pytest.mark.parametrize(("may_name", "code"), _each(PYTHON_NAMES, JAVASCRIPT_NAMES))
def test_a_file_that_names_a_model_gets_a_tree(may_name: MayName, code: str) -> None:
    assert may_name(code.encode())


@pytest.mark.parametrize(("may_name", "code"), _each(PYTHON_OTHERS, JAVASCRIPT_OTHERS))
def test_a_file_that_only_speaks_of_models_gets_none(may_name: MayName, code: str) -> None:
    assert not may_name(code.encode())


def test_translations_name_no_model() -> None:
    code = b"export default { model: 'gpt-4o' }"
    assert not javascript_needle.may_name(code, "web/locales/de/common.js")
    assert javascript_needle.may_name(code, "web/locale.js")


def test_a_long_word_of_python_takes_no_long_time() -> None:
    assert not python_needle.may_name(b'"a/b" ' + b"a-" * 2_000_000)


@pytest.mark.parametrize(
    "code", [b"supported = [\n", b'return "\n', b"def get_model(): ...\nmodel = get_model()\n", b"for model in x\n"]
)
def test_what_stands_very_often_in_python_takes_no_long_time(code: bytes) -> None:
    with TimeLimit(10):
        python_needle.may_name(code * (4_000_000 // len(code)))


@pytest.mark.parametrize(
    "code",
    [
        b'"a/b" ' + b"a-" * 1_000_000, b"import {a\n" * 300_000, b"model: " * 300_000, b"enum a\n" * 300_000,
        b"model: a.b.c,\n" * 200_000, b"getModel()\nreturn x\n" * 100_000, b"<option " * 300_000, b"exec(" * 300_000,
        b"import {model} from './a'\nmodel: model,\n" * 50_000, b"from " + b" " * 1_000_000,
        b"model" + b"?" * 1_000_000, b"model:" + b"a." * 1_000_000,
    ],
)  # fmt: skip
def test_what_stands_very_often_in_javascript_takes_no_long_time(code: bytes) -> None:
    with TimeLimit(10):
        javascript_needle.may_name(code)
