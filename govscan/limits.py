"""How much of a stranger's input is read. Every limit stands here, and each ends in a sentence of the report.

What a limit bounds is its name, how it ends is the text below it; `docs/security.md` has them as a table, which a test
holds against this page. Rooms ask for a limit when they need it (`limits.SOURCE_BYTES`), so that a test or a program
around govscan can set another. How much of a report is shown, and how far a value is followed through code, are no
limits of this kind: they stand where they are used.
"""

from __future__ import annotations

# --- time -----------------------------------------------------------------------------------------------------------
FILE_SECONDS: float = 20.0
"""Processor time for one source file; what was found until then stays, the rest is a problem of the report."""

SYNTAX_SECONDS: float = 3.0
"""Processor time for the syntax of one JavaScript or TypeScript file; one with more is a problem of the report."""

WEIGHTS_SECONDS: float = 60.0
"""Processor time for one weight file; what was found until then stays, the rest is a trouble of the file."""

MODEL_SECONDS: float = 60.0
"""Processor time for the facts of one model; it ends without facts, and with a problem of the report."""

FALLEN_INPUTS: int = 8
"""Inputs that end the process that reads them, each a problem of the report; with more the run ends undecided."""

QUESTION_SECONDS: float = 60.0
"""Time for a question in SQL about the history; it ends with an error."""

SERVER_PAUSE: float = 5.0
"""Seconds that a server may ask to wait before the one repetition; for longer ones the model stays unresolved."""

# --- the scanned tree -----------------------------------------------------------------------------------------------
FOLDER_DEPTH: int = 100
"""Folders inside of each other; a deeper one is not entered, which is a problem of the report."""

TREE_FILES: int = 1_000_000
"""Files of a tree; the rest is not read, which is a problem of the report."""

IGNORE_FILE_BYTES: int = 1024 * 1024
"""A `.gitignore`; a larger one ignores nothing, which is a problem of the report."""

SOURCE_BYTES: int = 20 * 1024 * 1024
"""A source file; a larger one is not read, which is a problem of the report."""

NOTEBOOK_BYTES: int = 100 * 1024 * 1024
"""A notebook with what its cells have shown, which is not read; a larger one is not read, a problem of the report."""

FILE_REFERENCES: int = 20_000
"""Names that one file gives; the rest is left out, which is a problem of the report."""

PYTHON_BYTES: int = 5_000_000
"""Python source; a larger file is a table of data and not read, which is a problem of the report."""

PYTHON_TOKENS: int = 1_000_000
"""Words and signs of Python source, whose tree is far larger; more are not read, which is a problem of the report."""

FORMATTED_WORK: int = 3_000_000_000
"""Fields of f-strings times their length; Python source with more is not read, which is a problem of the report."""

SIBLING_BYTES: int = 512 * 1024
"""A Python file that another one imports from; what a larger one defines is not followed, a problem of the report."""

PYTHON_STEPS: int = 250_000
"""Steps in which the values of one Python file are followed; then names are not followed, a problem of the report."""

STARTED_WORDS: int = 500
"""Words of a command that Python code starts; the rest is not read, which is a problem of the report."""

SCRIPT_TOKENS: int = 400_000
"""Tokens of one Java, Kotlin, C# or Go file; the rest is not read, which is a problem of the report."""

SCRIPT_BYTES: int = 3 * 1024 * 1024
"""One JavaScript or TypeScript file; a larger one is not read, which is a problem of the report."""

SCRIPT_OPENINGS: int = 4_000
"""Signs `<` in it that can open a type or an element: the parser needs memory for their square; one with more is not
read, which is a problem of the report."""

SCRIPT_PIECES: int = 1_500_000
"""Pieces of the syntax of one JavaScript or TypeScript file; more are not read, which is a problem of the report."""

SCRIPT_STEPS: int = 1_000_000
"""Steps in which the values of one such file are followed; then names are not followed, a problem of the report."""

