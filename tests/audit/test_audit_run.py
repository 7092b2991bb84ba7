"""One run over one or many repositories: every format, a manifest, the same bytes, nothing half-written."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from fakes.hub import isolate
from scanning import ALLOWED as GOOD
from scanning import FORBIDDEN as BAD
from scanning import TEAM_POLICY as POLICY

from govscan.audit import FILES
from govscan.cli import run

DAY = ["--offline", "--now", "2026-02-01"]


@pytest.fixture
def trees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    isolate(monkeypatch, tmp_path / "home")
    for name, text in (("shop", GOOD), ("billing", BAD), ("empty", "print()\n"), ("broken", GOOD)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app.py").write_text(text)
        (tmp_path / name / "govscan.yaml").write_text(POLICY if name != "broken" else "govscan: 1\nruels: []\n")
    return tmp_path


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text())


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_format_and_the_same_bytes_twice(trees: Path) -> None:
    for turn in ("one", "two"):
        words = ["audit", str(trees / "shop"), "-o", str(trees / turn), "--format", ",".join(FILES), *DAY]
        assert run(words) == 0
    files = written(trees / "one")
    assert set(files) == {*FILES.values(), "manifest.json"}
    assert files == written(trees / "two")
    for row in manifest(trees / "one")["outputs"]:
        assert hashlib.sha256(files[row["path"]]).hexdigest() == row["sha256"]
        assert len(files[row["path"]]) == row["bytes"]
    statement = json.loads(files["verdict.intoto.json"])
    assert statement["subject"][0]["digest"]["sha256"] == hashlib.sha256(files["report.json"]).hexdigest()


def test_many_repositories_and_a_broken_one(trees: Path, capfd: pytest.CaptureFixture[str]) -> None:
    paths = [str(trees / name) for name in ("shop", "broken", "empty")]
    assert run(["audit", *paths, "-o", str(trees / "out"), "--format", "json", *DAY]) == 3
    said = capfd.readouterr()
    assert "broken: not audited: " in said.err
    assert "did you mean" in said.err
    assert set(written(trees / "out")) == {"manifest.json", "shop/report.json", "empty/report.json"}
    rows = {row["name"]: row for row in manifest(trees / "out")["repositories"]}
    assert "fault" in rows["broken"]
    assert rows["empty"]["models"] == 0
    assert rows["shop"]["policy"]["sha256"]


def test_a_violation_wins(trees: Path) -> None:
    paths = [str(trees / name) for name in ("billing", "broken", "billing")]
    assert run(["audit", *paths, "-o", str(trees / "out"), "--format", "json", *DAY]) == 1
    assert {row["name"] for row in manifest(trees / "out")["repositories"]} == {"billing", "broken", "billing-2"}


def test_a_folder_that_cannot_be_written(trees: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (trees / "file").write_text("x")
    assert run(["audit", str(trees / "shop"), "-o", str(trees / "file" / "below"), *DAY]) == 2
    assert "cannot be written" in capfd.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_leaves_what_was_there(trees: Path, monkeypatch: pytest.MonkeyPatch,
                                           capfd: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    out = trees / "out"
    assert run(["audit", str(trees / "shop"), "-o", str(out), "--format", "json", *DAY]) == 0
    before = written(out)
    real = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "models.csv":
            with Path("/dev/full").open("wb", buffering=0) as device:
                return device.write(data)
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run(["audit", str(trees / "billing"), "-o", str(out), "--format", "json,csv", *DAY]) == 2
    assert "No space left" in capfd.readouterr().err
    assert written(out) == before
    assert sorted(path.name for path in out.iterdir()) == ["manifest.json", "report.json"]


def test_since_an_earlier_audit(trees: Path, capfd: pytest.CaptureFixture[str]) -> None:
    words = ["audit", str(trees / "shop"), str(trees / "empty"), "--format", "json", *DAY]
    assert run([*words, "-o", str(trees / "one")]) == 0
    (trees / "shop" / "app.py").write_text(BAD)
    assert run([*words, "-o", str(trees / "two"), "--since", str(trees / "one")]) == 1
    assert "shop: since 2026-02-01: models: 1 added, 1 removed; findings: " in capfd.readouterr().out
    changes = json.loads((trees / "two" / "shop" / "changes.json").read_text())
    assert changes["models"]["added"] == ["huggingface:Qwen/Qwen2.5-Coder-3B-Instruct"]
    assert {row["rule"] for row in changes["findings"]["new"]} >= {"commercial-use"}
    assert json.loads((trees / "two" / "empty" / "changes.json").read_text())["findings"]["new"] == []
    assert run([*words, "-o", str(trees / "three"), "--since", str(trees / "two")]) == 1
    assert json.loads((trees / "three" / "shop" / "changes.json").read_text())["findings"] == {
        "new": [], "fixed": [], "changed": [],
    }  # fmt: skip
    (trees / "shop" / "govscan.yaml").write_text(POLICY + "# a word\n")
    (trees / "shop" / "app.py").write_text(GOOD)
    assert run([*words, "-o", str(trees / "four"), "--since", str(trees / "three" / "shop" / "report.json")]) == 0
    four = json.loads((trees / "four" / "shop" / "changes.json").read_text())
    assert four["policy_changed"]
    assert {row["rule"] for row in four["findings"]["fixed"]} >= {"commercial-use"}


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "{}", '{"govscan_report": 1}', '{"govscan_report": 1, "findings": [1]}']
)
def test_what_is_no_earlier_report(text: str, trees: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (trees / "old.json").write_text(text)
    words = ["audit", str(trees / "shop"), "-o", str(trees / "out"), "--since", str(trees / "old.json"), *DAY]
    assert run(words) == 2
    assert "is no JSON report of govscan" in capfd.readouterr().err
    assert not (trees / "out").exists()


@pytest.mark.parametrize("words", [["--format", "docx"], ["--format", ","], []])
def test_misuse(words: list[str], trees: Path, capfd: pytest.CaptureFixture[str]) -> None:
    target = ["-o", str(trees / "out")] if words else []
    assert run(["audit", str(trees / "shop"), *target, *words]) == 2
    assert not (trees / "out").exists()
    assert "Traceback" not in capfd.readouterr().err


def test_the_manifest_has_the_digest_of_every_input(trees: Path) -> None:
    shop = trees / "shop"
    (shop / "lib").mkdir()
    (shop / "lib" / "plain.py").write_text("print()\n")
    (shop / ".govscan").mkdir()
    (shop / ".govscan" / "report.yaml").write_text("organization: Acme\n")
    (shop / "govscan.lock").write_text("lock_version = 1\n")
    assert run(["audit", str(shop), "-o", str(trees / "out"), "--format", "json", *DAY]) == 3  # not in the lock
    (entry,) = manifest(trees / "out")["repositories"]
    for row in entry["files"]:
        assert row["sha256"] == hashlib.sha256((shop / row["path"]).read_bytes()).hexdigest()
    assert {row["path"] for row in entry["files"]} == {
        ".govscan/report.yaml", "app.py", "govscan.yaml", "lib/plain.py",
    }  # fmt: skip
    assert [row["path"] for row in entry["records"]] == ["govscan.lock", "report.yaml"]
    assert all(len(row["sha256"]) == 64 for row in entry["records"])
    assert entry["files_read"] == len(entry["files"])


def test_a_policy_from_elsewhere_and_the_lock_that_counts(trees: Path) -> None:
    (trees / "rules").mkdir()
    (trees / "rules" / "strict.yaml").write_text(POLICY)
    (trees / "shop" / "govscan.yaml").unlink()
    (trees / "shop" / "govscan.lock").write_text("lock_version = 1\n")
    words = ["audit", str(trees / "shop"), "--policy", str(trees / "rules" / "strict.yaml"), "--format", "json", *DAY]
    assert run([*words, "-o", str(trees / "out")]) == 3
    (entry,) = manifest(trees / "out")["repositories"]
    assert [row["path"] for row in entry["records"]] == ["govscan.lock"]


def test_a_lock_without_any_code(trees: Path) -> None:
    """Written by `govscan lock` from a tree, then judged where nothing else is."""
    from govscan.evidence import LockEntry
    from govscan.reference import Identity
    from govscan.resolve.lock_writer import render_lock

    def entry(license_: str, base: bool = False) -> LockEntry:
        return LockEntry("0" * 40, license_, None, license_, (), (), "2026-01-05", 0, base=base)

    text = render_lock({
        Identity("huggingface", "Qwen/Qwen2.5-Coder-3B-Instruct"): entry("LicenseRef-qwen-research"),
        Identity("huggingface", "Qwen/Qwen3-8B", "0" * 40): entry("Apache-2.0"),
        Identity("huggingface", "Qwen/Qwen3-8B-Base"): entry("Apache-2.0", base=True),
    })  # fmt: skip
    (trees / "locks").mkdir()
    (trees / "locks" / "govscan.lock").write_text(text)
    (trees / "locks" / "app.py").write_text(BAD)
    (trees / "locks" / "govscan.yaml").write_text(POLICY)
    words = ["audit", str(trees / "locks" / "govscan.lock"), "-o", str(trees / "out"), "--format", "json", *DAY]
    assert run(words) == 1
    report = json.loads((trees / "out" / "report.json").read_text())
    assert [model["name"] for model in report["models"]] == ["Qwen/Qwen2.5-Coder-3B-Instruct", "Qwen/Qwen3-8B"]
    assert report["models"][1]["revision"] == "0" * 40
    assert all(model["evidence"]["origin"] == "lock" for model in report["models"])
    places = [each["references"][0] for each in report["models"]]
    assert all(text.splitlines()[place["line"] - 1] for place in places)
    assert {place["path"] for place in places} == {"govscan.lock"}
    assert [row["name"] for row in manifest(trees / "out")["repositories"]] == ["locks"]


class TestTemplates:
    """Templates of the organization."""

    @pytest.fixture
    def audited(self, trees: Path):
        def go(name: str, text: str | bytes) -> int:
            data = text if isinstance(text, bytes) else text.encode()
            (trees / name).write_bytes(data)
            words = ["audit", str(trees / "shop"), "-o", str(trees / "out"), "--format", "json", *DAY]
            return run([*words, "--template", str(trees / name)])

        return go

    def test_a_text_and_its_place_in_the_manifest(self, audited, trees: Path) -> None:
        text = "{{ report.root }}:\n{% for model in report.models %}\n- {{ model.name }}\n{% endfor %}\n"
        assert audited("board.md.j2", text) == 0
        written_text = (trees / "out" / "board.md").read_text()
        assert written_text.startswith("shop:\n- ")
        found = manifest(trees / "out")
        assert [row["path"] for row in found["templates"]] == ["board.md.j2"]
        assert "board.md" in {row["path"] for row in found["outputs"]}

    def test_html_is_escaped(self, audited, trees: Path) -> None:
        (trees / "shop" / "evil.py").write_text(
            "from transformers import AutoModel\nAutoModel.from_pretrained('<script>alert(1)</script>/x')\n"
        )
        audited("board.html.j2", "{% for one in report.mentions + report.models %}{{ one.name }}{% endfor %}<b>end</b>")
        page = (trees / "out" / "board.html").read_text()
        assert "<script>" not in page
        assert page.endswith("<b>end</b>")

    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            ("one\n{% if %}\n", 2, "Expected an expression"),
            ("one\n\n{{ report.nothing.at_all }}", 3, "has no attribute 'nothing'"),
            ("{{ 1 / 0 }}", 1, "division by zero"),
            ("\n{{ report['x'] + 1 }}", 2, "has no attribute 'x'"),
            ("{{ ''.__class__.__mro__ }}", 1, "may not do that"),
            ("{{ report.models.append(1) }}", 1, "may not do that"),
            ("{% include '/etc/passwd' %}", 1, "no loader"),
            ("{{ range(99999999)|list }}", 1, "Range too big"),
            (b"a\nb\xff", 2, "not UTF-8"),
            ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", 1, "recursion"),
        ],
    )
    def test_errors_have_their_place(
        self, text: str | bytes, line: int, message: str, audited, trees: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        assert audited("bad.txt.j2", text) == 2
        said = capfd.readouterr().err
        assert f"bad.txt.j2:{line}: " in said
        assert message in said
        assert "Traceback" not in said
        assert not (trees / "out").exists()

    def test_the_name_of_another_file(self, audited, capfd: pytest.CaptureFixture[str]) -> None:
        assert audited("report.json.j2", "x") == 2
        assert "has a file report.json already" in capfd.readouterr().err

    def test_a_template_that_is_not_there(self, trees: Path) -> None:
        assert run(["audit", str(trees / "shop"), "-o", str(trees / "out"), "--template", str(trees / "no.j2")]) == 2
