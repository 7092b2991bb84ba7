"""The same engine over hundreds of thousands of models: a source of cards enters, tables and a summary leave.

`run` is the page on which the rooms meet; nothing is imported here, since the command line asks for little at first.
"""
