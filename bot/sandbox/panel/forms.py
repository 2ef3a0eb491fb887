"""What `add` demands for each service type, and what it charges.

`read` turns the fields of a request into a Ticket or refuses with the sentence a panel would use.
Two traps of real panels are kept: a stray `comments` is taken for the quantity, and an empty
`runs` for a mistake.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.sandbox.panel.model import Refused, Service

INTERVALS = frozenset({5, 10, 15, 30, 60, 90})
DELAYS = frozenset({0, 5, 10, 15, 30, 60, 90, *range(120, 601, 30)})

Fields = Mapping[str, str]
Check = Callable[[Fields], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A valid order: `quantity` is per run; `charge` is taken at once, for all the runs.

    Subscriptions take `least` to `quantity` for each post, are charged by the post, and have
    `posts` None where every later post is to be served.
    """

    quantity: int
    charge: Decimal
    runs: int = 1
    least: int = 0
    posts: int | None = None
    old_posts: int = 0
    expires: bool = False

    @property
    def is_subscription(self) -> bool:
        """Whether posts are ordered for, instead of a link."""
        return self.least > 0


def fold(type_name: str | None) -> str:
    """The type as the forms below know it; a missing one is Default."""
    return (type_name or "default").lower()


def read(service: Service, fields: Fields, today: date) -> Ticket:
    """The order these fields make; raises Refused. `today` is what an expiry must not precede."""
    form = fold(service.type)
    if form == "subscriptions":
        return _subscription(service, fields, today)
    _check_link(fields.get("link", ""))
    for check in _CHECKS.get(form, ()):
        check(fields)
    if form in _PACKAGES:
        return Ticket(quantity=1, charge=service.rate)
    quantity = _quantity(service, form, fields)
    runs = _runs(service, quantity, fields)
    return Ticket(quantity=quantity, runs=runs, charge=service.rate * quantity * runs / 1000)


def lines(text: str) -> list[str]:
    """The entries of a list field: its non-empty lines."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def _check_link(link: str) -> None:
    host = link.partition("://")[2] if "://" in link else link
    if not host.strip("/@") or any(mark.isspace() for mark in link):
        raise Refused("Bad link")


def _quantity(service: Service, form: str, fields: Fields) -> int:
    counted = _COUNTED.get(form, "comments" if "comments" in fields else None)
    listed = fields.get(counted, "") if counted else None
    quantity = _whole(fields, "quantity", least=1) if listed is None else len(lines(listed))
    _within(service, quantity, quantity)
    return quantity


def _within(service: Service, least: int, most: int) -> None:
    if least < service.min:
        raise Refused(f"Quantity less than minimal {service.min}")
    if most > service.max:
        raise Refused(f"Quantity more than maximum {service.max}")


def _runs(service: Service, quantity: int, fields: Fields) -> int:
    if "runs" not in fields and "interval" not in fields:
        return 1
    if not service.dripfeed:
        raise Refused("Incorrect runs")
    runs = _whole(fields, "runs", least=2)
    if _whole(fields, "interval") not in INTERVALS:
        raise Refused("Incorrect interval")
    _within(service, quantity, quantity * runs)
    return runs


def _subscription(service: Service, fields: Fields, today: date) -> Ticket:
    if not fields.get("username", "").strip():
        raise Refused("Incorrect username")
    least, most = _whole(fields, "min", least=1), _whole(fields, "max", least=1)
    _within(service, least, most)
    if least > most:
        raise Refused("Incorrect quantity")
    if _whole(fields, "delay") not in DELAYS:
        raise Refused("Incorrect delay")
    posts = _whole(fields, "posts", least=1) if "posts" in fields else None
    old_posts = _whole(fields, "old_posts") if "old_posts" in fields else 0
    if "expiry" in fields:
        _check_expiry(fields["expiry"], today)
    return Ticket(
        quantity=most,
        least=least,
        charge=Decimal(0),
        posts=posts,
        old_posts=old_posts,
        expires="expiry" in fields,
    )


def _check_expiry(text: str, today: date) -> None:
    try:
        expiry = datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day, not a moment
    except ValueError:
        raise Refused("Incorrect expiry") from None
    if expiry < today:
        raise Refused("Incorrect expiry")


def _whole(fields: Fields, name: str, *, least: int = 0) -> int:
    """A whole number no smaller than `least`; the limits of a subscription are quantities."""
    text = fields.get(name, "").strip()
    whole = text.isascii() and text.isdigit() and len(text) < 19
    if not whole or int(text) < least:
        raise Refused(f"Incorrect {'quantity' if name in {'min', 'max'} else name}")
    return int(text)


def _present(name: str) -> Check:
    def check(fields: Fields) -> None:
        if not lines(fields.get(name, "")):
            raise Refused(f"Incorrect {name}")

    return check


def _comments(fields: Fields) -> None:
    if "comments" not in fields:
        raise Refused("Comments field is required")
    _present("comments")(fields)


def _url(name: str) -> Check:
    def check(fields: Fields) -> None:
        if not fields.get(name, "").startswith(("http://", "https://")):
            raise Refused(f"Incorrect {name}")

    return check


def _answer_number(fields: Fields) -> None:
    _whole(fields, "answer_number", least=1)


def _traffic(fields: Fields) -> None:
    if not fields.get("country", "").strip():
        raise Refused("Incorrect country")
    if fields.get("device") not in {"1", "2", "3", "4", "5"}:
        raise Refused("Incorrect device")
    kind = fields.get("type_of_traffic")
    if kind not in {"1", "2", "3"}:
        raise Refused("Incorrect type_of_traffic")
    if kind == "1":
        _present("google_keyword")(fields)
    if kind == "2":
        _url("referring_url")(fields)


_PACKAGES = frozenset({"package", "custom comments package"})
_COUNTED = {
    "custom comments": "comments",
    "comment replies": "comments",
    "mentions custom list": "usernames",
}
_CHECKS: dict[str, tuple[Check, ...]] = {
    "custom comments": (_comments,),
    "custom comments package": (_comments,),
    "mentions": (_present("usernames"),),
    "mentions with hashtags": (_present("usernames"), _present("hashtags")),
    "mentions custom list": (_present("usernames"),),
    "mentions hashtag": (_present("hashtag"),),
    "mentions user followers": (_present("username"),),
    "mentions media likers": (_url("media"),),
    "comment likes": (_present("username"),),
    "comment replies": (_present("username"), _comments),
    "poll": (_answer_number,),
    "seo": (_present("keywords"),),
    "invites from groups": (_present("groups"),),
    "web traffic": (_traffic,),
}
