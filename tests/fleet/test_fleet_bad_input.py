"""Whatever a source holds: what cannot be read is named, the rest is judged, and nothing is lost or half-written."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from fakes.cards import cards, jsonl, parquet
from fleeting import files, fleet, policy, rows

from govscan.errors import GovscanError

MIT = "---\nlicense: mit\n---\n# A model\n"
FINE = {"id": "acme/fine", "card": MIT}
EASY = "govscan: 1\nname: easy\nrules:\n  - {id: known, level: error, require: {license.concluded: {in: [MIT]}}}\n"


def run(source: Path, tmp_path: Path, **more: Any) -> dict[str, Any]:
    return fleet(source, tmp_path / "out", policy(tmp_path, EASY), **more)


def kinds(tmp_path: Path) -> list[tuple[int, str, str]]:
    return [(row["row"], row["id"], row["kind"]) for row in rows(tmp_path / "out", "problems")]


def ids(tmp_path: Path) -> list[str]:
    return [row["id"] for row in rows(tmp_path / "out", "models")]


def test_a_clean_set_ends_clean(tmp_path: Path) -> None:
    found = run(parquet(tmp_path / "c.parquet", [FINE]), tmp_path)
    assert (found["exit_code"], found["verdicts"]) == (0, {"pass": 1})


def test_null_and_empty_cards_are_named(tmp_path: Path) -> None:
    source = parquet(
        tmp_path / "c.parquet", [FINE, {"id": "acme/none", "card": None}, {"id": "acme/empty", "card": ""}]
    )
    found = run(source, tmp_path)
    assert kinds(tmp_path) == [(1, "acme/none", "no-card")]
    assert [row["verdict"] for row in rows(tmp_path / "out", "models")] == ["pass", "unknown", "unknown"]
    assert found["exit_code"] == 3


@pytest.mark.parametrize("id_", [None, "", " acme/x", "acme/x\n", "x" * 400])
def test_a_row_without_an_id_is_named_and_not_judged(id_: str | None, tmp_path: Path) -> None:
    found = run(parquet(tmp_path / "c.parquet", [{"id": id_, "card": MIT}, FINE]), tmp_path)
    assert ids(tmp_path) == ["acme/fine"]
    assert kinds(tmp_path) == [(0, "", "malformed")]
    assert (found["rows"], found["models"], found["exit_code"]) == (2, 1, 3)


def test_missing_columns_are_misuse_with_the_columns_there_are(tmp_path: Path) -> None:
    with pytest.raises(
        GovscanError, match=r"no column card or readme; its columns are id, words; .*--column card=NAME"
    ):
        run(parquet(tmp_path / "c.parquet", [{"id": "acme/x", "words": MIT}]), tmp_path)
    found = run(tmp_path / "c.parquet", tmp_path, columns={"card": "words"}, fresh=True)
    assert found["verdicts"] == {"pass": 1}


def test_of_several_files_one_without_cards_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "shards"
    folder.mkdir()
    parquet(folder / "a.parquet", [{"id": "acme/x"}])
    parquet(folder / "b.parquet", [FINE])
    found = run(folder, tmp_path)
    assert ids(tmp_path) == ["acme/fine"]
    assert [kind for _, _, kind in kinds(tmp_path)] == ["malformed"]
    assert found["exit_code"] == 3


def test_columns_of_another_type_are_named(tmp_path: Path) -> None:
    table = pa.table({"id": ["acme/x", "acme/y"], "card": [MIT, MIT], "tags": [1, 2], "pipeline_tag": [1.5, 2.5]})
    pq.write_table(table, tmp_path / "c.parquet")
    found = run(tmp_path / "c.parquet", tmp_path)
    said = [row["message"] for row in rows(tmp_path / "out", "problems")]
    assert any("column tags holds int64" in each for each in said)
    assert any("column pipeline_tag holds double" in each for each in said)
    assert (found["verdicts"], found["exit_code"]) == ({"pass": 2}, 3)


def test_cards_that_are_numbers_are_no_cards(tmp_path: Path) -> None:
    pq.write_table(pa.table({"id": ["acme/x"], "card": [7]}), tmp_path / "c.parquet")
    found = run(tmp_path / "c.parquet", tmp_path)
    assert found["verdicts"] == {"unknown": 1}
    assert {kind for _, _, kind in kinds(tmp_path)} == {"malformed", "no-card"}


def test_mixed_types_in_jsonl_cost_their_row_alone(tmp_path: Path) -> None:
    wrong: list[Any] = [{"id": 7, "card": MIT}, {"id": "acme/x", "card": ["a"]}, [1, 2], {"id": "acme/y"}, "words"]
    found = run(jsonl(tmp_path / "c.jsonl", [FINE, *wrong, {"id": "acme/last", "card": MIT}]), tmp_path)
    assert ids(tmp_path) == ["acme/fine", "acme/last"]
    assert [row for row, _, _ in kinds(tmp_path)] == [1, 2, 3, 4, 5]
    assert found["exit_code"] == 3


def test_lines_that_are_not_json_are_named(tmp_path: Path) -> None:
    source = tmp_path / "c.jsonl"
    good = json.dumps(FINE).encode()
    source.write_bytes(good + b'\n{"id": "acme/x", "card": \n\n' + good.replace(b"# A", b"\xff\xfe") + b"\n")
    run(source, tmp_path)
    assert ids(tmp_path) == ["acme/fine", "acme/fine"]
    assert "line 2 is not JSON" in rows(tmp_path / "out", "problems")[0]["message"]


def test_csv_with_ragged_lines(tmp_path: Path) -> None:
    source = tmp_path / "c.csv"
    source.write_text('id,card\nacme/fine,"---\nlicense: mit\n---\n"\nacme/x\nacme/last,"---\nlicense: mit\n---\n"\n')
    run(source, tmp_path)
    assert ids(tmp_path) == ["acme/fine", "acme/last"]
    assert "has 1 cells, not 2" in rows(tmp_path / "out", "problems")[0]["message"]


def test_bytes_that_are_not_utf8_are_judged_and_named(tmp_path: Path) -> None:
    broken = pa.array([b"acme/x", b"acme/\xff"], pa.binary()).view(pa.string())
    texts = pa.array([MIT.encode() + b"\xff\xfe\x80", MIT.encode()], pa.binary()).view(pa.string())
    tags = pa.ListArray.from_arrays([0, 1, 1], pa.array([b"license:mit\xff"], pa.binary()).view(pa.string()))
    pq.write_table(pa.table({"id": broken, "card": texts, "tags": tags}), tmp_path / "c.parquet")
    found = run(tmp_path / "c.parquet", tmp_path)
    assert (0, "acme/x", "malformed") in kinds(tmp_path)
    assert ids(tmp_path) == ["acme/x", "acme/\ufffd"]
    assert rows(tmp_path / "out", "models")[0]["license.concluded"] == "MIT"
    assert found["exit_code"] == 3


def test_a_card_of_fifty_megabytes_is_named_and_not_read(tmp_path: Path) -> None:
    found = run(parquet(tmp_path / "c.parquet", [FINE, {"id": "acme/huge", "card": MIT + "x" * 50_000_000}]), tmp_path)
    assert kinds(tmp_path) == [(1, "acme/huge", "too-large")]
    assert [row["verdict"] for row in rows(tmp_path / "out", "models")] == ["pass", "unknown"]
    assert found["exit_code"] == 3


def test_a_truncated_file_is_named(tmp_path: Path) -> None:
    source = parquet(tmp_path / "c.parquet", [FINE])
    source.write_bytes(source.read_bytes()[:-20])
    found = run(source, tmp_path)
    assert found["exit_code"] == 3
    assert [kind for _, _, kind in kinds(tmp_path)] == ["unreadable"]
    assert "c.parquet cannot be read" in found["problems"]["first"][0]["message"]


def test_damage_in_the_middle_costs_its_row_group(tmp_path: Path) -> None:
    source = tmp_path / "c.parquet"
    many = [{"id": f"acme/model-{number}", "card": MIT + os.urandom(300).hex()} for number in range(3_000)]
    pq.write_table(pa.Table.from_pylist(many), source, row_group_size=1_000, compression="none", use_dictionary=False)
    data = bytearray(source.read_bytes())
    start = pq.read_metadata(source).row_group(1).column(1).data_page_offset
    data[start : start + 200] = b"\xff" * 200
    source.write_bytes(data)
    found = run(source, tmp_path)
    assert [row["row"] for row in rows(tmp_path / "out", "models")] == [*range(1_000), *range(2_000, 3_000)]
    assert "damaged from row 1000" in found["problems"]["first"][0]["message"]
    assert found["exit_code"] == 3


def test_a_source_that_is_not_there_and_one_that_is_nothing(tmp_path: Path) -> None:
    with pytest.raises(GovscanError, match="no such file"):
        run(tmp_path / "nowhere.parquet", tmp_path)
    (tmp_path / "empty").mkdir()
    found = run(tmp_path / "empty", tmp_path)
    assert (found["models"], found["exit_code"]) == (0, 3)


def test_hostile_rows_neither_crash_nor_pass(tmp_path: Path) -> None:
    hostile = [
        "---\n" + "[" * 5_000 + "\n---\n",
        "---\na: &a [x]\nb: " + "*a " * 10 + "\n---\n",
        "---\nlicense: mit\n" * 2_000,
        "\ue000 in a card\n",
        "---\n? - - - -\n---\n" + "#" * 100_000,
        "---\nlicense: \ud800\n---\n",
        "a\0b",
    ]
    given = [{"id": f"acme/h{number}", "card": text} for number, text in enumerate(hostile)]
    found = run(jsonl(tmp_path / "c.jsonl", [*given, FINE]), tmp_path)
    assert found["models"] == len(hostile)  # half a pair of surrogates is no JSON
    assert found["problems"]["kinds"].get("crash") is None
    assert rows(tmp_path / "out", "models")[-1]["verdict"] == "pass"


FULL = """
import resource, sys
from pathlib import Path
from govscan.cli import run
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(run(["fleet", sys.argv[2], "--policy", sys.argv[3], "-o", sys.argv[4], "--now", "2026-11-25", "-j", "1"]))
"""


def test_a_full_disk_keeps_what_is_done(tmp_path: Path) -> None:
    """No file may grow over a limit: the run ends with a clear word, and goes on when there is room."""
    source, chosen = parquet(tmp_path / "c.parquet", cards(600, seed=1)), policy(tmp_path)
    fleet(source, tmp_path / "whole", chosen)
    largest = max(path.stat().st_size for path in (tmp_path / "whole").iterdir())
    out = tmp_path / "out"
    out.mkdir()
    (out / "models.parquet").write_bytes(b"the tables of an earlier run")

    def limited(limit: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", FULL, str(limit), str(source), str(chosen), str(out)]
        return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "CI": "1"})

    done = limited(largest - 1_000)
    assert done.returncode == 2, done.stderr
    assert "what is done is kept" in done.stderr
    assert "Traceback" not in done.stderr
    assert (out / "models.parquet").read_bytes() == b"the tables of an earlier run"
    assert not list(out.glob(".*.tmp"))
    done = limited(resource.RLIM_INFINITY if resource.RLIM_INFINITY > 0 else 1 << 40)
    assert done.returncode == 1, done.stderr
    assert files(out) == files(tmp_path / "whole")
