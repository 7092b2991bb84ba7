# model = "acme/comment-7b"
variable "model_id" {
  type    = string
  default = "Qwen/Qwen3-8B"
}
locals {
  embedding_model = "BAAI/bge-m3" // "x/y"
  env = var.prod ? "gpt-4o" : "gpt-4o-mini"
  chat_model = var.env == "prod" ? "mistralai/Mistral-7B-v0.1" : "Qwen/Qwen3-0.6B"
}
resource "azurerm_cognitive_deployment" "chat" {
  name = "chat"
  model {
    format  = "OpenAI"
    name    = "gpt-4o"
    version = "2024-08-06"
  }
}
resource "aws_bedrockagent_agent" "a" {
  foundation_model = "anthropic.claude-3-haiku-20240307-v1:0"
}
resource "aws_lambda_function" "f" {
  image_uri = "acme/image:latest"
  environment {
    variables = {
      MODEL_ID = "eu.anthropic.claude-sonnet-4-5-20250929-v1:0"
      AWS_REGION_NAME = "eu-central-1"
    }
  }
}
resource "aws_sagemaker_model" "m" {
  primary_container {
    image = "x"
    environment = {
      HF_MODEL_ID = "tiiuae/falcon-7b"
      HF_MODEL_REVISION = "abc"
    }
  }
}
resource "aws_ecs_task_definition" "t" {
  container_definitions = jsonencode([{
    name = "vllm"
    command = ["--model", "zai-org/GLM-4.5-Air", "--trust-remote-code"]
    environment = [{ name = "LLM_MODEL", value = "gpt-4o" }]
  }])
}
resource "aws_instance" "gpu" {
  user_data = <<-EOF
    #!/bin/bash
    vllm serve deepseek-ai/DeepSeek-V3 --revision main
  EOF
}
