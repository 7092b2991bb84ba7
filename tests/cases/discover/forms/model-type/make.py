model = Factory.create(model_platform="openai", model_type="gpt-4o-mini")
config = dict(model_type="gpt_neox", hidden_size=64)
