CREATE OR REPLACE MODEL `shop.gemini` REMOTE WITH CONNECTION `eu.models` OPTIONS (ENDPOINT = 'gemini-2.0-flash-001');
CREATE MODEL mind.answers PREDICT answer
USING engine = 'openai', model_name = 'gpt-4o-mini', prompt_template = 'Answer: {{question}}';
CREATE EXTERNAL MODEL texts WITH (
  LOCATION = 'https://acme.openai.azure.com/openai/deployments/e/embeddings',
  API_FORMAT = 'Azure OpenAI', MODEL_TYPE = EMBEDDINGS, MODEL = 'text-embedding-3-large'
);
CREATE EXTERNAL MODEL summary FUNCTION f IAM_ROLE default MODEL_TYPE BEDROCK
SETTINGS (MODEL_ID 'anthropic.claude-v2:1', PROMPT 'Summarize');
CREATE MODEL churn FROM customers TARGET left FUNCTION p SETTINGS (S3_BUCKET 'acme/models');
