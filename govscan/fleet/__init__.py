"""The same engine over hundreds of thousands of models: a source of cards enters, tables and a summary leave."""
