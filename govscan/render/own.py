"""Reports by templates of the organization: a Jinja template and a report enter, a text leaves.

Templates run in Jinja's sandbox and see the report in its public JSON shape as plain data, so that they can neither
reach the file system nor the program. What they put out is escaped by the kind of the file: HTML and XML by Jinja's
autoescape, any other text without anything that steers a terminal.
"""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any, Final

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from govscan import limits
from govscan.errors import GovscanError
from govscan.render.escape import visible
from govscan.render.json_ import public_shape
from govscan.report import Report

MARKUP: Final = (".html", ".htm", ".xml", ".svg")
ENDING: Final = ".j2"


def name_of(template: Path) -> str:
    """What the written file is called: `summary.html` for the template `summary.html.j2`."""
    return template.name.removesuffix(ENDING)


def render_own(report: Report, template: Path) -> bytes:
    """UTF-8 text, with `report` as the template's only variable.

    Raises:
        GovscanError: the template cannot be read or has an error; with its file and line.
    """
    environment = ImmutableSandboxedEnvironment(
        autoescape=name_of(template).lower().endswith(MARKUP),
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    text = _read(template)
    try:
        code = environment.compile(text, filename=str(template))
        made = environment.template_class.from_code(environment, code, environment.make_globals(None))
        return made.render(report=public_shape(report).model_dump(mode="json")).encode("utf-8", "backslashreplace")
    except TemplateSyntaxError as error:
        raise GovscanError(f"{template}:{error.lineno}: {error.message}") from error
    except SecurityError as error:
        raise GovscanError(f"{template}:{_line(error, template)}: a template may not do that: {error}") from error
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError) as error:
        said = str(error) or type(error).__name__
        raise GovscanError(f"{template}:{_line(error, template)}: {said}") from error


def _shown(value: Any) -> Any:
    """What an expression puts out: nothing for null, and no character that does not show."""
    if value is None:
        return ""
    return value if isinstance(value, Markup | StrictUndefined) else visible(str(value))


def _read(template: Path) -> str:
    try:
        with template.open("rb") as file:
            data = file.read(limits.TEMPLATE_BYTES + 1)
    except OSError as error:
        raise GovscanError(f"{template}: cannot be read: {error.strerror or error}") from error
    if len(data) > limits.TEMPLATE_BYTES:
        raise GovscanError(f"{template}: a template has at most {limits.TEMPLATE_BYTES} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GovscanError(f"{template}:{line}: the template is not UTF-8 text") from error


def _line(error: BaseException, template: Path) -> int:
    """The line of the template that an error comes from."""
    places = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(template)]
    return places[-1] or 1 if places else 1
