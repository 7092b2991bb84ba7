"""Words that decide whether a difference says something. Data, by hand: hashes, since references are hashes as well."""

from __future__ import annotations

from govscan.catalog.fingerprints.words import hash_of
from govscan.pattern import pattern

MEANING = pattern(
    r"\b(?:not?|nor|non|must|shall|may|can|cannot|will|only|unless|except|provided|if|where|permi\w+|prohibit\w*|forbid\w*|grant\w*"
    r"|commercial\w*|noncommercial\w*|revenue|users?|million|fees?|pay\w*|royalt\w+|you|your|use|used|using|require\w*"
    r"|without|subject|terms|condition\w*|agree\w*|restrict\w*|research|academic|territor\w*|european|modif\w+"
    r"|additional\w*|further\w*|notwithstanding|clause|amend\w*)\b"
    r"|[不禁仅须得应]|商业|商用|同意|许可"
)
COPYRIGHT = pattern(r"copyright|©|\(c\)|all rights reserved|copr\b")
_MARKS = (
    "",
    *"abcdefghijklmnopqrstuvwxyz",
    *map(str, range(100)),
    "ii",
    "iii",
    "iv",
    "vi",
    "vii",
    "viii",
    "ix",
    "xi",
    "xii",
)
MARKERS = frozenset(hash_of(mark) for mark in _MARKS if mark)
TITLE = frozenset(
    hash_of(word)
    for word in [
        "the",
        "a",
        "license",
        "mit",
        "expat",
        "bsd",
        "isc",
        "x11",
        "new",
        "simplified",
        "revised",
        "clause",
        "2",
        "3",
        "4",
        "gnu",
        "general",
        "public",
        "lesser",
        "library",
        "apache",
        "mozilla",
        "text",
        "of",
        "for",
        "software",
        "terms",
        "agreement",
        "version",
        "1",
        "0",
        "free",
        "open",
        "source",
        "c",
        "html",
        "this",
        "is",
        "under",
        "licensed",
        "file",
        "name",
        "copyright",
        "notice",
        "legal",
        "code",
        "creative",
        "commons",
        "attribution",
        "许",
        "可",
        "证",
        "协",
        "议",
        "license.txt",
        "readme",
        "md",
        "txt",
    ]
)
# Where a text is known to name its holder: the words before and after. Hashes of the last and the first word.
SLOTS = frozenset(
    (hash_of(before), hash_of(after))
    for before, after in (
        *(("of", "nor"), ("of", "may"), ("of", "or"), ("by", "as"), ("by", "and"), ("shall", "be"), ("shall", "or")),
        *(
            ("by", "\0"),
            ("the", "nor"),
            ("the", "or"),
            ("the", "be"),
            ("the", "and"),
            ("and", "disclaims"),
            ("the", "as"),
        ),
        *(("neither", "nor"), ("name", "may"), ("name", "or"), ("and", "be"), ("shall", "liable"), ("the", "disclaim")),
        *(
            ("the", "disclaims"),
            ("and", "disclaim"),
            ("of", "not"),
            ("of", "shall"),
            ("foundation", "usa"),
            ("inc", "usa"),
        ),
        *(
            ("by", "its"),
            ("by", "for"),
            ("neither", "may"),
            ("the", "shall"),
            ("or", "be"),
            ("to", "and"),
            ("of", "and"),
        ),
        *(("that", "makes"), ("no", "representations"), ("software", "acknowledgment"), ("by", "redistribution")),
    )
)
NAMING = frozenset(
    hash_of(word)
    for word in (  # noqa: SIM905 - a list would fill a page
        "copyright holder holders owner owners contributor contributors author authors regents university of california"
        " organization the and its company name inc corporation foundation free software or other by \0 developer"
        " developers institute x consortium editor editors 59 temple place suite 330 boston ma 02111 1307 51 franklin"
        " street fifth floor 02110 1301 see https gnu org licenses project group individual individuals his her their"
    ).split()
)
# Of what a holder's name may have replaced, one word says that it was a holder, or where one lives.
HOLDER = frozenset(
    hash_of(word)
    for word in (  # noqa: SIM905 - a list would fill a page
        "holder holders owner owners contributor contributors author authors regents university organization company"
        " corporation foundation developer developers institute consortium editor editors temple franklin gnu \0"
    ).split()
)
END = tuple(hash_of(word) for word in ["end", "of", "terms", "and", "conditions"])
