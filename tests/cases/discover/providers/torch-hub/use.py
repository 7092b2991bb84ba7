import torch
torch.hub.load("snakers4/silero-vad:v5", "silero_vad", trust_repo=True)
