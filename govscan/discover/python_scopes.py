"""A syntax tree enters, a `Module` leaves: what each name of a Python file is bound to, and which calls there are.

Nothing is evaluated here; `python_values` reads the tables. Scopes follow Python's rule: a name is looked for in its
function, in the functions around it, then in the module; class bodies are seen only from inside themselves.
"""

from __future__ import annotations

import ast

from govscan.discover.python_module import Binding, Function, Module, Scope, Site, last_word

_BRANCHES = frozenset({ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try, ast.TryStar, ast.Match})
_LEAVES = frozenset({ast.Load, ast.Store, ast.Del, ast.Constant, ast.Name, ast.alias, ast.Pass, ast.MatchSingleton})
_BINDS = frozenset(
    {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Call, ast.Dict, ast.Return,
     ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.AsyncFor, ast.ListComp, ast.SetComp,
     ast.DictComp, ast.GeneratorExp, ast.withitem, ast.Lambda, ast.Compare}
)  # fmt: skip
"""Kinds of nodes that hold nothing further, and those that bind a name; most nodes are neither."""
_NOTHING: frozenset[int] = frozenset()
_IMPORTS = (ast.Import, ast.ImportFrom)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_SILENT_FIELDS = frozenset({"ctx", "op", "ops", "name", "names", "id", "attr", "arg", "module", "level", "type_comment",
                            "type_ignores", "kind", "kwd_attrs", "is_async", "simple", "conversion", "rest",
                            "lineno"})  # fmt: skip
_CHILDREN: dict[type, tuple[str, ...]] = {
    kind: tuple(name for name in kind._fields if name not in _SILENT_FIELDS)
    for kind in vars(ast).values()
    if isinstance(kind, type) and issubclass(kind, ast.AST)
}
"""The fields of a kind of node that can hold a call or a literal: operators and plain names cannot."""


def build(tree: ast.Module, path: str = "") -> Module:
    """Read the whole tree once; `path` is that of the file."""
    module = Module(Scope("module", "", None), path)
    module.scope.module = module
    module.scopes.append(module.scope)
    module.first.extend(tree.body[:1])
    stack: list[tuple[ast.AST, Scope, bool]] = [(node, module.scope, False) for node in reversed(tree.body)]
    while stack:
        node, scope, conditional = stack.pop()
        kind = type(node)
        inner = _enter(module, node, scope, conditional) if kind in _BINDS else scope
        branch = conditional or kind in _BRANCHES
        outside = _outside(node) if inner is not scope else _NOTHING
        inner_branch = False if inner is not scope else branch
        first = len(stack)
        for name in _CHILDREN[kind]:
            value = getattr(node, name, None)
            for child in value if type(value) is list else (value,):
                if child is None or type(child) in _LEAVES:
                    continue
                if outside and id(child) in outside:  # decorators and defaults are read where the function is defined
                    stack.append((child, scope, branch))
                else:
                    stack.append((child, inner, inner_branch))
        if len(stack) > first + 1:
            stack[first:] = stack[first:][::-1]
    return module


def _outside(node: ast.AST) -> frozenset[int]:
    if isinstance(node, ast.Lambda):
        return frozenset({id(node.args)})
    if isinstance(node, ast.ClassDef):
        return frozenset(id(part) for part in (*node.decorator_list, *node.bases, *node.keywords))
    if isinstance(node, _FUNCTIONS):
        return frozenset({id(node.args), *(id(part) for part in node.decorator_list)})
    return frozenset()


