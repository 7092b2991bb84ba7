import os
import onnxruntime
import tempfile
from peft import PeftModel
from .settings import FOLDER

lines = os.path.join(FOLDER, "checkpoints/table/lines.onnx")
session = onnxruntime.InferenceSession(lines)


def tuned(base, tmp_dirname):
    return PeftModel.from_pretrained(base, os.path.join(tmp_dirname, "adapter0", "adapter0"))
