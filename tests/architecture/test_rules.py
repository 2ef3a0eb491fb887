"""The rules hold in every module; and each is seen to find what breaks it."""

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

from tests.architecture import rules
from tests.architecture.rules import Rule

ROOT = Path(__file__).parents[2]


@cache
def modules() -> dict[str, ast.Module]:
    """By path from the root, as in bot/app.py."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text())
        for folder in ("bot", "storage")
        for path in sorted((ROOT / folder).rglob("*.py"))
    }


def broken(rule: Rule, *, within: Iterable[str] = ("",), but: Iterable[str] = ()) -> list[str]:
    """Where `rule` is broken, in paths that begin with one of `within` and with none of `but`."""
    return [
        f"{path}:{line}"
        for path, module in modules().items()
        if path.startswith(tuple(within)) and not path.startswith(tuple(but))
        for line in rule(module)
    ]


def finds(rule: Rule, sample: str) -> bool:
    return bool(list(rule(ast.parse(dedent(sample)))))


def test_there_are_modules_to_look_at() -> None:
    assert {"bot/domain/money.py", "storage/storage.py", "bot/config/__init__.py"} <= set(modules())


def test_only_the_settings_read_the_environment() -> None:
    assert broken(rules.reads_environment, but=["bot/config/"]) == []


@pytest.mark.parametrize(
    "sample",
    [
        "import os\nx = os.environ['A']",
        "import os\nx = os.environ.get('A')",
        "import os\nx = os.getenv('A')",
        "from os import environ",
        "from os import getenv as g",
        "import os\nos.environ['A'] = os.environ['B']",
    ],
)
def test_reading_the_environment_is_found(sample: str) -> None:
    assert finds(rules.reads_environment, sample)


def test_writing_it_for_a_library_is_allowed() -> None:
    assert not finds(rules.reads_environment, "import os\nos.environ['A'] = 'true'")


def test_only_those_who_see_tasks_end_start_them() -> None:
    allowed = ["app.py", "transport/intake.py", "transport/ordering.py", "transport/pacing.py"]
    assert (
        broken(rules.starts_tasks, but=["bot/sandbox/", *(f"bot/{path}" for path in allowed)]) == []
    )


@pytest.mark.parametrize(
    "sample",
    [
        "asyncio.create_task(work())",
        "asyncio.ensure_future(work())",
        "asyncio.get_running_loop().create_task(work())",
        "start = asyncio.create_task",
        "from asyncio import create_task\ncreate_task(work())",
    ],
)
def test_starting_a_task_is_found(sample: str) -> None:
    assert finds(rules.starts_tasks, sample)


def test_a_task_of_a_group_is_allowed() -> None:
    sample = """
    async def both():
        async with asyncio.TaskGroup() as group:
            group.create_task(work())
    """
    assert not finds(rules.starts_tasks, sample)


def test_the_domain_never_waits() -> None:
    assert broken(rules.waits, within=["bot/domain/"]) == []


@pytest.mark.parametrize(
    "sample",
    ["async def f(): pass", "await f()", "x = [i async for i in f()]"],
)
def test_waiting_is_found(sample: str) -> None:
    assert finds(rules.waits, sample)


def test_the_domain_stands_on_the_standard_library_alone() -> None:
    within = ["bot/domain/"]
    assert broken(rules.imports_more_than_the_standard_library, within=within) == []


@pytest.mark.parametrize(
    "sample",
    [
        "import regex",
        "import json, msgspec",
        "from bot.panel import client",
        "from bot import domain",
        "from . import money",
        "def f():\n    import telegram",
    ],
)
def test_an_import_from_elsewhere_is_found(sample: str) -> None:
    assert finds(rules.imports_more_than_the_standard_library, sample)


def test_an_import_within_the_domain_is_allowed() -> None:
    sample = "import re\nfrom decimal import Decimal\nfrom bot.domain.money import round_charge"
    assert not finds(rules.imports_more_than_the_standard_library, sample)


def test_a_transaction_waits_for_nobody_else() -> None:
    assert broken(rules.waits_for_others_in_a_transaction) == []


@pytest.mark.parametrize(
    "line",
    [
        "await self.panel.add(order)",
        "await bot.send_message(1, 'x')",
        "await asyncio.sleep(1)",
        "await asyncio.gather(tx.a.get(), panel.balance())",
        "answer = [await panel.status(i) for i in await tx.orders.due()]",
        "await future",
        "await notify(order, panel.balance())",
        "if order:\n            await panel.balance()",
        "async with session.get(url) as answer: pass",
        "async for update in updates(): pass",
        "async with storage.transaction() as other: pass",
    ],
)
def test_waiting_for_others_in_a_transaction_is_found(line: str) -> None:
    opened = f"""
async def f(self):
    async with self.storage.transaction() as tx:
        {line}
"""
    given = f"""
async def f(self, tx: Transaction):
    if True:
        {line}
"""
    assert finds(rules.waits_for_others_in_a_transaction, opened)
    assert finds(rules.waits_for_others_in_a_transaction, given)


def test_a_transaction_without_a_name_waits_for_nothing() -> None:
    sample = """
    async def f():
        async with storage.transaction():
            await tx.orders.get(1)
    """
    assert finds(rules.waits_for_others_in_a_transaction, sample)


def test_waiting_for_the_transaction_itself_is_allowed() -> None:
    sample = """
    async def f(storage, panel):
        await panel.balance()
        async with storage.transaction() as tx:
            order = await tx.orders.get(1)
            await refund(tx, order)
            await charge(order, books=tx.wallets)
            await asyncio_free(order, tx)
            due = [await tx.orders.get(i) async for i in tx.orders.due()]
        await panel.add(order)
    """
    assert not finds(rules.waits_for_others_in_a_transaction, sample)


def test_files_are_read_at_one_sitting() -> None:
    assert [path for path in modules() if rules.is_too_long((ROOT / path).read_text())] == []


def test_a_long_file_is_found() -> None:
    assert rules.is_too_long("x = 1\n" * (rules.MOST_LINES + 1))
    assert not rules.is_too_long("x = 1\n" * rules.MOST_LINES)


def test_every_module_says_what_it_is_for() -> None:
    assert broken(rules.has_no_docstring) == []


def test_a_module_without_a_word_is_found() -> None:
    assert finds(rules.has_no_docstring, "x = 1")
    assert not finds(rules.has_no_docstring, '"""What it is for."""\nx = 1')


def test_only_commands_print() -> None:
    commands = [path for path in modules() if path.endswith("/__main__.py")]
    assert broken(rules.prints, but=commands) == []


@pytest.mark.parametrize("sample", ["print('x')", "tell = print"])
def test_a_print_is_found(sample: str) -> None:
    assert finds(rules.prints, sample)


def test_money_is_never_a_float() -> None:
    domain = [f"bot/domain/{name}.py" for name in ("money", "form", "order")]
    assert broken(rules.uses_floats, within=[*domain, "storage/columns.py"]) == []


@pytest.mark.parametrize("sample", ["x = 0.1", "x = float(y)", "x = 1e3", "def f(x: float): pass"])
def test_a_float_is_found(sample: str) -> None:
    assert finds(rules.uses_floats, sample)
