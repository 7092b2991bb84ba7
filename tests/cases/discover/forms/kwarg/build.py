engine = build_engine(model="acme/chat-7b", tokenizer="acme/chat-7b-tokenizer", name="acme/looks-alike")
