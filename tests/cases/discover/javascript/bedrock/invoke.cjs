const { BedrockRuntimeClient, InvokeModelCommand } = require("@aws-sdk/client-bedrock-runtime");
const client = new BedrockRuntimeClient({ region: "eu-central-1" });
exports.run = () => client.send(new InvokeModelCommand({
  modelId: "anthropic.claude-3-haiku-20240307-v1:0", body: "{}" }));
