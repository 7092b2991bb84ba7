from transformers import AutoModel

AutoModel.from_pretrained("<your-model>")
AutoModel.from_pretrained("YOUR_MODEL_HERE")
AutoModel.from_pretrained("your-org/your-model")
AutoModel.from_pretrained("path/to/model")
