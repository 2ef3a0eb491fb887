"""What a panel's error sentence means.

Panels have no error codes that could be relied on, so sentences and translation keys are matched, in this order. A sentence
that isn't here is UNKNOWN and reaches operators as it came, which is always the safe side: add a pattern only for what
surely means that nothing happened.
"""

import re

from bot.panel.reasons import Reason

_BAD = "(?:bad|incorrect|invalid|wrong|not valid|missing|unknown)"
_OFF = "(?:disabled|not (?:available|allowed|possible|supported))"
_FIELD = (
    "(?:comments?|user_?names?|runs|interval|delay|posts|old_posts|expiry|hash_?tags?|media"
    "|answer(?:[_ ]number)?|keywords?|groups?|country|device|type_of_traffic|google_keyword"
    "|referring_url|min|max)"
)

_SENTENCES: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    (
        Reason.TOO_EARLY,
        (r"less than \d+ (?:hours?|days?) ago", "24 hours ago", "refill.*too (?:early|soon)"),
    ),
    (
        Reason.ALREADY_REQUESTED,
        (
            "already an? (?:open|active|pending) request",
            r"(?:refill|cancel\w*)\b.*\balready (?:requested|in progress|pending)",
            "already (?:requested|being refilled)",
        ),
    ),
    (
        Reason.NO_REFILL,
        (f"refill (?:is |was )?{_OFF}", "not (?:eligible|available) for refill"),
    ),
    (
        Reason.NOT_CANCELABLE,
        (
            "(?:can ?not|can't|could ?n[o']t|not) be cancell?ed",
            rf"cancel\w* (?:is )?{_OFF}",
        ),
    ),
    (
        Reason.NOT_COMPLETED,
        ("order (?:is |was |has )?not (?:been )?completed", "not completed yet"),
    ),
    (
        Reason.DUPLICATE,
        (
            "active order with (?:this|the same|that) link",
            "link_duplicate",
            "wait until (?:the )?order",
            r"already (?:have|has|exists?|an?)\b.*\border",
            "order .*already exists",
            "duplicate order",
            "aktif sipari[sş]",
            r"активн\w+ заказ",
            "pedido activo",
            "pedido ativo",
        ),
    ),
    (
        Reason.RATE_LIMIT,
        (
            "rate.?limit",
            "too many (?:requests|attempts|calls)",
            "requests? limit exceeded",
            "[cç]ok fazla istek",
            "слишком много запросов",
            "demasiadas (?:solicitudes|peticiones)",
            "muitas (?:solicita[cç][oõ]es|requisi[cç][oõ]es)",
        ),
    ),
    (
        Reason.MAINTENANCE,
        (
            "maintenance",
            r"bak[ıi]m(?:da|\b)",
            r"технически\w+ работ",
            "mantenimiento",
            "manuten[cç][aã]o",
        ),
    ),
    (
        Reason.ORDERING_DISABLED,
        ("order(?:ing|s) (?:is |are )?(?:currently |temporarily )?(?:disabled|closed|paused)",),
    ),
    (
        Reason.NO_FUNDS,
        (
            "(?:not enough|insufficient|low) (?:funds?|balance|money|credits?)",
            "not_enough_funds",
            "balance (?:is )?(?:too low|insufficient|not enough)",
            r"bakiye\w* yetersiz",
            r"bakiye\w* yeterli de[gğ]il",
            "yetersiz bakiye",
            "недостаточно (?:средств|денег)",
            "saldo insuficiente",
            "fondos insuficientes",
        ),
    ),
    (
        Reason.BAD_KEY,
        (
            rf"{_BAD} (?:api[ _-]?)?(?:key|token)\b",
            f"(?:key|token) (?:is )?(?:{_BAD}|required|expired)",
            "unauthori[sz]ed",
            r"api anahtar\w* (?:ge[cç]ersiz|hatal)",
            "ge[cç]ersiz (?:api )?(?:anahtar|key)",
            "неверный (?:api[ -]?)?ключ",
            "(?:clave|chave)(?: de)?(?: la)?(?: api)? (?:inv[aá]lida|incorrecta|incorreta)",
        ),
    ),
    (
        Reason.SUSPENDED,
        (
            "(?:account|user) (?:is |has been |was )?(?:suspended|blocked|banned|disabled|frozen)",
            r"hesab\w* (?:ask[ıi]ya|engellen)",
            "аккаунт (?:заблокирован|приостановлен)",
            "(?:cuenta|conta) (?:suspendida|suspensa|bloqueada)",
        ),
    ),
    (
        Reason.BAD_SERVICE,
        (
            f"{_BAD} service",
            f"service(?: id)? (?:is )?(?:{_BAD}|{_OFF}|inactive|not (?:found|active))",
            "service does(?:n't| not) exist",
            r"neworder\.error\.\w*service",
            "ge[cç]ersiz servis",
            "servis bulunamad",
            "(?:услуга|сервис) не найден",
            "неверный (?:id )?(?:услуги|сервиса)",
            "servicio (?:no encontrado|inv[aá]lido|incorrecto)",
            "servi[cç]o (?:n[aã]o encontrado|inv[aá]lido)",
        ),
    ),
    (
        Reason.BAD_REFILL,
        (rf"{_BAD} refill(?: id)?\b", f"refill(?: id)? (?:is )?(?:not found|{_BAD})"),
    ),
    (
        Reason.BAD_ORDER,
        (
            rf"{_BAD} order(?: id)?\b",
            f"orders?(?: id)? (?:is |was )?(?:not found|does(?:n't| not) exist|{_BAD})",
        ),
    ),
    (
        Reason.NO_SUCH_ACTION,
        (
            r"^(?:incorrect|invalid|unknown|wrong|unsupported) (?:request|action|method)\W*$",
            r"\baction (?:is )?(?:invalid|incorrect|unknown|not (?:found|supported|allowed))",
        ),
    ),
    (
        Reason.QUANTITY,
        (
            f"{_BAD} quantity",
            f"quantity (?:field )?(?:is )?(?:less|more|lower|greater|too|must|should|required|{_BAD})",
            "(?:min|max)(?:imum)?[_ ]quantity",
            "(?:less|lower) than (?:the )?min",
            "(?:more|greater|higher) than (?:the )?max",
            r"neworder\.error\.quantity",
            "miktar",
            "количеств",
            "cantidad",
            "quantidade",
        ),
    ),
    (
        Reason.LINK,
        (
            rf"{_BAD} (?:link|url)\b",
            r"\b(?:valid|correct) (?:link|url)\b",
            f"(?:link|url) (?:field |format )?(?:is )?(?:required|{_BAD})",
            r"neworder\.error\.(?:link|url)\b",
            "ge[cç]ersiz (?:link|ba[gğ]lant)",
            r"неверн\w+ ссылк",
            r"ссылк\w+ (?:неверн|некоррект)",
            "(?:enlace|link) (?:no v[aá]lido|inv[aá]lido|incorrecto)",
        ),
    ),
    (
        Reason.FIELD,
        (
            rf"{_BAD} {_FIELD}\b",
            rf"\b{_FIELD} (?:field )?(?:is |are )?(?:required|{_BAD})",
            rf"neworder\.error\.\w*{_FIELD}",
        ),
    ),
)
_TABLE = tuple((reason, re.compile("|".join(patterns))) for reason, patterns in _SENTENCES)

