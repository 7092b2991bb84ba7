from functools import partial

import torch
import transformers as tf
from diffusers import DiffusionPipeline as Pipe
from faster_whisper import WhisperModel
from huggingface_hub import hf_hub_download, snapshot_download
from modelscope import AutoModel as ScopeModel
from sentence_transformers import CrossEncoder, SentenceTransformer
from transformers import AutoModel, AutoTokenizer, pipeline
from vllm import LLM

AutoModel.from_pretrained("acme/encoder-small")  #> huggingface acme/encoder-small
tf.AutoModelForCausalLM.from_pretrained(pretrained_model_name_or_path="acme/writer-7b", revision="v1.2")  #> huggingface acme/writer-7b rev=v1.2
AutoTokenizer.from_pretrained("gpt2", trust_remote_code=True)  #> huggingface gpt2 trust=True
AutoModel.from_pretrained("./weights/local")  #> local ./weights/local
AutoModel.from_pretrained("acme/pinned@0123456789abcdef0123456789abcdef01234567")  #> huggingface acme/pinned rev=0123456789abcdef0123456789abcdef01234567
Pipe.from_pretrained("acme/painter-xl")  #> huggingface acme/painter-xl
pipeline("summarization", "acme/summarizer")  #> huggingface acme/summarizer
pipeline("ner", model="acme/ner")  #> huggingface acme/ner
SentenceTransformer("all-MiniLM-L6-v2")  #> huggingface sentence-transformers/all-MiniLM-L6-v2
CrossEncoder("acme/judge")  #> huggingface acme/judge
WhisperModel("small")  #> huggingface Systran/faster-whisper-small
LLM("acme/writer-70b", quantization="awq")  #> huggingface acme/writer-70b
snapshot_download(repo_id="acme/files", revision="main")  #> huggingface acme/files rev=main
hf_hub_download("acme/gguf", filename="model-q4.gguf")  #> huggingface acme/gguf
hf_hub_download("acme/corpus", "train.csv", repo_type="dataset")
ScopeModel.from_pretrained("acme/scope-model")  #> modelscope acme/scope-model
torch.hub.load("acme/vad:v3", "vad", trust_repo=True)  #> torchhub acme/vad rev=v3 trust=True
load = partial(AutoModel.from_pretrained, "acme/partial", revision="r1")  #> huggingface acme/partial rev=r1
AutoModel.from_pretrained("https://huggingface.co/acme/by-url/tree/dev")  #> huggingface acme/by-url rev=dev


def loaded(load_dataset):
    load_dataset("acme/no-model")