def _enter(module: Module, node: ast.AST, scope: Scope, conditional: bool) -> Scope:
    """Record what a node binds; the scope of its children is given back. Calls come first: they are most."""
    if isinstance(node, ast.Call):
        _call(module, node, scope)
    elif isinstance(node, _FUNCTIONS):
        return _function(module, node, scope)
    elif isinstance(node, ast.ClassDef):
        inner = Scope("class", node.name, scope)
        inner.attributes = inner.names
        inner.bases = tuple(last_word(base) for base in node.bases)
        module.classes.setdefault(node.name, inner)
        module.scopes.append(inner)
        module.first.append(node.body[0])
        return inner
    elif isinstance(node, ast.Compare):
        module.compares.append(node)
    elif isinstance(node, _IMPORTS):
        _import(module, node)
    elif isinstance(node, ast.Dict):
        module.dicts.append((node, scope))
    elif isinstance(node, ast.Return):
        if node.value is not None and scope.node is not None:
            module.returns.setdefault(scope.node, []).append(Binding(node.value, scope, node.lineno))
    else:
        _statement(module, node, scope, conditional)
    return scope


def _statement(module: Module, node: ast.AST, scope: Scope, conditional: bool) -> None:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            _bind(module, target, Binding(node.value, scope, node.lineno, conditional))
    elif isinstance(node, ast.AugAssign):
        if isinstance(node.value, ast.List | ast.Tuple):  # `models += [...]`: a text that is added is no name
            _bind(module, node.target, Binding(node.value, scope, node.lineno, True))
    elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)):
        if node.value is not None:
            _bind(module, node.target, Binding(node.value, scope, node.lineno, conditional))
    elif isinstance(node, (ast.For, ast.AsyncFor)):
        _bind(module, node.target, Binding(node.iter, scope, node.lineno, True, element=True))
    elif isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        for part in node.generators:  # from the first line on: what is made of a name stands in front of it
            _bind(module, part.target, Binding(part.iter, scope, node.lineno, True, element=True))
    elif isinstance(node, ast.withitem) and node.optional_vars is not None:
        _bind(module, node.optional_vars, Binding(node.context_expr, scope, node.context_expr.lineno, conditional))


def _bind(module: Module, target: ast.expr, binding: Binding) -> None:
    if isinstance(target, ast.Name):
        binding.scope.names.setdefault(target.id, []).append(binding)
    elif isinstance(target, ast.Attribute):
        owner = target.value.id if isinstance(target.value, ast.Name) else ""
        binding.owner = owner
        inside = binding.scope.enclosing_class() if owner in ("self", "cls") else None
        table = inside.attributes if inside is not None else module.attributes
        binding.conditional = True  # methods run in any order
        table.setdefault(target.attr, []).append(binding)
    elif isinstance(target, ast.Subscript):
        key = _key(target)
        if last_word(target.value) == "environ" and key:
            module.environment.setdefault(key, []).append(binding)
        elif key and key in ("name", "id") and isinstance(target.value, ast.Subscript):
            module.items.setdefault(f"{_key(target.value)}_{key}", []).append(binding)
        elif key:
            module.items.setdefault(key, []).append(binding)
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(module, target, binding)


def _key(node: ast.Subscript) -> str:
    key = node.slice
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""


def _unpack(module: Module, target: ast.Tuple | ast.List, binding: Binding) -> None:
    value, width = binding.node, len(target.elts)
    if binding.element and binding.column is None:
        for number, part in enumerate(target.elts):
            source, column = _column(value, number, width)
            if source is not None:
                inner = Binding(source, binding.scope, binding.line, True, element=True, column=column)
                _bind(module, part, inner)
    elif isinstance(value, ast.Tuple | ast.List) and len(value.elts) == width and not binding.element:
        for part, expression in zip(target.elts, value.elts, strict=True):
            _bind(module, part, Binding(expression, binding.scope, binding.line, binding.conditional))


def _column(rows: ast.expr, number: int, width: int) -> tuple[ast.expr | None, int | None]:
    """What gives a loop the name at a position of several, and its column there where that is a table."""
    if _is_items(rows) and width == 2:  # for key, value in table.items()
        return (rows, None) if number else (None, None)
    called = last_word(rows.func) if isinstance(rows, ast.Call) else ""
    if isinstance(rows, ast.Call) and called == "enumerate" and rows.args:
        return (rows.args[0], None) if number else (None, None)
    if isinstance(rows, ast.Call) and called == "zip" and number < len(rows.args):
        return rows.args[number], None
    return rows, number


