"""The rules of the house that neither ruff nor import-linter knows. Each finds, in one module, the lines that break it."""

import ast
import sys
from collections.abc import Callable, Iterator

Rule = Callable[[ast.Module], Iterator[int]]
MOST_LINES = 350

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def reads_environment(module: ast.Module) -> Iterator[int]:
    """`os.environ[…] = …` is no reading: it tells a library what it would ask."""
    written = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
    }
    for node in ast.walk(module):
        if id(node) not in written and _last_name(node) in {"environ", "environb", "getenv"}:
            yield _line(node)
        elif isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (node.lineno for name in node.names if "env" in name.name)


def starts_tasks(module: ast.Module) -> Iterator[int]:
    """A task of a `TaskGroup` ends with its block; others need somebody who waits for their end."""
    groups = {
        item.optional_vars.id
        for node in ast.walk(module)
        if isinstance(node, ast.AsyncWith)
        for item in node.items
        if isinstance(item.context_expr, ast.Call)
        and _last_name(item.context_expr.func) == "TaskGroup"
        and isinstance(item.optional_vars, ast.Name)
    }
    for node in ast.walk(module):
        if not isinstance(node, ast.Attribute | ast.Name):
            continue
        if _last_name(node) in {"create_task", "ensure_future"} and _first_name(node) not in groups:
            yield node.lineno


def waits(module: ast.Module) -> Iterator[int]:
    for node in ast.walk(module):
        if isinstance(
            node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith
        ) or getattr(node, "is_async", False):
            yield _line(node)


def imports_more_than_the_standard_library(module: ast.Module) -> Iterator[int]:
    for node in ast.walk(module):
        names = []
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        for name in names:
            ours = f"{name}.".startswith("bot.domain.")
            if not ours and name.split(".")[0] not in sys.stdlib_module_names:
                yield _line(node)


def waits_for_others_in_a_transaction(module: ast.Module) -> Iterator[int]:
    """On SQLite a transaction holds the only connection: while it is open, it may wait for nothing but itself.

    It is open in `async with ….transaction() as tx`, and in a function that is given a `Transaction`. There one may wait
    only for what belongs to `tx`, and for functions that are given it, which are held to the same.
    """
    for node in ast.walk(module):
        if isinstance(node, ast.AsyncWith):
            bound = [
                item.optional_vars for item in node.items if _is_transaction(item.context_expr)
            ]
            if bound:
                names = {name.id for name in bound if isinstance(name, ast.Name)}
                yield from _foreign_waits(node.body, names)
        elif isinstance(node, ast.AsyncFunctionDef):
            parameters = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            names = {each.arg for each in parameters if _is_annotated_so(each)}
            if names:
                yield from _foreign_waits(node.body, names)


def has_no_docstring(module: ast.Module) -> Iterator[int]:
    if module.body and not ast.get_docstring(module):
        yield 1


def prints(module: ast.Module) -> Iterator[int]:
    for node in ast.walk(module):
        if isinstance(node, ast.Name) and node.id == "print":
            yield node.lineno


def uses_floats(module: ast.Module) -> Iterator[int]:
    for node in ast.walk(module):
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float)
        if literal or (isinstance(node, ast.Name) and node.id == "float"):
            yield _line(node)


def is_too_long(text: str) -> bool:
    return len(text.splitlines()) > MOST_LINES


def _foreign_waits(body: list[ast.stmt], transactions: set[str]) -> Iterator[int]:
    for statement in body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Await):
                awaited = [node.value]
            elif isinstance(node, ast.AsyncFor):
                awaited = [node.iter]
            elif isinstance(node, ast.AsyncWith):
                awaited = [item.context_expr for item in node.items]
            elif isinstance(node, ast.comprehension) and node.is_async:
                awaited = [node.iter]
            else:
                continue
            yield from (each.lineno for each in awaited if not _is_own(each, transactions))


def _is_own(awaited: ast.expr, transactions: set[str]) -> bool:
    """Whether it belongs to a transaction, or is a call that is given one."""
    if not isinstance(awaited, ast.Call):
        return _first_name(awaited) in transactions
    given = [*awaited.args, *(keyword.value for keyword in awaited.keywords)]
    return _first_name(awaited.func) in transactions or any(
        _owner(each) in transactions for each in given
    )


def _is_transaction(expression: ast.expr) -> bool:
    opened = isinstance(expression, ast.Call) and _last_name(expression.func)
    return opened in {"transaction", "reading"}


def _is_annotated_so(parameter: ast.arg) -> bool:
    annotation = parameter.annotation
    if isinstance(annotation, ast.Constant):
        return annotation.value == "Transaction"
    return annotation is not None and _last_name(annotation) == "Transaction"


def _last_name(node: ast.AST) -> str | None:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def _first_name(node: ast.AST) -> str | None:
    while isinstance(node, ast.Attribute | ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _owner(node: ast.expr) -> str | None:
    """As `_first_name`, but of a thing itself: what a call gives isn't its owner's any more."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _line(node: ast.AST) -> int:
    node = node.target if isinstance(node, ast.comprehension) else node
    return int(getattr(node, "lineno", 0))
