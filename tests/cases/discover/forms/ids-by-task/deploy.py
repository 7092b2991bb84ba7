from sagemaker.jumpstart.model import JumpStartModel

model_id = "huggingface-sentencesimilarity-multilingual-e5-large"
JumpStartModel(model_id=model_id)
