"""Curated knowledge: licenses and their terms, publishers, providers, well-known models. Data in, records out.

Every record says where it was read and as of when. Read by `identify` and `resolve` only.
"""
