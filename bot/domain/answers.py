"""What people answer to the form's questions, parsed and checked at once.

A `Field` and a text give a `Value` that may be sent as it is, or a ShopError that says what is wrong with the text.
`check_answers` looks again at values given earlier: a service may have changed since.
"""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from bot.domain.country import parse_country
from bot.domain.errors import Problem, ShopError
from bot.domain.expiry import parse_expiry
from bot.domain.form import (
    DEVICES,
    MAX_DELAY,
    TRAFFIC_TYPES,
    Answers,
    Field,
    Value,
    optional,
    required,
)
from bot.domain.limits import MIN_RUNS, check_count, check_per_post, check_total, number
from bot.domain.link import clean_link
from bot.domain.lists import (
    parse_groups,
    parse_hashtag,
    parse_hashtags,
    parse_lines,
    parse_phrase,
    parse_usernames,
)
from bot.domain.number import parse_number, parse_within
from bot.domain.platform import WEBSITE
from bot.domain.service import Service, ServiceType
from bot.domain.username import parse_owner, parse_subscriber, parse_username

_RANGES: Mapping[Field, tuple[int, int]] = {
    Field.INTERVAL: (1, 24 * 60),
    Field.ANSWER_NUMBER: (1, 100),
    Field.DELAY: (0, MAX_DELAY),
    Field.POSTS: (1, 1000),
    Field.OLD_POSTS: (0, 1000),
}
_CHOICES = {Field.DEVICE: DEVICES, Field.TYPE_OF_TRAFFIC: TRAFFIC_TYPES}

# Quantities worth a button: nobody orders two thousand million at a tap.
_LARGEST = 999_999
_ROUND = tuple(digit * 10**power for power in range(6) for digit in (1, 5))


@dataclass(frozen=True, slots=True)
class _About:
    """What a parser may look at besides the text."""

    field: Field
    service: Service
    platform: str
    answers: Answers
    today: date


def parse_answer(  # noqa: PLR0917 - six things of six types, in the order in which they are looked at
    field: Field, text: str, service: Service, platform: str, answers: Answers, today: date
) -> Value:
    """The value of `field`; `answers` are those given so far. ShopError and nothing else is raised."""
    return _PARSERS[field](text, _About(field, service, platform, answers, today))


def _link(text: str, about: _About) -> str:
    return clean_link(text, about.platform)


def _referrer(text: str, _: _About) -> str:
    return clean_link(text, WEBSITE)


def _quantity(text: str, about: _About) -> int:
    quantity = _service_number(text, about.service)
    check_total(quantity, number(about.answers, Field.RUNS) or 1, about.service)
    return quantity


def _runs(text: str, about: _About) -> int:
    runs = parse_number(text)
    if runs < MIN_RUNS:
        raise ShopError(Problem.BELOW_MIN, minimum=MIN_RUNS)
    check_total(number(about.answers, Field.QUANTITY) or about.service.min, runs, about.service)
    return runs


def _service_number(text: str, service: Service) -> int:
    return parse_within(text, max(service.min, 1), service.max)


def _ranged(text: str, about: _About) -> int:
    return parse_within(text, *_RANGES[about.field])


def _per_post(text: str, about: _About) -> int:
    count = _service_number(text, about.service)
    check_per_post({**about.answers, about.field: count})
    return count


def _choice(text: str, about: _About) -> int:
    try:
        code = parse_number(text)
    except ShopError as error:
        raise ShopError(Problem.NOT_A_CHOICE) from error
    if code not in _CHOICES[about.field]:
        raise ShopError(Problem.NOT_A_CHOICE)
    return code


def _lines(text: str, about: _About) -> tuple[str, ...]:
    entries = parse_lines(text)
    check_count(about.field, entries, about.service)
    return entries


def _usernames(text: str, about: _About) -> tuple[str, ...]:
    entries = parse_usernames(text, about.platform)
    check_count(about.field, entries, about.service)
    return entries


def _hashtags(text: str, _: _About) -> tuple[str, ...]:
    return parse_hashtags(text)


def _groups(text: str, about: _About) -> tuple[str, ...]:
    return parse_groups(text, about.platform)