HCL_TOKENS: int = 300_000
"""Tokens of one Terraform or Bicep file; the rest is not read, which is a problem of the report."""

HCL_DEPTH: int = 60
"""Blocks inside of each other in such a file; a deeper one ends the reading, which is a problem of the report."""

COMMAND_WORDS: int = 200_000
"""Words of the commands of one text; the rest is not read, which is a problem of the report."""

COMMAND_HEREDOCS: int = 200
"""Here-documents of one text; further ones are read as commands, which is a problem of the report."""

COMMAND_DEPTH: int = 4
"""Commands in texts of commands; deeper ones are not read, which is a problem of the report."""

NESTED_FILES: int = 3
"""Files in texts of files (a cell under `%%writefile`); deeper ones are not read, which is a problem of the report."""

NESTED_DOCUMENTS: int = 3
"""Documents in texts of documents; deeper ones are not read, which is a problem of the report."""

TREE_CHARACTERS: int = 1_000_000
"""Characters of a configuration file that is read as a tree; a larger one is read line by line."""

EXPOSURE_SPOTS: int = 200
"""Keys and unverified certificates of one file; the rest is left out, which is a problem of the report."""

# --- documents as trees ---------------------------------------------------------------------------------------------
TREE_DEPTH: int = 100
"""Levels of YAML, JSON or TOML; a deeper document is refused with its line."""

TREE_KEY_PARTS: int = 100
"""Parts of a TOML key with dots; a document with a longer one is refused."""

TREE_VALUES: int = 2_000_000
"""Values of such a document, those behind aliases each time they are used; one with more is refused with its line."""

# --- the files of a model -------------------------------------------------------------------------------------------
DOCUMENT_BYTES: int = 2_000_000
"""A card, license text or configuration; a larger one is not read, which is a note and leaves its facts unknown."""

MODEL_FILES: int = 5_000
"""Files of a model; the rest is not listed, which is a note of the model."""

MODEL_FOLDER_DEPTH: int = 4
"""Folders below that of a model; deeper ones are not listed, which is a note of the model."""

MODEL_CARDS: int = 4
"""Cards of a model; the rest is not read, which is a note of the model."""

MODEL_LICENSE_FILES: int = 12
"""License texts of a model on this machine; the rest is not read, which is a note of the model."""

MODEL_HEADERS: int = 4
"""Weight files of which the header is read; the rest is a note of the model."""

MODEL_WEIGHTS: int = 200
"""Weight files that are looked into; the rest is a note of the model, and what they hold is unknown."""

SIGNATURE_BYTES: int = 32 * 1024 * 1024
"""A signature of a model; a larger one proves nothing, and the fact says so."""

SIGNATURES_OF_FILE: int = 20
"""Signatures in one file of lines; one with more proves nothing, and the fact says so."""

SIGNATURE_CERTIFICATES: int = 10
"""Certificates of one signature; one with more proves nothing, and the fact says so."""

SIGNED_FILES: int = 200_000
"""Files of a signed model; the signature of one with more proves nothing, and the fact says so."""

SIGNED_BYTES: int = 4 << 40
"""Bytes of a signed model; the signature of a larger one proves nothing, and the fact says so."""

SIGNED_DEPTH: int = 32
"""Folders inside of each other in a signed model; a signature of deeper ones proves nothing, and the fact says so."""

MODEL_SIGNATURES: int = 10
"""Signature files beside a model; that the rest is not verified is told beside them."""

# --- answers of servers ---------------------------------------------------------------------------------------------
HUB_ANSWER_BYTES: int = 16_000_000
"""An answer about a model or its files; for a larger one the model stays unresolved."""

HUB_HEADER_BYTES: int = 65_536
"""The head of a weight file on a server; a header that goes on is named as cut off."""

HUB_LICENSE_FILES: int = 6
"""License texts of a model on the Hub; the rest is not read, which is a note of the model."""

