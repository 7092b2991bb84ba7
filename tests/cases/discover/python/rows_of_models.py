models = [
    dict(
        type=ChatTemplate,
        abbr="seven",
        path="acme/chat-7b",  #> huggingface acme/chat-7b used=2
        tokenizer_path="acme/chat-7b-tokenizer",  #> huggingface acme/chat-7b-tokenizer used=2
    ),
    dict(type=Hosted, path="gpt-4o-mini"),  #> openai gpt-4o-mini
    {"title": "Small", "id": "acme/small"},  #> huggingface acme/small
]
judge_model = dict(type=ChatTemplate, path="acme/judge")  #> huggingface acme/judge
settings = [
    ("eight-vllm", "acme/chat-8b", 1),  #> huggingface acme/chat-8b
    ("nine-vllm", "acme/chat-9b", 2),  #> huggingface acme/chat-9b
]
for abbr, path, processes in settings:
    models.append(dict(type=ChatTemplate, abbr=abbr, path=path))
models += ["acme/added"]  #> huggingface acme/added
embedding_models.extend(["acme/embed-one", "acme/embed-two"])  #> huggingface acme/embed-one | huggingface acme/embed-two
models.append(f"acme/{folder}")
models.append()
client = SDK(path="gpt-4.1-mini", limit=1)  #> openai gpt-4.1-mini
DEFAULT_MODEL_FOR_TASK = {
    "segmentation": (Pipelines.segmentation, "damo/segmentation-base"),  #> modelscope damo/segmentation-base
}
DATASETS_MAPPING = {
    "acme/exam": {"hf_id": "acme/exam", "ms_id": "acme/exam", "local": "./data/exam"},
}

lm_eval.simple_evaluate(
    model="hf",
    model_args="pretrained=acme/measured,revision=v2,trust_remote_code=True",  #> huggingface acme/measured rev=v2 trust=True used=30
)
task = {"model": "local", "model_args": "model=acme/served,base_url=http://localhost:8000/v1"}  #> huggingface acme/served endpoint=http://localhost:8000/v1
judge = dict(type="engines.OpenAIChat", path="acme/alone")  #> huggingface acme/alone
data = dict(type=ChatDataset, path="acme/exam")
reward_model = f"bedrock/{reward}"  #> bedrock {reward}
task = TaskConfig(name="exam", hf_repo="acme/exam", hf_subset="hard", evaluation_splits=["test"])
task = {"hf_repo": "acme/exam", "split": "test", "judge_model": "acme/judge-2"}  #> huggingface acme/judge-2
icons = [{"model": "deepseek.png"}, {"model": "deepseek.r1-v1:0"}]  #> bedrock deepseek.r1-v1:0
guarded = Config(model="gpt-43b-002")


def questions(hf_path="acme/questions", model_path="acme/read"):  #> huggingface acme/read
    return load_dataset(hf_path)


asked = inference.chat.complete(model="gpt-4o-mini")  #> openai gpt-4o-mini


class ChatModel(Model):
    name = models.CharField(max_length=200, default="gemini-2.5-flash")  #> gemini gemini-2.5-flash


measured = mteb.get_model("acme/embed")  #> huggingface acme/embed
User = apps.get_model("auth", "User")
routed = client.chat.completions.create(model="tensorzero::model_name::openai::gpt-4o-mini")  #> openai gpt-4o-mini
shape = dict(model_path="/shapes/chair.glb")
