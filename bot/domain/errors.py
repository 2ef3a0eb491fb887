"""What a person can mend, as values: `views.problems` has the sentence for each, in every language."""

from enum import StrEnum, auto


class Problem(StrEnum):
    """Why something couldn't be done. Each is a sentence that says what to do next."""

    # an answer to the form
    NOT_A_NUMBER = auto()
    BELOW_MIN = auto()  # minimum
    ABOVE_MAX = auto()  # maximum
    NOT_A_LINK = auto()
    NOT_A_USERNAME = auto()
    NOT_A_HASHTAG = auto()
    NOT_A_DATE = auto()
    DATE_PAST = auto()
    EMPTY = auto()
    TOO_LONG = auto()  # maximum
    TOO_FEW_LINES = auto()  # minimum, count
    TOO_MANY_LINES = auto()  # maximum, count
    BAD_LINE = auto()  # line, text
    NOT_A_CHOICE = auto()
    NOT_A_COUNTRY = auto()
    TOTAL_ABOVE_MAX = auto()  # maximum, runs: quantity × runs is over the service's limit
    MIN_ABOVE_MAX = auto()  # the subscription's smallest count per post is over its largest
    NOT_A_TEXT_FILE = auto()
    FILE_TOO_BIG = auto()
    # the order desk
    DRAFT_GONE = auto()
    SERVICE_GONE = auto()
    SERVICE_NOT_ORDERABLE = auto()
    FORM_INCOMPLETE = auto()
    TOO_EXPENSIVE = auto()
    ORDER_UNKNOWN = auto()
    NOT_REFILLABLE = auto()
    NOT_CANCELABLE = auto()
    ALREADY_ASKED = auto()
    ORDER_RUNNING = auto()  # too late or too early for what was asked
    NOT_ALLOWED = auto()
    NO_RIGHT = auto()
    NOT_FOUND = auto()
    BUTTON_UNKNOWN = auto()
    INVITE_USED = auto()
    # support
    TICKET_UNKNOWN = auto()
    TOO_MANY_QUESTIONS = auto()  # maximum
    TOO_MANY_MESSAGES = auto()  # maximum: a minute
    NOT_CARRIED = auto()  # a kind of message that can't be passed on
    OWN_QUESTION = auto()
    PERSON_BLOCKED = auto()
    # operators
    NOT_UNCONFIRMED = auto()
    PANEL_ORDER_UNKNOWN = auto()  # id
    PANEL_ORDER_TAKEN = auto()  # id, order
    TOO_EARLY = auto()  # minutes
    PANEL_BUSY = auto()
    ONE_WORD = auto()
    WORD_BLOCKED = auto()  # word
    WORD_GONE = auto()
    TYPE_GONE = auto()
    LIST_GONE = auto()
    LIST_TOO_LONG = auto()  # maximum: so many at once
    NOTHING_THERE = auto()
    USER_UNKNOWN = auto()
    IS_OPERATOR = auto()
    OPERATOR_BLOCKED = auto()
    NAMED_OWNER = auto()
    LAST_OWNER = auto()
    NO_RIGHTS_CHOSEN = auto()
    INVITE_GONE = auto()
    LAST_TO_HEAR = auto()
    NO_ROOM = auto()
    # broadcasts
    BROADCAST_GONE = auto()
    BROADCAST_STARTED = auto()
    NOBODY_THERE = auto()
    NOT_SENDABLE = auto()
    ALBUM = auto()
    MESSAGE_GONE = auto()
    NOTHING_CALLED_SO = auto()  # text
    LINK_REFUSED = auto()
    NOT_A_STAND_IN = auto()
    STAND_INS_FULL = auto()  # maximum


class ShopError(Exception):
    """The person's input or the shop's rules stand in the way; nothing was changed."""

    def __init__(self, problem: Problem, **details: object) -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.details = details