REGISTRY_LICENSE_FILES: int = 6
"""The same for ModelScope, MLflow and Ollama."""

REGISTRY_FOLDERS: int = 50
"""Folders of an MLflow model; the rest is not listed, which is a note of the model."""

MANIFEST_BYTES: int = 1_000_000
"""A manifest of the Ollama library; for a larger one the model stays unresolved."""

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

CODE_FILES: int = 60
"""Source files of one model that are read for what they reach for; the capabilities of its code are unknown then."""

CODE_FILE_BYTES: int = 500_000
"""A source file of a model, whose syntax tree is a hundred times as large; what a larger one does is unknown."""

CODE_BYTES: int = 2_000_000
"""All source files of one model; what the rest does is unknown."""

REDIRECTS: int = 5
"""Addresses that a server may send a request on to; then the file, or the model, stays unread."""

# --- headers of weight files ----------------------------------------------------------------------------------------
HEADER_BYTES: int = 2 * 1024 * 1024
"""The head of a weight file in which is looked for what says who made it; a header that goes on is named."""

HEADER_KEYS: int = 10_000
"""Keys of a GGUF header; the rest is not read, which the header says."""

HEADER_ENTRIES: int = 64
"""Entries of a header that are kept, those about the license first; the header says how many there were."""

HEADER_VALUE: int = 500
"""Characters of one entry; the rest is cut off, and ends in three dots."""

# --- what is in weight files ----------------------------------------------------------------------------------------
ARCHIVE_DEPTH: int = 5
"""Archives and pickles inside of each other; deeper ones are a trouble of the file."""

ARCHIVE_MEMBERS: int = 20_000
"""Members of one file, all archives together; the rest is a trouble of the file."""

INFLATED_BYTES: int = 128 << 20
"""Bytes that one file inflates to, all members together; the rest is a trouble of the file."""

PICKLE_OPCODES: int = 8_000_000
"""Opcodes of one file, all pickles together; the rest is a trouble of the file."""

PICKLE_STACK: int = 1_000_000
"""Values on the stack of a pickle; one with more is a trouble of the file."""

PICKLE_MEMO: int = 500_000
"""Values that a pickle remembers; what it imports by a later one counts as computed, which is dangerous."""

PICKLE_TEXT_BYTES: int = 4 << 20
"""A text in a pickle; a larger one that begins as a pickle does is a trouble of the file."""

PICKLE_IMPORTS: int = 20_000
"""Names that a pickle imports; one with more is a trouble of the file."""

PICKLES: int = 100
"""Pickles that follow each other in one file; the rest is a trouble of the file."""

PICKLES_NESTED: int = 200
"""Pickles in texts of a pickle; the rest is a trouble of the file."""

SAFETENSORS_HEADER_BYTES: int = 100_000_000
"""A safetensors header, as the format has it; a longer one is a trouble of the file."""

GGUF_KEYS: int = 65_536
"""Keys that a GGUF file may say it has; one with more is a trouble of the file."""

GGUF_WORDS: int = 4_000_000
"""Texts in the lists of a GGUF header; one with more is a trouble of the file."""

CHAT_TEMPLATE_BYTES: int = 1 << 20
"""A chat template; a longer one is not read, which is a danger of the file."""

CHAT_TEMPLATES: int = 20
"""Chat templates of one file; the rest is not read, which is a danger of the file."""

ONNX_FIELDS: int = 2_000_000
"""Fields of an ONNX file; the rest is a trouble of the file."""

CONFIG_BYTES: int = 20 << 20
"""The configuration of a Keras model; a longer one is a danger of the file."""

CONFIGS: int = 50
"""Configurations in one HDF5 file; the rest is a trouble of the file."""

SEARCHED_BYTES: int = 256 << 20
"""Bytes of an HDF5 or TensorFlow file that are searched for dangerous names; the rest is a trouble of the file."""

WEIGHT_SENTENCES: int = 50
"""Dangers and troubles that are kept of one file, each; the last sentence says how many there were."""

