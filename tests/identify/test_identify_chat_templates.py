"""Chat templates: what honest ones need is nothing to speak of, what attacks a sandbox is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscan.evidence import Document, Resolved
from govscan.identify.chat_templates import dangers_of, template_dangers
from govscan.reference import Identity

HONEST = (
    "{%- if tools %}{{ '<tools>' }}{% for tool in tools %}{{ tool | tojson }}{% endfor %}{% endif %}"
    "{% set ns = namespace(found=false) %}{% for message in messages %}{% if loop.last %}{% break %}{% endif %}"
    "{% if message['role'] == 'user' %}{{ bos_token + message.content | trim }}"
    "{% elif message.role == 'assistant' %}{% generation %}{{ message['content'].split('</think>')[-1] }}"
    "{% endgeneration %}{% else %}{{ raise_exception('no such role: ' + message['role']) }}{% endif %}{% endfor %}"
    "{% macro line(text) %}{{ text }}{% endmacro %}{{ line(strftime_now('%d %b %Y')) }}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)


def test_an_honest_template() -> None:
    assert list(dangers_of(HONEST)) == []


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ ''.__class__.__mro__ }}", "__mro__"),
        ("{{ messages['__class__'] }}", "__class__"),
        ("{{ cycler.__init__.__globals__.os.popen('id') }}", "cycler"),
        ("{{ lipsum.x }}", "lipsum"),
        ("{{ self._TemplateReference__context }}", "self"),
        ("{{ messages | attr('__class__') }}", "filter attr"),
        ("{{ messages | attr('__cla' + 'ss__') }}", "filter attr"),
        ("{{ messages | map(attribute='__class__') }}", "filter map"),
        ("{{ messages.gi_frame }}", "gi_frame"),
        ("{% include '/etc/passwd' %}", "another file"),
        ("{% import 'x' as y %}", "another file"),
        ("{% extends 'x' %}", "another file"),
        ("{% if %}", "not valid Jinja at line 1"),
        ("{{ " + "(" * 3000 + ")" * 3000 + " }}", ""),
    ],
)
def test_what_reaches_out(template: str, said: str) -> None:
    found = list(dangers_of(template))
    assert found
    assert any(said in each for each in found)


def test_a_name_of_its_own_is_no_danger() -> None:
    assert list(dangers_of("{% set config = 1 %}{{ config }}")) == []


@given(st.text(st.sampled_from("{}%-# _.'\"()[]|abcifnost=\\\n"), max_size=80))
def test_any_text(text: str) -> None:
    list(dangers_of(text))


def evidence(**files: str) -> Resolved:
    documents = tuple(Document.of(name.replace("__", "."), f"m/{name}", text.encode()) for name, text in files.items())
    return Resolved(Identity("local", "m"), "local", documents=documents)


def test_where_templates_are() -> None:
    bad = "{{ x.__class__ }}"
    several = json.dumps(
        {"chat_template": [{"name": "default", "template": HONEST}, {"name": "tool", "template": bad}]}
    )
    assert list(template_dangers(evidence(tokenizer_config__json=several))) == [
        "tokenizer_config.json (tool): the chat template reaches for __class__ (line 1)"
    ]
    assert list(template_dangers(evidence(tokenizer_config__json=json.dumps({"chat_template": bad}))))
    assert list(template_dangers(evidence(chat_template__jinja=bad)))
    for text in ("{}", "[", '{"chat_template": 1}', '{"chat_template": null}', '{"chat_template": [1, {}]}'):
        assert list(template_dangers(evidence(tokenizer_config__json=text))) == []
