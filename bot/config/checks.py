"""What a setting's value must be. The words of a `ValueError` here go on after the name of the setting."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from storage import StorageError
from storage.engine import database

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{4,}")


def token(token: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError(
            "doesn't look like a token: paste the whole of what @BotFather gave you, "
            "a number, a colon and a long word."
        )
    return token


def ids(value: object) -> object:
    if not isinstance(value, str):
        return value
    ids = re.split(r"[,;\s]+", value.strip(",; \t"))
    if not all(re.fullmatch(r"[1-9][0-9]{0,15}", number) for number in ids):
        raise ValueError(
            "must be numbers of people, with commas between them, as in 123456789, 987654321: names don't do."
        )
    return tuple(dict.fromkeys(map(int, ids)))


def words(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(word.strip() for word in value.split(",") if word.strip())


def upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def closed(access: str) -> str:
    if access == "open":
        raise ValueError(
            "can't be open: until there are wallets, orders are paid from your balance at the panel, "
            "so strangers would spend your money. Leave it private, and invite people with /invite."
        )
    return access


def database_url(url: str) -> str:
    try:
        database(url, exclusive=True)
    except StorageError as error:
        raise ValueError(str(error).removeprefix("DATABASE_URL ")) from None
    return url


def panel_url(url: str) -> str:
    parts = _bare_address(url)
    if parts.scheme == "http" and not _is_this_machine(parts.hostname or ""):
        raise ValueError(
            "must start with https://, for over plain http everybody on the way could read the key "
            "(only a panel on this machine may do without)."
        )
    return url


def telegram_url(url: str) -> str:
    parts = _bare_address(url)
    if parts.scheme == "http" and not _is_own_network(parts.hostname or ""):
        raise ValueError(
            "must start with https://, for over plain http everybody on the way could read the token "
            "(only a server on this machine or in its own network may do without)."
        )
    return url.rstrip("/")


def proxy(url: str) -> str:
    parts = _split(url)
    if parts is None or parts.scheme not in {"http", "socks4", "socks5"}:
        raise ValueError(
            "must be written as socks5://user:password@host:port; http and socks4 do as well."
        )
    return url


def _bare_address(url: str) -> SplitResult:
    parts = _split(url)
    if parts is None or parts.scheme not in {"http", "https"}:
        raise ValueError("must be an address that starts with https://.")
    if "@" in parts.netloc or "?" in url or "#" in url:
        raise ValueError(
            "must be the bare address, without a password, a key or anything after a question mark."
        )
    return parts


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # a wrong one raises
    except ValueError:
        return None
    return parts if parts.hostname and not re.search(r"\s", url) else None


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_own_network(host: str) -> bool:
    """A name without a dot is one that a container or a home network gives."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return "." not in host or _is_this_machine(host)
