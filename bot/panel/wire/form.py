"""What `add` sends: exactly the fields of the service's type, never an empty one.

Panels take a stray `comments` for the quantity, and an empty `runs` for an error.
"""

from bot.domain.form import Answers, Field, Value, to_send
from bot.domain.service import ServiceType
from bot.panel.account import Account


def add_fields(
    account: Account, kind: ServiceType, answers: Answers, minimum: int | None
) -> dict[str, str]:
    """`minimum` is the service's, for panels that want a quantity with a package."""
    fields = {
        field.value: written
        for field, value in to_send(kind, answers, frozenset(answers)).items()
        if (written := _written(value))
    }
    if quantity := _extra_quantity(account, kind, answers, minimum):
        fields[Field.QUANTITY.value] = quantity
    return fields


def _written(value: Value) -> str:
    if isinstance(value, tuple):
        return "\n".join(entry.strip() for entry in value if entry.strip())
    return str(value).strip()


def _extra_quantity(
    account: Account, kind: ServiceType, answers: Answers, minimum: int | None
) -> str:
    if account.send_package_quantity and kind is ServiceType.PACKAGE:
        return str(minimum or 1)
    comments = answers.get(Field.COMMENTS)
    if (
        account.send_comments_quantity
        and kind is ServiceType.CUSTOM_COMMENTS
        and isinstance(comments, tuple)
    ):
        return str(sum(1 for comment in comments if comment.strip()))
    return ""
