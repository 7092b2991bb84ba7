from __future__ import annotations

import pytest
from evaluate_build import policy_of

from govscan.evaluate import contexts_of
from govscan.reference import NAMESPACE, Location, Reference

RULE = "\nrules: [{id: r, level: note, require: {model.remote_code: {is: false}}}]\n"


def at(path: str, namespace: str = "") -> Reference:
    hints = ((NAMESPACE, namespace),) if namespace else ()
    return Reference("huggingface", "org/name", Location(path, 1), "test", hints=hints)


@pytest.mark.parametrize(
    ("pattern", "inside", "outside"),
    [
        ("services/**", ["services/a.py", "services/a/b/c.yaml"], ["services.py", "lib/services/a.py", "services"]),
        ("services", ["services", "services/a.py"], ["services2/a.py", "a/services2", "service"]),
        ("services/", ["services/a.py", "a/services/b.py"], ["services"]),
        ("/services", ["services", "services/a.py"], ["a/services"]),
        ("*.py", ["a.py", "x/y/a.py"], ["a.pyc", "a.py3"]),
        ("/*.py", ["a.py"], ["x/a.py"]),
        ("**/test_*.py", ["test_a.py", "x/test_a.py", "x/y/test_b.py"], ["a_test.py"]),
        ("a/**/z", ["a/z", "a/b/z", "a/b/c/z", "a/z/q"], ["a/zz", "b/a/z"]),
        ("**", ["a", "a/b"], []),
        ("app/?.txt", ["app/a.txt"], ["app/ab.txt", "app/.txt/x"]),
        ("app/[ab].txt", ["app/a.txt"], ["app/c.txt"]),
        ("app/[!ab].txt", ["app/c.txt"], ["app/a.txt"]),
        ("./app/x", ["app/x"], ["x"]),
        ("a+b(c).py", ["a+b(c).py"], ["aab(c).py"]),
        ("a*/b*c/d", ["a1/bxc/d"], ["a1/x/bc/d"]),
        ("folder[1", ["folder[1"], ["folder1"]),
    ],
)
def test_patterns(tmp_path, pattern, inside, outside):
    policy = policy_of(tmp_path, f"govscan: 1\ncontexts: {{here: {{paths: ['{pattern}']}}}}{RULE}")
    for path in inside:
        assert contexts_of(policy, at(path)) == ("here",), path
    for path in outside:
        assert contexts_of(policy, at(path)) == ("default",), path


def test_a_path_may_be_in_several_contexts_in_the_order_of_the_policy(tmp_path):
    text = "govscan: 1\ncontexts: {z: {paths: [a]}, m: {paths: ['*.py']}, q: {paths: [b]}}" + RULE
    policy = policy_of(tmp_path, text)
    assert contexts_of(policy, at("a/x.py")) == ("z", "m")


def test_a_namespace_of_a_cluster_is_a_context_and_with_paths_both_have_to_fit(tmp_path):
    contexts = """
contexts:
  live: {kubernetes_namespaces: [prod, "prod-*"], use: commercial}
  shop: {paths: [deploy], kubernetes_namespaces: [shop]}
"""
    policy = policy_of(tmp_path, "govscan: 1" + contexts + RULE)
    assert contexts_of(policy, at("any/where.yaml", "prod-eu")) == ("live",)
    assert contexts_of(policy, at("deploy/a.yaml", "shop")) == ("shop",)
    assert contexts_of(policy, at("other/a.yaml", "shop")) == ("default",)
    assert contexts_of(policy, at("deploy/a.yaml")) == ("default",)
    assert contexts_of(policy, at("deploy/a.yaml", "staging")) == ("default",)
