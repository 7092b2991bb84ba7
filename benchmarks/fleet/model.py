"""One synthetic model: what is true of it, before a card is written about it."""

from __future__ import annotations

from dataclasses import dataclass, field

from labels import BY_TAG, SEVERAL_TEXTS


@dataclass(slots=True)
class Parent:
    """A base model as a child knows it: `strict` are the strict labels of it and all its ancestors, `certain` says
    whether all of those are known."""

    id: str
    tag: str | None
    license: str | None
    strict: frozenset[str]
    certain: bool
    generation: int
    task: str
    library: str
    name: str | None = None
    link: str | None = None


@dataclass(slots=True)
class Model:
    row: int
    id: str
    author: str
    kind: str
    task: str
    library: str
    tag: str | None = None
    license: str | None = None  # what the card's label means: SPDX id or LicenseRef, None where it names none
    license_name: str | None = None
    license_link: str | None = None
    parents: list[Parent] = field(default_factory=list)
    path: str | None = None  # a base model named by a path on its maker's machine
    relation: str | None = None
    languages: list[str] = field(default_factory=list)
    datasets: list[str] = field(default_factory=list)
    speech: str = "en"  # language of the prose
    generation: int = 0
    prose_license: tuple[str, str] | None = None  # a sentence about the license, and the license it names
    oddity: str = ""

    def strict(self) -> frozenset[str]:
        """The strict licenses of the model and of everything below it."""
        found = frozenset().union(*(parent.strict for parent in self.parents))
        label = BY_TAG.get(self.tag or "")
        return found | {self.license} if label and label.strict and self.license else found

    def certain(self) -> bool:
        """Whether it is known what the licenses of the model and all its ancestors say to those who build on it."""
        label = BY_TAG.get(self.tag or "")
        known = self.license is not None and label is not None and label.strict is not None and self.oddity != "list"
        known = known and self.license not in SEVERAL_TEXTS and self.path is None
        return known and all(parent.certain for parent in self.parents)

    def base_conflict(self) -> bool | None:
        """Whether the label promises more than the base models allow: a permissive label over strict ancestors.
        None where that cannot be known, or where two sets of strict terms meet and only a lawyer can say."""
        label = BY_TAG.get(self.tag or "")
        if self.license is None or label is None or not (self.parents or self.path):
            return None
        if label.strict is None or self.oddity == "list":
            return None
        inherited = frozenset().union(*(parent.strict for parent in self.parents))
        if inherited and not label.strict:
            return True
        if self.path is not None or not all(parent.certain for parent in self.parents):
            return None
        if not inherited:
            return False if not label.strict else None
        return False if inherited == {self.license} and self.license not in SEVERAL_TEXTS else None

    def as_parent(self) -> Parent:
        license_ = BY_TAG[self.tag or ""].license if self.oddity == "list" else self.license  # children copy one label
        return Parent(
            self.id, self.tag, license_, self.strict(), self.certain(), self.generation, self.task, self.library,
            self.license_name, self.license_link,
        )  # fmt: skip