_DONE = "(?:created|placed|accepted|received|added|submitted|registered|queued|processed)"
_HAS_BEEN = r"(?:(?:is|was|has|been|now|successfully|already)\s+)*"
_WELL = r"(?<!not )(?<!no )(?<!n't )\bsuccess(?:ful|fully)?\b"
_PLACED = re.compile(
    "|".join(
        (
            rf"(?<!no )\b(?:order|request)\W+(?:\S*\d\S*\s+)?{_HAS_BEEN}{_DONE}\b",
            rf"\balready\s+(?:been\s+)?(?:{_DONE}|ordered)\b",
            _WELL,
            r"sipari[sş]\w* (?:al[ıi]nd[ıi]|olu[sş]turuldu)",
            r"заказ\W+(?:\S*\d\S*\s+)?(?:успешно )?(?:создан|принят|размещ[её]н)",
            r"pedido\W+(?:\S*\d\S*\s+)?(?:creado|recibido|realizado|criado|aceito)",
        )
    )
)
_REQUESTED = re.compile(rf"(?<!no )\b(?:request|refill|cancel\w*)\s+{_HAS_BEEN}{_DONE}\b|{_WELL}")
_OF_EARLIER = frozenset({Reason.TOO_EARLY, Reason.ALREADY_REQUESTED})

_BY_HTTP_STATUS = {401: Reason.BAD_KEY, 402: Reason.NO_FUNDS, 429: Reason.RATE_LIMIT}

_NAMED_ORDER = re.compile(r"#\s?([A-Za-z0-9][A-Za-z0-9_-]{0,63})")


def why_refused(sentence: str, http_status: int | None) -> Reason:
    """The reason behind an error; the HTTP status speaks only where the sentence says nothing known."""
    text = _plain(sentence)
    for reason, pattern in _TABLE:
        if pattern.search(text):
            return reason
    return _BY_HTTP_STATUS.get(http_status or 0, Reason.UNKNOWN)


def tells_placed(sentence: str) -> bool:
    """Whether an answer to `add` says, whatever else it says, that there is an order."""
    return _PLACED.search(_plain(sentence)) is not None


def tells_requested(sentence: str) -> bool:
    """The same of `refill` and `cancel`; a sentence about an earlier request is a no."""
    if _REQUESTED.search(_plain(sentence)) is None:
        return False
    return why_refused(sentence, None) not in _OF_EARLIER


def _plain(sentence: str) -> str:
    return " ".join(sentence.casefold().split())


def order_named_in(sentence: str) -> str | None:
    """The order that a sentence tells, as in "(#100011)"."""
    found = _NAMED_ORDER.search(sentence)
    return found.group(1) if found else None
