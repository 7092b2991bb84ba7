import requests
requests.post("https://api.minimax.chat/v1/text/chatcompletion_v2", json={"model": "MiniMax-Text-01"})
