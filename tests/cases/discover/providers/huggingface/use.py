from huggingface_hub import hf_hub_download
hf_hub_download("acme/chat", "model.safetensors", revision="r1", subfolder="weights")
