"""Models that lie in the scanned tree: a path as written in code enters, the evidence of its folder leaves.

Names are resolved against the root of the tree. Files above the model's own folder never speak for it, nor do those
of a folder that is a program of its own (see `PROJECT_FILES`) or the root of the tree.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

from govscan.evidence import Evidence, Failure, Resolved, Unresolved
from govscan.pattern import pattern
from govscan.reference import Identity
from govscan.resolve.documents import CONFIGS, MINOR_CONFIGS, front_matter, is_card, is_license, is_weight
from govscan.resolve.folder import Folder
from govscan.resolve.headers import read_header

# Files that make a folder a software project, whose README and LICENSE are about the program.
PROJECT_FILES = frozenset(
    {
        *("pyproject.toml", "setup.py", "setup.cfg", "package.json", "cargo.toml", "go.mod", "pom.xml"),
        *("build.gradle", "build.gradle.kts", "gemfile", "composer.json", "cmakelists.txt"),
    }
)
_CODE = frozenset({".py", ".js", ".ts", ".go", ".rs", ".java", ".kt", ".cs", ".cc", ".cpp", ".c", ".swift", ".rb"})
_MODEL_FILES = frozenset({*CONFIGS, *MINOR_CONFIGS, "modules.json", "tokenizer.json"})
_SHARD = pattern(r"-[0-9]{5}-of-[0-9]{5}$")


class Local:
    """Answers for paths, and for Hub names that are a model's folder in the tree, as the loaders themselves do."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def answer(self, identity: Identity) -> Evidence | None:
        if identity.provider not in ("local", "huggingface"):
            return None
        target = self._find(identity.name)
        if identity.provider == "huggingface":
            if isinstance(target, str) or target == self.root or not target.is_dir():
                return None
            return self._folder(identity, target) if self.holds_model(target) else None
        if isinstance(target, str):
            return Unresolved(identity, Failure.MISSING, target)
        return self._folder(identity, target) if target.is_dir() else self._file(identity, target)

    def _find(self, name: str) -> Path | str:
        """The real path that a name means, or the sentence that says why there is none."""
        written = name.strip().replace("\\", "/")
        if not written or "\0" in written:
            return "the path is empty" if not written else "the path holds a null byte"
        try:
            real = (self.root / written).resolve()
            if not real.is_relative_to(self.root):
                return f"{name[:200]} leads outside of the scanned tree"
            if real.is_dir() or real.is_file():
                return real
        except (OSError, RuntimeError, ValueError):  # too long a name, a loop of links, an undecodable one
            return f"{name[:200]} cannot be looked up"
        return f"{name[:200]} is not in the scanned tree"

    def holds_model(self, folder: Path) -> bool:
        """Whether a folder named like a Hub model holds one, and is not, say, a package of code called "gpt2"."""
        names = [entry.name for entry in _files(folder)]
        if any(name in _MODEL_FILES or is_weight(name) for name in names):
            return True
        card = next((name for name in names if name.lower() == "readme.md"), None)
        document = Folder(folder, self.root, str).read(card) if card else None
        return document is not None and front_matter(document.text) is not None

    def _folder(self, identity: Identity, path: Path) -> Resolved:
        folder = Folder(path, self.root, self._source(path))
        reason = self._application(path)
        if not reason:
            return _resolved(identity, folder)
        # A model card says in its front matter that it is one; the program's own README is about the program.
        own = {name for name in folder.sizes if is_card(name) and _is_model_card(folder, name)}
        note = f"README and LICENSE were not taken for the model's: the folder is {reason}"
        return _resolved(identity, folder, lambda name: name in own or not (is_card(name) or is_license(name)), note)

    def _file(self, identity: Identity, path: Path) -> Resolved:
        """A single file of weights. Its folder's documents speak for it only where they can mean nothing else."""
        folder = Folder(path.parent, self.root, self._source(path.parent))
        folder.sizes = {name: size for name, size in folder.sizes.items() if "/" not in name}
        model = _model_name(path.name)
        reason = self._application(path.parent)
        if not reason and any(is_weight(name) and _model_name(name) != model for name in folder.sizes):
            reason = "shared with other weights"
        if not reason and any(PurePosixPath(name).suffix.lower() in _CODE for name in folder.sizes):
            reason = "shared with a program"

        def wanted(name: str) -> bool:
            return not reason or name.startswith((model + ".", path.name + "."))

        there = any((is_card(name) or is_license(name)) and not wanted(name) for name in folder.sizes)
        note = f"README and LICENSE beside {path.name} were not taken for its own: the folder is {reason}"
        read = _resolved(identity, folder, wanted, note if there else "")
        files = tuple(artifact for artifact in read.artifacts if artifact.name == path.name)
        header = read_header(path, path.name)
        return Resolved(
            identity,
            "local",
            documents=read.documents,
            artifacts=files,
            headers=(header,) if header is not None else (),
            examined=tuple(each for each in read.examined if each.name == path.name),
            notes=read.notes,
        )

    def _application(self, folder: Path) -> str:
        """Why the documents of a folder are about a program; empty where nothing says so."""
        if folder == self.root:
            return "the root of the tree"
        found = sorted(entry.name for entry in _files(folder) if entry.name.lower() in PROJECT_FILES)
        return f"a software project ({found[0]})" if found else ""

    def _source(self, folder: Path) -> Callable[[str], str]:
        prefix = "" if folder == self.root else folder.relative_to(self.root).as_posix() + "/"
        return lambda name: prefix + name


def _resolved(
    identity: Identity, folder: Folder, wanted: Callable[[str], bool] = lambda name: True, note: str = ""
) -> Resolved:
    contents = folder.contents(wanted)
    notes = (*contents.notes, note) if note else contents.notes
    return Resolved(
        identity,
        "local",
        documents=contents.documents,
        artifacts=contents.artifacts,
        headers=contents.headers,
        examined=contents.examined,
        notes=notes,
    )


def _is_model_card(folder: Folder, name: str) -> bool:
    document = folder.read(name)
    matter = front_matter(document.text) if document is not None else None
    # A Space's README has front matter as well, and is about an application; it always names its `sdk`.
    return matter is not None and not any(line.startswith("sdk:") for line in matter.split("\n"))


def _files(folder: Path) -> list[Path]:
    try:
        return sorted(entry for entry in folder.iterdir() if entry.is_file())
    except OSError:
        return []


def _model_name(file: str) -> str:
    """The name that the files of one model share: without suffix and number of the shard."""
    return _SHARD.sub("", PurePosixPath(file).stem)
