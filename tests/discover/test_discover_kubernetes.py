"""Kubernetes documents, read through the surface of structured files."""

from __future__ import annotations

from pathlib import Path

import pytest
from surface_cases import cases_of, expected_in, found_in

from govscan.discover import kubernetes, structured
from govscan.marked import parse_yaml


@pytest.mark.parametrize("folder", cases_of("kubernetes"))
def test_case(folder: Path) -> None:
    assert found_in(folder, structured) == expected_in(folder)


def test_a_list_keeps_the_items_that_use_models() -> None:
    (document,) = parse_yaml(
        "apiVersion: v1\nkind: List\nitems:\n"
        "- {apiVersion: v1, kind: Secret, data: {model: acme/a}}\n"
        "- {apiVersion: v1, kind: Pod, spec: {model: acme/b}}\n"
    )
    assert kubernetes.is_kubernetes(document)
    kept = [pruned for one in kubernetes.objects_of(document) if (pruned := kubernetes.without_objects(one))]
    assert [node.text for one in kept for node in one.walk() if node.text and "/" in node.text] == ["acme/b"]


def test_a_document_without_a_kind_is_another_thing() -> None:
    (document,) = parse_yaml("apiVersion: v1\nmodel: acme/a\n")
    assert not kubernetes.is_kubernetes(document)
