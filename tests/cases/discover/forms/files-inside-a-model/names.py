ENCODER_MODEL_NAME = "vision_encoder.onnx"
MODEL_FILE_NAME = "pytorch_model.bin"
OWN_MODEL_NAME = "quill-3b.Q4_K_M.gguf"
NOTE = DOCUMENTATION.format(checkpoint="acme/shown-base")
