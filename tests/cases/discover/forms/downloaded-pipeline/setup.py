import spacy

spacy.cli.download("en_core_web_sm")
