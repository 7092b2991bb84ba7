import { Agent } from "acme-blueprints";

const agent = new AgentBuilder()
  .withFoundationModel("anthropic.claude-3-sonnet-20240229-v1:0")
  .withTitle("gpt-4o")
  .build();
