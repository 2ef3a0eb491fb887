"""How a panel may deviate from the documented answers, one option a deviation.

`Dialect()` answers as documented. `DIALECTS` names one panel for each deviation, and a few that
deviate in many ways at once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

_PHP_WARNING = "<br />\n<b>Warning</b>:  Undefined index in <b>/srv/api.php</b> on line <b>7</b>\n"
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One panel's way of answering; the defaults are the documented way."""

    # The body and what stands around it
    content_type: str = "application/json"
    before: str = ""  # a BOM, blanks or a PHP warning in front of the JSON
    ascii_only: bool = True  # PHP's way: everything else is escaped
    numbers: Literal["documented", "strings", "numbers"] = "documented"
    created: bool = False  # 201 for what was placed
    # Catalogue
    wrap: Literal["data", "value"] | None = None
    empty_data: bool = False  # {"status":"success","data":"Empty Data"} for an empty catalogue
    extras: bool = True  # dripfeed, desc, average_time
    flag: Callable[[bool], bool | int | str] = bool
    type_word: Callable[[str], str | None] = str  # None: the key is missing
    flags: Literal["documented", "canceling_is_available", "missing"] = "documented"
    categories: Literal["documented", "null", "missing"] = "documented"
    desc_key: str = "desc"
    desc_escaped: int = 0  # how many times over
    network: bool = False  # keys nobody asked for
    # Ids
    ids: Literal["number", "string", "ord"] = "number"
    request_ids: bool = False  # the same request_id gets the same answer
    duplicate_names_order: bool = False
    # Orders
    status_word: Callable[[str], str] = str
    remains: Literal["documented", "unknown", "n/a", "negative", "zero while pending"] = (
        "documented"
    )
    charge: Literal["documented", "null", "empty"] = "documented"
    start_count: Literal["documented", "null", "empty"] = "documented"
    currency: bool = True
    statuses: Literal["by id", "list", "absent"] = "by id"
    drops_past_100: bool = False
    drops_not_numeric: bool = False
    bad_entry: Literal["object", "string"] = "object"
    # Refills and cancellations
    refill: Literal["documented", "int", "nested error", "success"] = "documented"
    flat_errors: bool = False  # {"order":1,"error":…} in lists
    refill_status_list: bool = False  # a list of one
    cancel: Literal["list", "by id", "success", "request id"] = "list"
    cancel_whole: bool = False  # one bad id fails the batch
    # Balance
    balance: Literal["documented", "thousands", "sign", "letters"] = "documented"
    # Errors
    error: Literal["documented", "object", "errors", "message", "msg", "code"] = "documented"
    error_http: bool = False  # 401, 402, 404, 422, 400
    lacks: frozenset[str] = frozenset()
    lacking: str | None = "Incorrect request"  # None: the body is null

    def spell_id(self, number: int) -> str:
        """The id that customers see of an order or a refill."""
        if self.ids != "ord":
            return str(number)
        tail = ""
        for _ in range(10):
            number, digit = divmod(number, 32)
            tail = _ALPHABET[digit] + tail
        return f"ord_01HG{tail}"


def _snake(word: str) -> str:
    return word.lower().replace(" ", "_")


def _joined(word: str) -> str:
    return word.replace(" ", "").capitalize()


def _other(word: str) -> str:
    return {"Canceled": "Cancelled", "Fail": "Error", "In progress": "Processing"}.get(word, word)


def _failed(word: str) -> str:
    return {"Fail": "Failed", "Completed": "COMPLETED", "Pending": "Awaiting"}.get(word, word)


def _singular(word: str) -> str:
    return word.replace("Comments", "Comment").replace("Subscriptions", "Subscription")


def _digit(value: bool) -> str:
    return str(int(value))


def _no_word(_word: str) -> None:
    return None


_NO_REQUESTS = frozenset({"refill", "refill_status", "cancel"})

