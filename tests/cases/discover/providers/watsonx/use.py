from ibm_watsonx_ai.foundation_models import ModelInference
ModelInference(model_id="ibm/granite-3-8b-instruct", credentials={"url": "https://eu-de.ml.cloud.ibm.com"})
