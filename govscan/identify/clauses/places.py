"""Names of jurisdictions as licenses write them: folded words enter, ISO codes and their positions leave."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from govscan.pattern import pattern

_STATES: Final = {
    "alabama": "AL", "arizona": "AZ", "california": "CA", "colorado": "CO", "connecticut": "CT", "delaware": "DE",
    "florida": "FL", "georgia": "GA", "hawaii": "HI", "illinois": "IL", "indiana": "IN", "maryland": "MD",
    "massachusetts": "MA", "michigan": "MI", "minnesota": "MN", "missouri": "MO", "nevada": "NV",
    "new jersey": "NJ", "new mexico": "NM", "new york": "NY", "north carolina": "NC", "ohio": "OH",
    "oregon": "OR", "pennsylvania": "PA", "tennessee": "TN", "texas": "TX", "utah": "UT", "virginia": "VA",
    "washington": "WA", "wisconsin": "WI",
}  # fmt: skip
_NAMES: Final = {
    "EU": ("european union", "eu", "e.u.", "欧盟", "欧洲联盟"),
    "EEA": ("european economic area", "eea", "欧洲经济区"),
    "GB": ("united kingdom", "uk", "u.k.", "great britain", "england and wales", "england", "english", "英国"),
    "KR": ("south korea", "republic of korea", "korea", "korean", "韩国", "大韩民国"),
    "HK": (
        *("hong kong special administrative region", "hong kong sar", "hong kong", "hongkong"),
        *("香港特别行政区", "香港"),
    ),
    "MO": ("macau", "macao", "澳门"),
    "TW": ("taiwan", "台湾"),
    "CN": (
        *("people's republic of china", "peoples republic of china", "p.r. china", "p.r.china", "pr china"),
        *("mainland china", "p.r.c.", "prc", "china", "chinese", "中华人民共和国", "中国大陆", "中国"),
    ),
    "SG": ("republic of singapore", "singapore", "新加坡"),
    "JP": ("japan", "japanese", "日本"),
    "FR": ("france", "french", "法国"),
    "DE": ("federal republic of germany", "germany", "german", "德国"),
    "IL": ("state of israel", "israel", "israeli", "以色列"),
    "CH": ("switzerland", "swiss", "瑞士"),
    "CA": ("canada", "加拿大"), "IN": ("india", "印度"), "AU": ("australia", "澳大利亚"), "IE": ("ireland",),
    "NL": ("netherlands", "dutch"), "SE": ("sweden", "swedish"), "FI": ("finland", "finnish"),
    "NO": ("norway", "norwegian"), "DK": ("denmark", "danish"), "ES": ("spain", "spanish"),
    "IT": ("italy", "italian", "意大利"), "AT": ("austria", "austrian"), "BE": ("belgium", "belgian"),
    "PL": ("poland", "polish"), "PT": ("portugal", "portuguese"), "LU": ("luxembourg",), "CZ": ("czech republic",),
    "BG": ("bulgaria",), "GR": ("greece",), "RO": ("romania",), "EE": ("estonia",), "LT": ("lithuania",),
    "RU": ("russian federation", "russia", "俄罗斯"), "UA": ("ukraine",), "TR": ("turkey", "türkiye"),
    "AE": (
        *("emirate of abu dhabi", "abu dhabi global market", "abu dhabi", "emirate of dubai", "dubai"),
        *("united arab emirates", "uae"),
    ),
    "SA": ("kingdom of saudi arabia", "saudi arabia"), "BR": ("brazil",), "MX": ("mexico",), "VN": ("vietnam",),
    "TH": ("thailand",), "MY": ("malaysia",), "ID": ("indonesia",), "NZ": ("new zealand",), "IR": ("iran",),
    "KP": ("north korea",), "CU": ("cuba",), "SY": ("syria",), "KZ": ("kazakhstan",),
    "US": ("united states of america", "united states", "u.s.a.", "u.s.", "usa", "美国"),
    "CA-QC": ("province of quebec", "quebec"), "CA-ON": ("province of ontario", "ontario"),
    "CA-BC": ("province of british columbia", "british columbia"), "GB-SCT": ("scotland",),
}  # fmt: skip
_CODES: Final = {
    **{name: code for code, names in _NAMES.items() for name in names},
    **{name: f"US-{code}" for name, code in _STATES.items()},
    **{sign: f"US-{code}" for sign, code in (("加利福尼亚", "CA"), ("加州", "CA"), ("特拉华", "DE"), ("纽约", "NY"))},
}
_LONGEST_FIRST: Final = sorted(_CODES, key=len, reverse=True)
_ASCII: Final = "|".join(name.replace(".", r"\.") for name in _LONGEST_FIRST if name.isascii())
_OTHER: Final = "|".join(name for name in _LONGEST_FIRST if not name.isascii())
_PLACE: Final = pattern(rf"(?<![\w@.-])(?:{_ASCII})(?![\w@])|{_OTHER}")


class Place(Struct, frozen=True):
    code: str
    start: int
    end: int


def places(folded: str) -> tuple[Place, ...]:
    """The jurisdictions that the words name, in their order."""
    return tuple(Place(_CODES[found[0]], found.start(), found.end()) for found in _PLACE.finditer(folded))


def law_of(folded: str) -> str | None:
    """The jurisdiction whose law is meant, of the words after `laws of` (or before `law`): a state before its
    country, a special region before its country, and nothing that is only named as an exception."""
    for exception in ("excluding", "not including", "except", "不包括", "without regard", "without giving"):
        folded = folded.partition(exception)[0]
    named = places(folded)
    if not named:
        return None
    first = named[0]
    if first.code == "US":
        return next((place.code for place in named if place.code.startswith("US-")), "US")
    if first.code == "CN" and len(named) > 1 and named[1].code == "HK" and named[1].start - first.end <= 2:
        return "HK"
    return first.code