DIALECTS: dict[str, Dialect] = {
    "documented": Dialect(),
    "json under text/html": Dialect(content_type="text/html"),
    "a BOM first": Dialect(before="\ufeff"),
    "blanks first": Dialect(before="\r\n\n  "),
    "a PHP warning first": Dialect(before=_PHP_WARNING, content_type="text/html"),
    "not escaped": Dialect(ascii_only=False),
    "strings for numbers": Dialect(numbers="strings", ids="string"),
    "numbers for strings": Dialect(numbers="numbers"),
    "201 for an order": Dialect(created=True),
    "wrapped in data": Dialect(wrap="data"),
    "wrapped in value": Dialect(wrap="value"),
    "Empty Data": Dialect(empty_data=True, wrap="data"),
    "bare catalogue": Dialect(extras=False),
    "dripfeed as digits": Dialect(flag=_digit),
    "flags as ints": Dialect(flag=int),
    "snake types": Dialect(type_word=_snake),
    "singular types": Dialect(type_word=_singular),
    "no types": Dialect(type_word=_no_word),
    "canceling_is_available": Dialect(flags="canceling_is_available", network=True),
    "no flags": Dialect(flags="missing"),
    "null categories": Dialect(categories="null"),
    "no categories": Dialect(categories="missing"),
    "description": Dialect(desc_key="description"),
    "description escaped": Dialect(desc_escaped=1),
    "description escaped twice": Dialect(desc_escaped=2),
    "ids as strings": Dialect(ids="string"),
    "ord_ ids": Dialect(ids="ord"),
    "request ids": Dialect(request_ids=True),
    "duplicates name the order": Dialect(duplicate_names_order=True),
    "snake statuses": Dialect(status_word=_snake),
    "joined statuses": Dialect(status_word=_joined),
    "Cancelled and Error": Dialect(status_word=_other),
    "Failed and Awaiting": Dialect(status_word=_failed),
    "remains Unknown": Dialect(remains="unknown"),
    "remains N/A": Dialect(remains="n/a"),
    "remains negative": Dialect(remains="negative"),
    "remains zero while pending": Dialect(remains="zero while pending"),
    "charge null": Dialect(charge="null", start_count="null"),
    "charge empty": Dialect(charge="empty", start_count="empty"),
    "no currency": Dialect(currency=False),
    "statuses in a list": Dialect(statuses="list"),
    "no batch": Dialect(statuses="absent"),
    "drops ids past 100": Dialect(drops_past_100=True, drops_not_numeric=True),
    "bad ids as strings": Dialect(bad_entry="string"),
    "refill as a number": Dialect(refill="int"),
    "refill errors nested": Dialect(refill="nested error"),
    "refill success": Dialect(refill="success"),
    "flat errors in lists": Dialect(flat_errors=True),
    "refill status in a list": Dialect(refill_status_list=True),
    "cancel by id": Dialect(cancel="by id"),
    "cancel success": Dialect(cancel="success"),
    "cancel request id": Dialect(cancel="request id"),
    "cancel whole or not": Dialect(cancel_whole=True),
    "balance with thousands": Dialect(balance="thousands"),
    "balance with a sign": Dialect(balance="sign"),
    "balance with letters": Dialect(balance="letters", currency=False),
    "errors as objects": Dialect(error="object"),
    "errors": Dialect(error="errors"),
    "error as message": Dialect(error="message"),
    "error as msg": Dialect(error="msg"),
    "error with a code": Dialect(error="code"),
    "errors by HTTP status": Dialect(error_http=True),
    "lacks requests: Incorrect request": Dialect(lacks=_NO_REQUESTS),
    "lacks requests: Invalid action": Dialect(lacks=_NO_REQUESTS, lacking="Invalid action"),
    "lacks requests: null": Dialect(lacks=_NO_REQUESTS, lacking=None),
    "a home-grown panel": Dialect(
        content_type="text/html",
        ids="ord",
        numbers="numbers",
        wrap="data",
        type_word=_snake,
        flags="canceling_is_available",
        desc_key="description",
        status_word=_snake,
        statuses="absent",
        error="message",
        error_http=True,
        cancel="success",
        refill="success",
    ),
    "an old PHP panel": Dialect(
        before="\ufeff" + _PHP_WARNING,
        content_type="text/html",
        numbers="strings",
        flag=_digit,
        flags="missing",
        desc_escaped=2,
        status_word=_joined,
        statuses="list",
        bad_entry="string",
        error="code",
        balance="letters",
        currency=False,
        lacks=_NO_REQUESTS,
        lacking=None,
    ),
}
