import os

model_name = os.environ.get("MODEL_DEPLOYMENT_NAME", "gpt-4o")
