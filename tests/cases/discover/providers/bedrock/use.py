import boto3
runtime = boto3.client("bedrock-runtime", region_name="eu-central-1")
runtime.converse(modelId="amazon.nova-pro-v1:0")
