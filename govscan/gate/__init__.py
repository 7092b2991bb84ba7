"""Two commits of a repository enter, what the change between them brings leaves: models, findings, records."""
