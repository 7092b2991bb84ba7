import os
import boto3

client = boto3.client("bedrock-runtime")


def ask(region, model):
    client.converse(modelId=f"arn:aws:bedrock:{region}::foundation-model/amazon.titan-embed-text-v2:0")
    client.converse(modelId=f"arn:aws:bedrock:{region}::foundation-model/{model}")
    Options(model_id=f"arn:aws:bedrock:us-east-1:{os.getenv('ACCOUNT')}:default-prompt-router/anthropic.claude:1")
