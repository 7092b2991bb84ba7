from textwrap import dedent
from nemoguardrails import RailsConfig

yaml_content = """
models:
- type: main
  engine: openai
  model: gpt-3.5-turbo-instruct
"""
config = RailsConfig.from_content(yaml_content=yaml_content)
other_config = dedent("""\
    models:
      - engine: openai
        model: gpt-4o
""")
story = """
The model: acme/novel-7b
"""
