"""What a service's limits say about answers, whether they are being given or were given before it changed."""

from bot.domain.errors import Problem, ShopError
from bot.domain.form import FORMS, Answers, Counting, Field
from bot.domain.service import Service

MIN_RUNS = 2


def check_total(quantity: int, runs: int, service: Service) -> None:
    """Some panels hold the limit against one run, some against all of them; below it both are content."""
    if quantity * runs > service.max:
        raise ShopError(Problem.TOTAL_ABOVE_MAX, maximum=service.max, runs=runs)


def check_count(field: Field, entries: tuple[str, ...], service: Service) -> None:
    """Where the lines of `field` are what is ordered, the limits are theirs."""
    form = FORMS[service.type] if service.type else None
    if form is None or form.counting is not Counting.LINES or form.lines is not field:
        return
    if len(entries) < service.min:
        raise ShopError(Problem.TOO_FEW_LINES, minimum=service.min, count=len(entries))
    if len(entries) > service.max:
        raise ShopError(Problem.TOO_MANY_LINES, maximum=service.max, count=len(entries))


def check_per_post(answers: Answers) -> None:
    """A subscription gives each post something between its MIN and MAX."""
    lowest, highest = number(answers, Field.MIN), number(answers, Field.MAX)
    if lowest is not None and highest is not None and lowest > highest:
        raise ShopError(Problem.MIN_ABOVE_MAX)


def number(answers: Answers, field: Field) -> int | None:
    """The answer to a field of numbers, if there is one."""
    value = answers.get(field)
    return value if isinstance(value, int) else None
