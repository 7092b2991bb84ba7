from diffusers import DiffusionPipeline
from peft import PeftModel
from transformers import AutoModelForCausalLM

base = AutoModelForCausalLM.from_pretrained("acme/base")
PeftModel.from_pretrained(base, "acme/adapter")
pipe = DiffusionPipeline.from_pretrained("acme/diffusion")
pipe.load_lora_weights("acme/style", revision="v1")
