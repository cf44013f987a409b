"""What a process keeps to itself between two requests, found by reading the shop's files.

Names at the head of a module that are written again, or hold an object; functions that remember their
answers; and what middleware has besides the next one in line.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("boxoffice", "catalog", "checkout")
READ_ONCE = ("boxoffice/settings.py", "boxoffice/serving.py")
REMEMBERING = {"cache", "lru_cache"}
# Objects that nothing is ever put into after the start, or that only Django reads.
STILL = {"logging.getLogger", "template.Library", "TypeVar", "register.filter", "lazy"}
CHANGING = {
    *("append", "extend", "insert", "remove", "pop", "clear", "update", "setdefault", "add", "discard"),
    *("popitem", "appendleft", "popleft"),
}


def kept_by_processes(root: Path) -> set[str]:
    """`file: name` for each."""
    return {
        f"{path}: {name}"
        for path in _files(root)
        for name in _kept_in(ast.parse((root / path).read_text(), filename=path))
    }


def _kept_in(module: ast.Module) -> Iterator[str]:
    held = dict(_at_the_head(module))
    changed = _written_again(module) | _changed(module)
    for name, value in held.items():
        is_lower = not name.isupper() and not name.startswith("__") and name != "urlpatterns"
        if name in changed or (is_lower and _is_object(value)):
            yield name
    yield from (f"{name}()" for name in _remembering(module))
    yield from _of_middleware(module)


def _is_object(value: ast.expr) -> bool:
    if isinstance(value, ast.IfExp):
        return _is_object(value.body) or _is_object(value.orelse)
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) not in STILL
    return isinstance(value, ast.Dict | ast.List | ast.Set)


def _at_the_head(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in module.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from ((one.id, node.value) for one in targets if isinstance(one, ast.Name))


def _written_again(module: ast.Module) -> set[str]:
    return {name for node in ast.walk(module) if isinstance(node, ast.Global) for name in node.names}


def _changed(module: ast.Module) -> set[str]:
    """Names into which something is put, taken out of or written over, inside a function."""
    found = set()
    functions = [one for one in ast.walk(module) if isinstance(one, ast.FunctionDef)]
    for node in (node for function in functions for node in ast.walk(function)):
        is_put = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del)
        is_told = isinstance(node, ast.Attribute) and node.attr in CHANGING
        if (is_put or is_told) and isinstance(node.value, ast.Name):
            found.add(node.value.id)
    return found


def _remembering(module: ast.Module) -> Iterator[str]:
    """At the head alone: what a function makes for itself ends with it."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            names = {ast.unparse(one).partition("(")[0].rpartition(".")[2] for one in node.decorator_list}
            if names & REMEMBERING:
                yield node.name


def _of_middleware(module: ast.Module) -> Iterator[str]:
    for node in module.body:
        if isinstance(node, ast.ClassDef) and node.name.endswith("Middleware"):
            for one in ast.walk(node):
                if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store):
                    is_own = isinstance(one.value, ast.Name) and one.value.id == "self"
                    if is_own and one.attr != "get_response":
                        yield f"{node.name}.{one.attr}"


def _files(root: Path) -> list[str]:
    found = sorted(str(path.relative_to(root)) for room in ROOMS for path in (root / room).rglob("*.py"))
    return [path for path in found if "/migrations/" not in path and path not in READ_ONCE]
