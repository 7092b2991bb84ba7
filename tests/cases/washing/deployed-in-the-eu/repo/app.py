from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("tencent/Hunyuan-A13B-Instruct")
