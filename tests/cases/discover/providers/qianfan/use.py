import qianfan
qianfan.ChatCompletion().do(model="ERNIE-4.0-8K")
