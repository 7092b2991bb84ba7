from modelscope.trainers import Trainer

model_id = "speech_tts/spoken"  #> modelscope speech_tts/spoken used=4
trainer = Trainer(model=model_id)
