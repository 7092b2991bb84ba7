from modelscope import snapshot_download
snapshot_download("qwen/Qwen2-7B-Instruct", revision="v1.0")