# --- cards and licenses ---------------------------------------------------------------------------------------------
FRONT_MATTER_LINES: int = 50_000
"""Lines of the front matter of a card; a longer one is named as never closed, which makes the card invalid."""

FRONT_MATTER_RESCUED: int = 200
"""Keys that are read one by one where the front matter is not YAML; the rest is a problem of the report."""

CARD_LINES: int = 20_000
"""Lines of a card behind its front matter; the rest is not read, which is a problem of the report."""

CARD_LINE: int = 4_000
"""Characters of a card that are read as one line; a longer line is read as several."""

CARD_CHARACTERS: int = 400_000
"""Characters of a card in which headings and disclosures are looked for; the rest is a problem of the report."""

CARD_SECTIONS: int = 1_000
"""Headings of a card; the rest is not read, which is a problem of the report."""

CARD_LINKS: int = 2_000
"""Links of a card; the rest is not read, which is a problem of the report."""

CARD_CLAIMS: int = 40
"""Licenses that the words of a card name; the rest is not read, which is a problem of the report."""

CARD_LICENSE_PARAGRAPHS: int = 200
"""Paragraphs of a card that speak of a license, and sentences of one; the rest is a problem of the report."""

DATASETS: int = 200
"""Datasets of a card that are looked up; for the rest the facts about data are unknown."""

LICENSE_CHARACTERS: int = 600_000
"""Characters of a license text that are compared; the conclusion says that there were more."""

CLAUSE_CHARACTERS: int = 400_000
"""Characters of a license text in which clauses are looked for; what it does not say is unknown then."""

CLAUSE_PASSAGES: int = 8_000
"""Sentences and items of such a text; what it does not say is unknown then."""

BLANK_CHARACTERS: int = 200_000
"""Characters of a license text in which unfilled blanks are looked for; the rest is a problem of the report."""

EXPRESSION_CHARACTERS: int = 2_000
"""A license expression; a longer one is no known license."""

# --- lineage --------------------------------------------------------------------------------------------------------
LINEAGE_DEPTH: int = 8
"""Generations of base models; the lineage of a deeper one is incomplete, with this reason."""

LINEAGE_MODELS: int = 64
"""Base models of one model, in all; the lineage of one with more is incomplete, with this reason."""

TEACHERS: int = 16
"""Models that a card says its own was distilled from; the rest is a problem of the report."""

GENERATIONS: int = 6
"""Generations of base models that a run resolves; the lineage of a deeper one is incomplete."""

RELATIVES: int = 500
"""Base models that a run resolves, so that a card cannot ask for a whole hub; the rest leaves lineages incomplete."""

# --- files of the organization, which a pull request can change -----------------------------------------------------
RECORD_BYTES: int = 1_000_000
"""A policy, and each file of reviews, waivers or baseline; a larger one is an error."""

LOCK_BYTES: int = 20_000_000
"""`govscan.lock`; a larger one is an error."""

PATTERN_CHARACTERS: int = 200
"""The regular expression of `matches`; a longer one, or one that can take for ever, is an error of the policy."""

MATCHED_CHARACTERS: int = 200
"""A value that `matches` looks at; for a longer one the answer is unknown."""

LOGO_BYTES: int = 500_000
"""The logo of a report; a larger one is an error."""

LOGO_SIDE: int = 4_000
"""Its width and height in pixels; a larger one is an error."""

TEMPLATE_BYTES: int = 1_000_000
"""A template of the organization's own; a larger one is an error."""

REPORT_BYTES: int = 200_000_000
"""An earlier report, for `--since`; a larger one is an error."""

VERIFIED_ENTRIES: int = 2_000
"""Changed entries of a lock that the gate reads again; the rest makes it undecided."""

COMPARED_BYTES: int = 50_000_000
"""A file that is compared with the commit; a larger one counts as changed."""

QUESTION_ROWS: int = 100_000
"""Rows of an answer about the history; more are an error."""
