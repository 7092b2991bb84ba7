"""Which JavaScript files are worth a tree: none that names a model may be passed over, most others should be."""

from __future__ import annotations

import pytest

from govscan.bounded import TimeLimit
from govscan.discover.javascript_needle import may_name

NAMES = [
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
OTHERS = [
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


@pytest.mark.parametrize("code", NAMES)
def test_a_file_that_names_a_model_gets_a_tree(code: str) -> None:
    assert may_name(code.encode())


@pytest.mark.parametrize("code", OTHERS)
def test_a_file_that_only_speaks_of_models_gets_none(code: str) -> None:
    assert not may_name(code.encode())


def test_translations_name_no_model() -> None:
    code = b"export default { model: 'gpt-4o' }"
    assert not may_name(code, "web/locales/de/common.js")
    assert may_name(code, "web/locale.js")


@pytest.mark.parametrize(
    "code",
    [
        b'"a/b" ' + b"a-" * 1_000_000, b"import {a\n" * 300_000, b"model: " * 300_000, b"enum a\n" * 300_000,
        b"model: a.b.c,\n" * 200_000, b"getModel()\nreturn x\n" * 100_000, b"<option " * 300_000, b"exec(" * 300_000,
        b"import {model} from './a'\nmodel: model,\n" * 50_000, b"from " + b" " * 1_000_000,
        b"model" + b"?" * 1_000_000, b"model:" + b"a." * 1_000_000,
    ],
)  # fmt: skip
def test_what_stands_there_very_often_takes_no_long_time(code: bytes) -> None:
    with TimeLimit(10):
        may_name(code)
