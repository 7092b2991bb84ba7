import subprocess

subprocess.run(args=["hf", "download", "acme/parts-onnx", "--local-dir", "parts"], check=True)
