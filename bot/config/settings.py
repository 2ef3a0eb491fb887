"""The settings as the bot uses them: checked as a whole, and frozen."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from bot.config import checks

_FROZEN = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


# A description goes on after "<NAME> must be".


class PanelSettings(BaseModel):
    """How to speak to one panel."""

    model_config = _FROZEN

    url: Annotated[str, AfterValidator(checks.panel_url)]
    key: SecretStr
    requests_per_minute: int = Field(default=50, ge=1, description="a whole number, at least 1")
    request_id: bool = Field(default=False, description="true or false")
    send_package_quantity: bool = Field(default=False, description="true or false")
    send_comments_quantity: bool = Field(default=False, description="true or false")


class Settings(BaseModel):
    """Checked as a whole. Built directly, it knows nothing of the environment: so the demo is nobody's real bot."""

    model_config = _FROZEN

    bot_token: Annotated[SecretStr, AfterValidator(checks.token)]
    admin_ids: Annotated[tuple[int, ...], Field(min_length=1), BeforeValidator(checks.ids)]
    panels: Annotated[Mapping[str, PanelSettings], AfterValidator(MappingProxyType)]
    database_url: Annotated[str, AfterValidator(checks.database_url)] = Field(
        default="sqlite:///data/shop.db", repr=False
    )
    access: Annotated[Literal["private", "open"], AfterValidator(checks.closed)] = Field(
        default="private", description="private"
    )
    blocked_words: Annotated[tuple[str, ...], BeforeValidator(checks.words)] = ()
    low_balance: Decimal | None = Field(
        default=None, ge=0, description="an amount of money, as in 10 or 2.50"
    )
    default_language: Literal["en", "ru"] = Field(default="en", description="en or ru")
    telegram_api_url: Annotated[str, AfterValidator(checks.telegram_url)] = (
        "https://api.telegram.org"
    )
    telegram_proxy: Annotated[str, AfterValidator(checks.proxy)] | None = Field(
        default=None, repr=False
    )
    http_host: str = "127.0.0.1"
    http_port: int | None = Field(
        default=None, ge=1, le=65535, description="a port, a number from 1 to 65535"
    )
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(checks.upper)
    ] = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_format: Literal["text", "json"] = Field(default="text", description="text or json")

    @property
    def secrets(self) -> tuple[str, ...]:
        """All that must never be shown, for whoever writes logs."""
        keys = (panel.key.get_secret_value() for panel in self.panels.values())
        urls = (self.telegram_proxy or "", self.database_url)
        passwords = (password for url in urls for password in _passwords(url))
        return (self.bot_token.get_secret_value(), *keys, *passwords)


def _passwords(url: str) -> Iterator[str]:
    """As it stands in the address, and as it is."""
    parts = urlsplit(url)
    if parts.password:
        yield from {parts.password, unquote(parts.password)}
    yield from parse_qs(parts.query).get("password", ())
