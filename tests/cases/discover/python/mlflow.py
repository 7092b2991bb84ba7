# Models of an MLflow registry: by version, alias, stage, or the newest; the address says so wherever it stands.
import mlflow

one = mlflow.pyfunc.load_model("models:/claims/3")  #> mlflow claims rev=3
two = mlflow.transformers.load_model(model_uri="models:/claims@champion")  #> mlflow claims rev=champion
MODEL_URI = "models:/fraud/Production"  #> mlflow fraud rev=Production
three = mlflow.pyfunc.load_model("models:/newest")  #> mlflow newest
