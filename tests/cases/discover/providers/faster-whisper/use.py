from faster_whisper import WhisperModel
WhisperModel("large-v3")
