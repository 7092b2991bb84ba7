model_id = "google/gemma-3-4b-it"
