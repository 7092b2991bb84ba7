"""A run that is stopped goes on, on one machine and on a cluster; lists of ids and of repositories; the command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from fakes.cards import cards, parquet
from fakes.hub import Hub, Trouble, isolate
from fakes.repository import Repository
from fleeting import NOW, POLICY, files, fleet, policy, rows

from govscan.cli import run as command
from govscan.errors import GovscanError

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "fleet-summary.schema.json").read_text())


def _parts(out: Path) -> dict[str, int]:
    """The parts that are there, with the time of their making."""
    found = {}
    for path in (out / ".parts").glob("*.part"):
        try:
            found[path.name] = path.stat().st_mtime_ns
        except FileNotFoundError:  # joined meanwhile
            continue
    return found


def test_a_run_that_was_killed_goes_on_without_losing_or_doing_a_row_twice(tmp_path: Path) -> None:
    source, chosen = parquet(tmp_path / "c.parquet", cards(900, seed=4)), policy(tmp_path)
    out = tmp_path / "out"
    words = [
        "fleet",
        str(source),
        "--policy",
        str(chosen),
        "-o",
        str(out),
        "--now",
        NOW.isoformat(),
        "-j",
        "2",
        "--batch",
        "60",
    ]
    begun = subprocess.Popen(
        [sys.executable, "-m", "govscan", *words], start_new_session=True, stdout=subprocess.DEVNULL
    )
    while not _parts(out) and begun.poll() is None:
        time.sleep(0.01)
    os.kill(begun.pid, signal.SIGKILL)
    begun.wait()
    before = _parts(out)
    assert 0 < len(before) < 15
    inodes = {name: (out / ".parts" / name).stat().st_ino for name in before}
    seen: dict[str, int] = {}

    def note(done: int, total: int | None) -> None:
        seen.update({path.name: path.stat().st_ino for path in (out / ".parts").glob("*.part")})

    fleet(source, out, chosen, batch=60, progress=note)
    assert {name: seen[name] for name in inodes} == inodes
    assert [row["row"] for row in rows(out, "models")] == list(range(900))
    fleet(source, tmp_path / "whole", chosen, batch=60)
    assert files(out) == files(tmp_path / "whole")


def _stop_after(parts: int) -> Any:
    def progress(done: int, total: int | None) -> None:
        nonlocal parts
        parts -= done > 0
        if parts == 0:
            raise KeyboardInterrupt

    return progress


def test_an_unfinished_run_of_something_else_is_not_mixed_in(tmp_path: Path) -> None:
    source, chosen = parquet(tmp_path / "c.parquet", cards(150, seed=2)), policy(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        fleet(source, tmp_path / "out", chosen, batch=50, progress=_stop_after(1))
    policy(tmp_path, POLICY.replace("legal", "counsel"))
    with pytest.raises(GovscanError, match="not the same: policy"):
        fleet(source, tmp_path / "out", chosen, batch=50)
    fleet(source, tmp_path / "out", chosen, batch=50, fresh=True)
    mine = [row for row in rows(tmp_path / "out", "findings") if row["rule"] == "no-personal-research"]
    assert {row["owner"] for row in mine} == {"counsel"}


def test_a_damaged_part_is_done_again(tmp_path: Path) -> None:
    source, chosen = parquet(tmp_path / "c.parquet", cards(150, seed=2)), policy(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        fleet(source, tmp_path / "out", chosen, batch=50, progress=_stop_after(2))
    (part,) = sorted((tmp_path / "out" / ".parts").glob("*1.part"))
    part.write_bytes(part.read_bytes()[:-100])
    fleet(source, tmp_path / "out", chosen, batch=50)
    fleet(source, tmp_path / "whole", chosen, batch=50)
    assert files(tmp_path / "out") == files(tmp_path / "whole")


def test_a_cluster_says_the_same_and_loses_nothing_with_a_worker(tmp_path: Path) -> None:
    """Two worker processes of a real cluster, one of which is killed while it works."""
    from distributed import Client, LocalCluster

    source, chosen = parquet(tmp_path / "c.parquet", cards(600, seed=6)), policy(tmp_path)
    fleet(source, tmp_path / "local", chosen, batch=40)
    killed: list[int] = []
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):

        def kill_one(done: int, total: int | None) -> None:
            if done and not killed:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        address = cluster.scheduler_address
        fleet(source, tmp_path / "dask", chosen, engine="dask", scheduler=address, batch=40, progress=kill_one)
    assert killed
    assert files(tmp_path / "dask") == files(tmp_path / "local")


def test_nobody_at_the_address_of_the_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govscan.fleet.dask_.SECONDS", 0.5)
    source = parquet(tmp_path / "c.parquet", cards(5))
    with pytest.raises(GovscanError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        fleet(source, tmp_path / "out", policy(tmp_path), engine="dask", scheduler="tcp://127.0.0.1:9")


def test_ids_are_resolved_with_their_families(hub: Hub, tmp_path: Path) -> None:
    hub.add("acme/child", {"README.md": "---\nlicense: mit\nbase_model: acme/parent\n---\n", "LICENSE": "words"})
    hub.add("acme/parent", {"README.md": "---\nlicense: cc-by-nc-4.0\n---\n"})
    hub.add("acme/busy", {"README.md": "x"}, trouble=Trouble.BROKEN)
    listed = tmp_path / "ids.txt"
    listed.write_text("# ours\nacme/child\n\nacme/missing\nacme/busy\nno id\n")
    found = fleet(listed, tmp_path / "out", policy(tmp_path))
    models = {row["id"]: row for row in rows(tmp_path / "out", "models")}
    assert list(models) == ["acme/child", "acme/missing", "acme/busy"]
    assert models["acme/child"]["base_models"] == ["acme/parent"]
    assert models["acme/child"]["lineage.base_conflict"] or models["acme/child"]["license.text_present"]
    assert [(row["row"], row["kind"]) for row in rows(tmp_path / "out", "problems")] == [
        (1, "unauthorized" if models["acme/missing"]["model.gated"] else "not-found"),
        (2, "server-error"),
        (3, "malformed"),
    ]
    assert found["exit_code"] == 1 if found["verdicts"].get("fail") else 3
    again = tmp_path / "ids.jsonl"
    again.write_text('"acme/child"\n{"id": "acme/parent"}\n')
    fleet(again, tmp_path / "jsonl", policy(tmp_path), kind="ids")
    assert [row["id"] for row in rows(tmp_path / "jsonl", "models")] == ["acme/child", "acme/parent"]


def test_repositories_by_path_and_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    isolate(monkeypatch, tmp_path / "home")
    calls = "from transformers import pipeline\npipeline(model='Qwen/Qwen3-8B')\n"
    for name in ("one", "two"):
        Repository(tmp_path / name).commit(files={"shop/app.py": calls})
    (tmp_path / "plain").mkdir()
    listed = tmp_path / "repositories.txt"
    lines = [str(tmp_path / "one"), (tmp_path / "two").as_uri(), str(tmp_path / "plain"), "https://127.0.0.1:9/no.git"]
    listed.write_text("\n".join([*lines, "--upload-pack=touch x://y"]))
    found = fleet(listed, tmp_path / "out", policy(tmp_path), offline=True)
    models = rows(tmp_path / "out", "models")
    assert [(row["row"], row["id"], row["repository"]) for row in models] == [
        (0, "Qwen/Qwen3-8B", lines[0]),
        (1, "Qwen/Qwen3-8B", lines[1]),
    ]
    problems = rows(tmp_path / "out", "problems")
    assert [(row["row"], row["id"]) for row in problems] == [
        (2, lines[2]),
        (3, lines[3]),
        (4, "--upload-pack=touch x://y"),
    ]
    assert {row["kind"] for row in problems} == {"not-a-repository"}
    assert {row["context"] for row in rows(tmp_path / "out", "findings")} == {"default", "shop"}
    assert found["exit_code"] in (1, 3)


def test_the_command_and_its_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, chosen = parquet(tmp_path / "c.parquet", cards(50)), policy(tmp_path)
    out = tmp_path / "out"
    code = command(["fleet", str(source), "--policy", str(chosen), "-o", str(out), "--now", NOW.isoformat(), "-j", "1"])
    said = capsys.readouterr()
    summary = json.loads((out / "summary.json").read_text())
    jsonschema.Draft202012Validator(SCHEMA).validate(summary)
    assert code == summary["exit_code"] == 1
    assert said.out.startswith("50 models in 50 rows: ")
    assert said.err == ""
    assert sum(group["models"] for group in summary["groups"]["publisher"]["largest"]) == 50
    page = (out / "summary.html").read_text()
    assert "c.parquet" in page
    assert "<script" not in page
    assert command(["fleet", "run", str(source), "--context", "lab", "-o", str(tmp_path / "lab"), "-j", "1"]) == 2
    lab = ["--policy", str(chosen), "--context", "lab", "-o", str(tmp_path / "lab"), "-j", "1"]
    assert command(["fleet", "run", str(source), *lab]) in (1, 3)
    assert {row["context"] for row in rows(tmp_path / "lab", "findings")} == {"lab"}


@pytest.mark.parametrize("words", [["--help"], ["run", "--help"]])
def test_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command(["fleet", *words]) == 0
    assert "govscan fleet" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.parquet", "-o", "out"], "no such file"),
        (["c.parquet"], "Missing option"),
        (["c.parquet", "-o", "out", "--scheduler", "tcp://x:1"], "--scheduler needs --engine dask"),
        (["c.parquet", "-o", "out", "--column", "crad=text"], "crad=text"),
        (["c.parquet", "-o", "out", "--context", "moon"], "has no context 'moon'"),
    ],
)
def test_misuse(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    parquet(tmp_path / "c.parquet", cards(2))
    assert command(["fleet", *words]) == 2
    assert said in capsys.readouterr().err
