"""The catalog and the reader of clauses speak of the same texts: where both say something, they agree.

The texts belong to their authors and are not part of the project; without them the test is skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from govscan.catalog import catalog
from govscan.facts import Unknown
from govscan.identify.clauses import read_clauses
from govscan.identify.match import match

TEXTS = Path(__file__).parents[3] / "shared" / "eval" / "licenses" / "texts"

IN_WORDS = ("naming", "venue", "field_of_use")
"""Terms whose value is a sentence, which two readers put differently."""

EXPLAINED = {
    (
        "LicenseRef-scancode-openatom-model-1.0",
        "governing_law",
    ): "says which language prevails under Chinese law, chooses no law",
    ("LicenseRef-scancode-openatom-model-1.0", "use_restrictions"): "asks to obey the law, lists no uses",
    ("LicenseRef-bluelm-en", "use_restrictions"): "asks to obey the law, lists no uses",
    ("LicenseRef-aquila2-70b", "use_restrictions"): "asks to obey the law, lists no uses",
    ("LicenseRef-aquila2-70b", "output_training"): "a distilled model is a derivative, which stays allowed",
    ("LicenseRef-ltx-2-license-md", "registration_required"): "a paid license above a revenue, no registration",
    ("LicenseRef-alphafold3-output-terms", "terms_may_change"): "each output stays under the terms of its day",
    (
        "LicenseRef-scancode-bilibili-model-ula-2025-09-09",
        "state_changes",
    ): "a fixed disclaimer; files need not be marked",
}


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the license texts are not beside the checkout")
def test_no_record_contradicts_what_the_text_says() -> None:
    known = catalog()
    compared, contradictions = 0, []
    for path in sorted(TEXTS.glob("*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        found = match(text)
        record = known.license(found.expression) if found.expression and not found.modified else None
        if record is None:
            continue
        for name, reading in read_clauses(text).items():
            term = record.terms.get(name)
            if term is None or name in IN_WORDS or not reading.clauses:
                continue
            if isinstance(term.value, Unknown) or isinstance(reading.value, Unknown):
                continue
            compared += 1
            if reading.value != term.value and (record.id, name) not in EXPLAINED:
                said = reading.clauses[0]
                contradictions.append(
                    f"{path.name}:{said.line}: {name} {reading.value}, not {term.value}: {said.quote}"
                )
    assert contradictions == []
    assert compared > 700
