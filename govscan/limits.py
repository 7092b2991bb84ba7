"""How much of a stranger's input is read. Every limit stands here, and each ends in a sentence of the report.

What a limit bounds is its name, how it ends is the text below it. Rooms ask for a limit when they need it
(`limits.RANGE_REQUESTS`), so that a test or a program around govscan can set another.
"""

from __future__ import annotations

# --- weights on the Hub, by range request; code of models -------------------------------------------------------------

RANGE_REQUESTS: int = 12
"""Requests for parts of one weight file; what the rest holds is unknown."""

RANGE_HEADER_REQUESTS: int = 3
"""The same of a file whose header is read and nothing else (safetensors, GGUF); what the rest holds is unknown."""

RANGE_FILE_BYTES: int = 24_000_000
"""Bytes that are asked for of one weight file; what the rest holds is unknown."""

RANGE_SEARCHED_BYTES: int = 4_000_000
"""The same of a file that can only be searched from its front (HDF5, TensorFlow); what the rest holds is unknown."""

RANGE_WHOLE_BYTES: int = 4_000_000
"""Of a server that knows no ranges: so much of a file is read from its front; what the rest holds is unknown."""

RANGE_FILES: int = 40
"""Weight files of one model that are looked into on the Hub; what the others hold is unknown."""

RANGE_MODEL_REQUESTS: int = 120
"""Requests for parts of all weight files of one model; what the rest holds is unknown."""

RANGE_MODEL_BYTES: int = 96_000_000
"""Bytes that are asked for of all weight files of one model; what the rest holds is unknown."""

RANGE_MODEL_SECONDS: float = 120.0
"""Time for all weight files of one model; what the rest holds is unknown."""

RANGE_PACE: float = 500_000.0
"""Bytes a second that a part has to come in with, beyond the timeout of a request; what it holds is unknown."""

CODE_FILES: int = 60
"""Source files of one model that are read for what they reach for; the capabilities of its code are unknown then."""

CODE_FILE_BYTES: int = 500_000
"""A source file of a model, whose syntax tree is a hundred times as large; what a larger one does is unknown."""

CODE_BYTES: int = 2_000_000
"""All source files of one model; what the rest does is unknown."""

REDIRECTS: int = 5
"""Addresses that a server may send a request on to; then the file, or the model, stays unread."""
