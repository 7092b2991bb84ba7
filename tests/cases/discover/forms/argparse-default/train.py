import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--model_name_or_path", default="acme/chat-7b")
parser.add_argument("--output_dir", default="out/run")
