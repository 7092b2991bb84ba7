import torch
torch.hub.load_state_dict_from_url("https://acme.test/weights.pth")
