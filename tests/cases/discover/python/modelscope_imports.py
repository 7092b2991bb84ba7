from funasr import AutoModel
from modelscope.trainers import Trainer

model_id = "speech_tts/spoken"  #> modelscope speech_tts/spoken used=5
trainer = Trainer(model=model_id)
heard = AutoModel(model="paraformer-zh")  #> modelscope paraformer-zh
