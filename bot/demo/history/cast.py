"""Who the shop's people are: the operators, and customers who found it in the course of a month."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.staff import Right
from bot.sandbox.telegram import Person, Telegram

OLGA, MAX, ANN = 1, 2, 1001
NAMES = {OLGA: "Olga", ANN: "Ann", MAX: "Max"}
MAY = {MAX: frozenset({Right.ORDERS, Right.PEOPLE})}
"""What the second operator may do; the first is the owner."""

DAYS = 30
"""So long the shop has been open."""

BLOCKED_AGO = timedelta(days=2, hours=4)
"""When an operator shut somebody out."""

_FIRST = 1002
_UNREACHABLE = frozenset({"nguyenlinh", "kwame_acc", "pawel.z"})
_BLOCKED = "quick_boost"
_TURNED_AWAY = "just_looking"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """`handle` is what they order for, on `platforms`; `zeal` how much of it compared with others, from `joined` `until`."""

    id: int
    name: str
    language: str
    username: str
    handle: str
    platforms: tuple[str, ...]
    zeal: float
    joined: datetime
    until: datetime

    @property
    def reachable(self) -> bool:
        return self.username not in _UNREACHABLE

    @property
    def blocked(self) -> bool:
        return self.username == _BLOCKED

    @property
    def member(self) -> bool:
        return self.username != _TURNED_AWAY


# Name, language, user name, what they order for and where; those who order most come first.
_CUSTOMERS = (
    ("Lucía", "es", "luciafit", "lucia.fit", "instagram tiktok"),
    ("Дмитрий", "ru", "dm_media", "dm.media", "telegram youtube"),
    ("Chloé", "fr", "chloe_vtg", "vintage.chloe", "instagram"),
    ("Mehmet", "tr", "mehmetk", "ustamehmet", "tiktok instagram"),
    ("Priya", "en", "priya_bakes", "priya.bakes", "instagram youtube"),
    ("João", "pt", "joaosurf", "joao.surf", "instagram tiktok"),
    ("Мария", "ru", "mari_nails", "mari.nails", "instagram telegram"),
    ("Kenji", "en", "kenjibeats", "kenji.beats", "spotify youtube soundcloud"),
    ("Zofia", "pl", "zofia_art", "zofia.maluje", "instagram"),
    ("أحمد", "ar", "ahmad_cars", "ahmad.cars", "tiktok youtube"),
    ("Nguyễn Linh", "en", "nguyenlinh", "linh.travels", "tiktok facebook"),
    ("Олена", "uk", "olena_shop", "olena.shop", "instagram telegram"),
    ("Giulia", "it", "giuliacuce", "giulia.cuce", "instagram tiktok"),
    ("Tom", "en", "tomgames", "tomgames", "twitch youtube discord"),
    ("Анастасия", "ru", "nastya_yoga", "nastya.yoga", "instagram"),
    ("Carlos", "es", "carlosbarber", "carlos.barber", "tiktok instagram facebook"),
    ("Søren", "en", "sorenbikes", "soren.bikes", "instagram youtube"),
    ("由紀", "en", "yuki_cafe", "yuki.cafe", "instagram x"),
    ("Mateus", "pt", "mateusbeat", "mateus.beat", "soundcloud spotify"),
    ("Fatima", "fr", "fatima_henna", "fatima.henna", "instagram tiktok"),
    ("Артём", "ru", "art_news", "artnews", "telegram"),
    ("Ingrid", "en", "ingridknits", "ingrid.knits", "instagram facebook"),
    ("Kwame", "en", "kwame_acc", "kwame.live", "tiktok x"),
    ("Ayşe", "tr", "aysedeco", "ayse.deco", "instagram"),
    ("Budi", "id", "budikopi", "budi.kopi", "instagram tiktok"),
    ("Светлана", "ru", "sveta_realty", "sveta.realty", "telegram instagram"),
    ("Hassan", "ar", "hassandunks", "hassan.dunks", "youtube tiktok"),
    ("Lena", "de", "lenaklettert", "lena.klettert", "instagram"),
    ("Paweł", "pl", "pawel.z", "pawel.zdjecia", "instagram"),
    ("Rosa", "es", "rosaflores", "rosa.flores", "facebook instagram"),
    ("Dilnoza", "uz", "dilnoza_uz", "dilnoza.style", "telegram instagram"),
    ("Elif", "tr", "elifbooks", "elif.books", "x instagram"),
    ("Marco", "it", "marcovino", "marco.vino", "website google"),
    ("Agata", "pl", "agatarun", "agata.run", "instagram threads"),
    ("Omar", "en", "omarfx", "omarfx", "discord x telegram"),
    ("Jules", "fr", "julesvelo", "jules.velo", "youtube website"),
    ("Игорь", "ru", "igor_3d", "igor3d", "youtube vk"),
    ("Quick Boost", "en", "quick_boost", "quick.boost", "tiktok"),
    ("Nadia", "de", "nadiakocht", "nadia.kocht", "instagram pinterest"),
    ("Ravi", "hi", "ravitech", "ravi.tech", "youtube"),
    ("Visitor", "en", "just_looking", "", ""),
)


def customers(now: datetime) -> list[Customer]:
    """Ann, and the others in the order of how much they order; they came one after the other, the keenest early."""
    others = [
        Customer(
            id=_FIRST + place,
            name=name,
            language=language,
            username=username,
            handle=handle,
            platforms=tuple(platforms.split()),
            zeal=1 / (place + 4) if handle else 0,
            joined=now - timedelta(days=_came(place), hours=place * 7 % 11),
            until=now - BLOCKED_AGO if username == _BLOCKED else now,
        )
        for place, (name, language, username, handle, platforms) in enumerate(_CUSTOMERS)
    ]
    return [_ann(now), *others]


def _came(place: int) -> float:
    """Days ago."""
    return max(DAYS - 0.4 - place * 0.66 - place % 3, 0.9)


def _ann(now: datetime) -> Customer:
    return Customer(
        id=ANN,
        name=NAMES[ANN],
        language="en",
        username="",
        handle="ann.bakes",
        platforms=("instagram", "tiktok"),
        zeal=0,
        joined=now - timedelta(days=DAYS - 0.2),
        until=now,
    )


def enter(telegram: Telegram, people: list[Customer]) -> None:
    """Everybody has a phone, and has written to the bot before; `people` begin with Ann. Who plays a part comes first."""
    _phone(telegram, OLGA, NAMES[OLGA])
    for place, each in enumerate(people):
        if place == 1:
            _phone(telegram, MAX, NAMES[MAX])
        account = _phone(telegram, each.id, each.name, each.language, each.username)
        account.blocked = not each.reachable


def _phone(
    telegram: Telegram, user_id: int, name: str, language: str = "en", username: str = ""
) -> Person:
    account = telegram.add_user(user_id, name, language, username or None)
    account.started = True
    return account


def rows(people: list[Customer], seen: dict[int, datetime], now: datetime) -> list[dict[str, Any]]:
    """For the books; `seen`: when somebody was here last."""
    staff = [
        _row(user_id, NAMES[user_id], "", "en", now - timedelta(days=DAYS - at), now, member=False)
        for at, user_id in enumerate((OLGA, MAX))
    ]
    return [
        *staff,
        *(
            _row(
                each.id,
                each.name,
                each.username,
                each.language,
                each.joined,
                seen.get(each.id, each.joined),
                member=each.member,
                reachable=each.reachable,
                blocked=each.blocked,
            )
            for each in people
        ),
    ]


def _row(  # noqa: PLR0917 - a row
    user_id: int,
    name: str,
    username: str,
    language: str,
    since: datetime,
    seen: datetime,
    *,
    member: bool,
    reachable: bool = True,
    blocked: bool = False,
) -> dict[str, Any]:
    return {
        "id": user_id,
        "first_name": name,
        "username": username,
        "client_language": language,
        "member": member,
        "reachable": reachable,
        "blocked": blocked,
        "created_at": since,
        "seen_at": seen,
        "search_text": f"{name} {username}".casefold(),
    }
