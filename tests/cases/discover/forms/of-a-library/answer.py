from txtai import Embeddings, RAG
from txtai.pipeline import Labels, Summary

labels = Labels("acme/labels-base")
embeddings = Embeddings(path="acme/vectors-base")
rag = RAG(embeddings, "acme/answers-base", output="flatten")
other = Shelf("acme/books")
