"""A link that lets one person in, once."""

from dataclasses import dataclass
from datetime import datetime

PREFIX = "i_"
"""How the payload of an invitation's deep link begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    token: str
    created_by: int
    created_at: datetime

    @property
    def payload(self) -> str:
        return PREFIX + self.token