def _hashtag(text: str, _: _About) -> str:
    return parse_hashtag(text)


def _phrase(text: str, _: _About) -> str:
    return parse_phrase(text)


def _username(text: str, about: _About) -> str:
    match about.service.type:
        case ServiceType.COMMENT_LIKES | ServiceType.COMMENT_REPLIES:
            return parse_owner(text, about.platform)
        case ServiceType.SUBSCRIPTIONS:
            return parse_subscriber(text, about.platform)
        case _:
            return parse_username(text, about.platform)


def _country(text: str, _: _About) -> str:
    return parse_country(text)


def _expiry(text: str, about: _About) -> str:
    return parse_expiry(text, about.today)


_PARSERS: Mapping[Field, Callable[[str, _About], Value]] = {
    Field.LINK: _link,
    Field.QUANTITY: _quantity,
    Field.RUNS: _runs,
    Field.INTERVAL: _ranged,
    Field.COMMENTS: _lines,
    Field.USERNAMES: _usernames,
    Field.HASHTAGS: _hashtags,
    Field.HASHTAG: _hashtag,
    Field.USERNAME: _username,
    Field.MEDIA: _link,
    Field.ANSWER_NUMBER: _ranged,
    Field.KEYWORDS: _lines,
    Field.GROUPS: _groups,
    Field.MIN: _per_post,
    Field.MAX: _per_post,
    Field.DELAY: _ranged,
    Field.POSTS: _ranged,
    Field.OLD_POSTS: _ranged,
    Field.EXPIRY: _expiry,
    Field.COUNTRY: _country,
    Field.DEVICE: _choice,
    Field.TYPE_OF_TRAFFIC: _choice,
    Field.GOOGLE_KEYWORD: _phrase,
    Field.REFERRING_URL: _referrer,
}


def check_answers(
    service: Service, answers: Answers, wanted: AbstractSet[Field]
) -> tuple[Field, ...]:
    """The answered fields that don't fit the service as it is now, in the order they are asked for.

    An extra that the service has stopped offering is among them: no answer to it fits, it can only be taken off.
    """
    if service.type is None:
        return ()
    fields = required(service.type, answers, wanted)
    unfit = wanted - frozenset(optional(service))
    unfit |= {field for field in fields if not _fits(field, answers.get(field), service)}
    unfit |= _unfit_total(service, answers) if Field.RUNS in fields else frozenset()
    return tuple(field for field in fields if field in unfit and field in answers)


def _fits(field: Field, value: Value | None, service: Service) -> bool:
    if field in {Field.QUANTITY, Field.MIN, Field.MAX} and isinstance(value, int):
        return service.min <= value <= service.max
    if isinstance(value, tuple):
        try:
            check_count(field, value, service)
        except ShopError:
            return False
    return True


def _unfit_total(service: Service, answers: Answers) -> frozenset[Field]:
    """Of quantity and runs, what leaves no room for the other; else the runs, if together they are too many."""
    quantity, runs = number(answers, Field.QUANTITY), number(answers, Field.RUNS)
    if quantity is None or runs is None:
        return frozenset()
    unfit = set()
    if service.min * runs > service.max:
        unfit.add(Field.RUNS)
    if quantity * MIN_RUNS > service.max:
        unfit.add(Field.QUANTITY)
    if not unfit and quantity * runs > service.max:
        unfit.add(Field.RUNS)
    return frozenset(unfit)


def quantity_choices(service: Service) -> tuple[int, ...]:
    """Handy quantities for buttons, six at most: the smallest, round ones, and the largest if people order that much."""
    smallest = max(service.min, 1)
    if smallest >= service.max:
        return (smallest,)
    largest = (service.max,) if service.max <= _LARGEST else ()
    top = min(service.max, _LARGEST)
    rounds = [n for n in _ROUND if smallest < n < top]
    return (smallest, *_spread(rounds, 5 - len(largest)), *largest)


def _spread(numbers: list[int], count: int) -> list[int]:
    """`count` of `numbers`, evenly from the first to the last."""
    if len(numbers) <= count:
        return numbers
    last = len(numbers) - 1
    return [numbers[round(i * last / (count - 1))] for i in range(count)]
