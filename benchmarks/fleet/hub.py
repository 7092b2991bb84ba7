"""A synthetic hub: models one after the other, each of which may be made from earlier ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from bases import OUTSIDE, PATHS, ROOTS, Root
from cards import KINDS, card_of
from labels import BY_TAG, DRIFT, LABELS, NAMED
from model import Model, Parent
from prose import DATASETS, FURTHER, LANGUAGES

WITHOUT_CARD = 0.40
RELABELED = 0.22  # of the labeled children of a labeled parent: another label than the parent's
REMEMBERED = 20_000  # earlier models that may become parents

_BY_ID = {root.id: root for root in ROOTS}
_CHILDREN = {"trainer": "finetune", "adapter": "adapter", "gguf": "quantized", "merge": "merge", "written": "finetune"}
_HAS_PARENT = {"trainer": 0.85, "adapter": 0.95, "gguf": 0.97, "merge": 1.0, "written": 0.35, "bare": 0.08}
_FIRST = ("brook", "cedar", "delta", "ember", "fjord", "grove", "heron", "iris", "juno", "kite", "lark", "mango")
_SECOND = ("works", "lab", "ai", "forge", "nlp", "vision", "data", "team", "models", "research", "bot", "studio")


T = TypeVar("T")


class Pick(Generic[T]):
    """Draws from a list by weight."""

    def __init__(self, items: Sequence[tuple[T, float]]) -> None:
        self.items = [item for item, _ in items]
        self.sums = list(accumulate(weight for _, weight in items))

    def of(self, random: Random) -> T:
        return random.choices(self.items, cum_weights=self.sums)[0]


class Hub:
    """All models, one after the other; each may be made from earlier ones."""

    def __init__(self, rows: int, seed: int) -> None:
        self.random = Random(seed)
        self.rows = rows
        self.authors = max(20, rows // 5)
        self.kinds = Pick(KINDS)
        self.labels = Pick([(label, label.weight) for label in LABELS])
        self.named = Pick([(named, named.weight) for named in NAMED])
        self.drift = Pick([(BY_TAG[tag], weight) for tag, weight in DRIFT])
        self.languages = Pick(LANGUAGES)
        self.roots = Pick([(_root(root), root.weight) for root in ROOTS])
        self.own: list[Parent] = []

    def __iter__(self) -> Iterator[tuple[Model, str | None]]:
        """Every model with the text of its card, None for those without."""
        present = [root for root in ROOTS if root.present][: self.rows]
        for row, root in enumerate(present):
            model = self._root_model(row, root)
            text = card_of(self.random, model)
            while model.oddity:  # the cards of roots have no fault: the truth of their children stands on them
                model = self._root_model(row, root)
                text = card_of(self.random, model)
            yield model, text
        for row in range(len(present), self.rows):
            model = self._model(row)
            text = None if model.kind == "none" else card_of(self.random, model)
            if model.kind != "none":
                self._remember(model)
            yield model, text

    def _root_model(self, row: int, root: Root) -> Model:
        parent = _root(root)
        base = [_root(_BY_ID[root.base])] if root.base else []
        return Model(
            row, root.id, root.id.split("/")[0], "written", root.task, root.library, root.tag, parent.license,
            root.name, root.link, base, relation="finetune" if base else None, languages=["en"],
            generation=parent.generation,
        )  # fmt: skip

    def _model(self, row: int) -> Model:
        random = self.random
        kind = "none" if random.random() < WITHOUT_CARD else self.kinds.of(random)
        at = int(self.authors * random.random() ** 2.2)
        author = f"{_FIRST[at % 12]}-{_SECOND[at // 12 % 12]}{at // 144 or ''}"
        model = Model(row, "", author, kind, "text-generation", "transformers")
        if random.random() < _HAS_PARENT.get(kind, 0):
            self._parents(model)
        else:
            root = self.roots.of(random)
            model.task, model.library = root.task, root.library
        stem = model.parents[0].id.split("/")[1].split("--")[0] if model.parents else random.choice(_FIRST)
        ending = {"gguf": "-GGUF", "adapter": "-lora", "trainer": "-finetuned", "merge": "-merge"}.get(kind, "")
        model.id = f"{author}/{stem[:60]}--{_base36(row)}{ending}"
        self._label(model)
        self._describe(model)
        return model

    def _parents(self, model: Model) -> None:
        random = self.random
        model.relation = _CHILDREN.get(model.kind)
        if model.kind != "merge" and random.random() < 0.04:
            if random.random() < 0.6:
                model.parents = [Parent(random.choice(OUTSIDE), None, None, frozenset(), False, 0, model.task,
                                        model.library)]  # fmt: skip
            else:
                model.path = random.choice(PATHS)
                return
        else:
            wanted = random.randrange(2, 5) if model.kind == "merge" else 1
            found: dict[str, Parent] = {}
            for _ in range(wanted * 4):
                parent = self._parent(model.kind)
                found[parent.id] = parent
                if len(found) == wanted:
                    break
            model.parents = list(found.values())
        first = model.parents[0]
        model.task, model.library = first.task, first.library
        if model.kind == "adapter" and first.library != "diffusers":
            model.library = "peft"
        model.generation = 1 + max(parent.generation for parent in model.parents)

    def _parent(self, kind: str) -> Parent:
        random = self.random
        earlier = {"gguf": 0.6, "merge": 0.7}.get(kind, 0.18)
        if self.own and random.random() < earlier:
            return self.own[int(len(self.own) * random.random() ** 3)]
        for _ in range(20):
            root = self.roots.of(random)
            if kind not in ("gguf", "merge") or root.task == "text-generation":
                return root
        return root

    def _remember(self, model: Model) -> None:
        if model.kind in ("gguf", "agent", "plain", "template") or model.generation > 8:
            return
        if len(self.own) < REMEMBERED:
            self.own.append(model.as_parent())
        elif self.random.random() < 0.1:
            self.own[self.random.randrange(REMEMBERED // 10, REMEMBERED)] = model.as_parent()

    def _label(self, model: Model) -> None:
        random = self.random
        chance = {"template": 0.12, "bare": 0.97, "plain": 0.0, "none": 0.0, "merge": 0.6}.get(model.kind, 0.74)
        if random.random() >= chance:
            return
        first = next((parent for parent in model.parents if parent.tag), None)
        label = self.labels.of(random)
        if first is not None and first.tag is not None:
            if random.random() >= RELABELED:
                model.tag, model.license = first.tag, first.license
                model.license_name, model.license_link = first.name, first.link
                return
            label = self.drift.of(random)
        model.tag, model.license = label.tag, label.license
        if label.tag == "other":
            named = self.named.of(random)
            model.license_name, model.license_link, model.license = named.name, named.link, named.license

    def _describe(self, model: Model) -> None:
        random = self.random
        model.speech = self.languages.of(random)
        if model.kind in ("written", "trainer", "gguf", "adapter") and random.random() < 0.45:
            model.languages = [model.speech]
            if random.random() < 0.12:
                model.languages += random.sample(FURTHER, random.randrange(1, 5))
        if model.kind in ("written", "trainer", "adapter") and random.random() < 0.35:
            model.datasets = random.sample(DATASETS, random.choice((1, 1, 1, 2, 3)))


def _root(root: Root) -> Parent:
    label = BY_TAG[root.tag]
    license_ = label.license or next(named.license for named in NAMED if named.name == root.name)
    assert license_ is not None
    strict = frozenset({license_}) if label.strict else frozenset()
    below = _root(_BY_ID[root.base]) if root.base else None
    if below is not None:
        strict |= below.strict
    certain = root.present and (below is None or below.certain)  # of others the set says nothing
    generation = 1 + below.generation if below else 0
    return Parent(
        root.id, root.tag, license_, strict, certain, generation, root.task, root.library, root.name, root.link
    )


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = ""
    while number:
        number, rest = divmod(number, 36)
        text = digits[rest] + text
    return text or "0"
