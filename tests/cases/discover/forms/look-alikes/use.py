from datasets import load_dataset
from huggingface_hub import HfApi, hf_hub_download, snapshot_download

load_dataset("acme/dataset")
snapshot_download("acme/dataset-two", repo_type="dataset")
hf_hub_download(repo_id="acme/space", filename="x", repo_type="space")
HfApi().create_repo("acme/created")
model_path = "Europe/Berlin"
content_type_model = "text/plain"
model_image = "ghcr.io/acme/model:1"
model_url = "https://github.com/acme/model"
model_data = "https://huggingface.co/datasets/acme/data"