def _is_items(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "items"


def _import(module: Module, node: ast.Import | ast.ImportFrom) -> None:
    if isinstance(node, ast.Import):
        for alias in node.names:
            bound = alias.asname or alias.name.partition(".")[0]
            module.imports[bound] = alias.name if alias.asname else bound
        return
    origin = "." * node.level + (node.module or "")
    for alias in node.names:
        if alias.name == "*":
            module.stars.append(origin)
        else:
            module.imports[alias.asname or alias.name] = f"{origin}.{alias.name}"


def _call(module: Module, node: ast.Call, scope: Scope) -> None:
    word = last_word(node.func)
    site = Site(node, scope, word)
    module.calls.append(site)
    if not word:
        return
    module.callers.setdefault(word, []).append(site)
    if word == "add_argument":
        _argparse(module, node, scope)
    elif word in ("set_defaults", "setdefault"):
        for keyword in node.keywords:
            if keyword.arg:
                option = Binding(keyword.value, scope, node.lineno, True)
                module.options.setdefault(keyword.arg, []).append(option)
        if word == "setdefault" and len(node.args) == 2 and last_word(getattr(node.func, "value", node)) == "environ":
            key = node.args[0]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                module.environment.setdefault(key.value, []).append(Binding(node.args[1], scope, node.lineno, True))


def _flags(node: ast.Call) -> list[str]:
    return [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]


def _argparse(module: Module, node: ast.Call, scope: Scope) -> None:
    keywords = {keyword.arg: keyword.value for keyword in node.keywords}
    default = keywords.get("default")
    flags = _flags(node)
    if not flags:
        return
    if _is_unset(default) and (_is_true(keywords.get("required")) or not flags[0].startswith("-")):
        default = node  # whoever starts the program must say it
    if default is None:
        return
    flag = next((text for text in flags if text.startswith("--")), flags[0])
    wanted = keywords.get("dest")
    name = wanted.value if isinstance(wanted, ast.Constant) else flag.lstrip("-").replace("-", "_")
    module.options.setdefault(str(name), []).append(Binding(default, scope, node.lineno, True))
    module.option_flags[default] = flag


def _is_unset(default: ast.expr | None) -> bool:
    return default is None or (isinstance(default, ast.Constant) and default.value is None)


def _is_true(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is True


def _function(module: Module, node: Function, scope: Scope) -> Scope:
    inner = Scope("function", node.name, scope, node=node)
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    for parameter, default in zip(reversed(positional), reversed(arguments.defaults), strict=False):
        _parameter(inner, parameter, default, scope)
    for parameter, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if keyword_default is not None:
            _parameter(inner, parameter, keyword_default, scope)
    names = [parameter.arg for parameter in positional]
    inner.parameters = tuple(names[1:] if scope.kind == "class" and names[:1] in (["self"], ["cls"]) else names)
    inner.parameters += tuple(parameter.arg for parameter in arguments.kwonlyargs)
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and last_word(decorator.func) in ("option", "argument"):
            _click(inner, decorator, scope)
    called = scope.name if node.name == "__init__" and scope.kind == "class" else node.name
    module.functions.setdefault(called, []).append(inner)
    module.scopes.append(inner)
    return inner


def _parameter(inner: Scope, parameter: ast.arg, default: ast.expr, outer: Scope) -> None:
    inner.names.setdefault(parameter.arg, []).append(Binding(default, outer, parameter.lineno, True))


def _click(inner: Scope, decorator: ast.Call, outer: Scope) -> None:
    flags = _flags(decorator)
    plain = next((text for text in flags if not text.startswith("-")), None)
    long = next((text for text in flags if text.startswith("--")), None)
    name = plain or (long.lstrip("-").partition("/")[0].replace("-", "_").lower() if long else None)
    given = {keyword.arg: keyword.value for keyword in decorator.keywords}
    default = given.get("default")
    if _is_unset(default) and (_is_true(given.get("required")) or last_word(decorator.func) == "argument"):
        default = decorator
    if default is not None and name:
        inner.names.setdefault(name, []).append(Binding(default, outer, decorator.lineno, True))
