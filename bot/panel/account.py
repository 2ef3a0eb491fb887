"""One account at one panel: where it is, how it is asked, and what only its operator can know of its dialect."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """`timeout` is in seconds, for one whole exchange (the catalogue has 60).

    The options are for what can't be found out by asking: whether `add` takes a `request_id` that makes it idempotent,
    and whether packages and comment lists want a `quantity` (the service's minimum, the number of lines).
    """

    name: str
    url: str
    key: str = field(repr=False)
    requests_per_second: float = 1
    requests_per_minute: float = 50
    timeout: float = 30
    request_id: bool = False
    send_package_quantity: bool = False
    send_comments_quantity: bool = False
