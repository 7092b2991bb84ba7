import { AutoModel } from "@huggingface/transformers";
await AutoModel.from_pretrained("my model");
