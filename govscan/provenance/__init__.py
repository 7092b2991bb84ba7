"""Who signed a model: signatures beside its files, and the files that they are about."""
