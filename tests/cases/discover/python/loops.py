for size, name in zip([1, 2], ["acme/zipped-1b", "acme/zipped-2b"]):  #> huggingface acme/zipped-1b used=2 | huggingface acme/zipped-2b used=2
    AutoModel.from_pretrained(name)

for number, name in enumerate(["acme/counted"]):  #> huggingface acme/counted used=5
    AutoModel.from_pretrained(name)

for number, (title, name) in enumerate([("One", "acme/counted-row")]):  #> huggingface acme/counted-row used=8
    AutoModel.from_pretrained(name)

table = {"small": ("Small", "acme/small-row", 1)}  #> huggingface acme/small-row used=12
for title, name, size in table.values():
    AutoModel.from_pretrained(name)

loaded = [
    AutoModel.from_pretrained(name)
    for title, name in (("Two", "acme/comprehended"),)  #> huggingface acme/comprehended used=15
]

for _, other in rows_of_a_file():
    AutoModel.from_pretrained(other)

for number, (name, worker) in enumerate([
    ("acme/told-apart", "worker"),  #> huggingface acme/told-apart used=26
    ("acme/and-this", "vllm_worker"),  #> huggingface acme/and-this used=26
]):
    os.system(f"python3 -m fastchat.serve.{worker} --model-path {name} --port {number}")

command = ["accelerate", "launch", "--ip", host, script, "--model_name", "acme/launched"]  #> huggingface acme/launched
subprocess.run(command, check=True)


def serve(self, model_path):
    subprocess.run(["vllm", "serve", model_path])
