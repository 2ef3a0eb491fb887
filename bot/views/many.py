"""Something done to many orders: what would be done, what was, and what has come of it."""

from collections.abc import Callable, Mapping

from bot.callbacks.all_orders import DoMany, ManyReport, OrderList, PickOrders
from bot.domain.many import Deed, Done, Plan, Tally, Unable
from bot.domain.refill import CancellationStatus, RefillStatus
from bot.views import orders as order_views
from bot.views.lang import Html, Lang, mark
from bot.views.screen import Row, Screen, bold, button, lines, paragraphs
from bot.views.text import clip

_Counted = Callable[[Lang, int], Html]

_QUESTIONS: Mapping[Deed, _Counted] = {
    Deed.REFRESH: lambda lang, n: lang.n("Refresh {n} order?", "Refresh {n} orders?", n),
    Deed.CANCEL: lambda lang, n: lang.n("Cancel {n} order?", "Cancel {n} orders?", n),
    Deed.REFILL: lambda lang, n: lang.n("Refill {n} order?", "Refill {n} orders?", n),
}
_YES: Mapping[Deed, str] = {
    Deed.REFRESH: mark("Yes, refresh {n}"),
    Deed.CANCEL: mark("Yes, cancel {n}"),
    Deed.REFILL: mark("Yes, refill {n}"),
}
_NONE: Mapping[Deed, str] = {
    Deed.REFRESH: mark("None of these orders can be refreshed."),
    Deed.CANCEL: mark("None of these orders can be canceled."),
    Deed.REFILL: mark("None of these orders can be refilled."),
}
_DONE: Mapping[Deed, _Counted] = {
    Deed.REFRESH: lambda lang, n: lang.n(
        "The panel is asked about {n} order now. Look at the list in a minute.",
        "The panels are asked about {n} orders now. Look at the list in a minute.",
        n,
    ),
    Deed.CANCEL: lambda lang, n: lang.n(
        "{n} cancellation is on its way to the panel.",
        "{n} cancellations are on their way to the panels.",
        n,
    ),
    Deed.REFILL: lambda lang, n: lang.n(
        "{n} refill request is on its way to the panel.",
        "{n} refill requests are on their way to the panels.",
        n,
    ),
}
_WHY_NOT: Mapping[Unable, str] = {
    Unable.PANEL_GONE: mark("Panel not in the settings: {n}"),
    Unable.ENDED: mark("Ended already: {n}"),
    Unable.NOT_SENT: mark("Not sent yet: {n}"),
    Unable.BEING_SENT: mark("Being sent, or to decide: {n}"),
    Unable.NOT_DONE: mark("Not done yet: {n}"),
    Unable.NOT_OFFERED: mark("Not offered by the service or the panel: {n}"),
    Unable.ASKED: mark("Asked for already: {n}"),
}


def ask(lang: Lang, plan: Plan, search_id: int) -> Screen:
    """Exactly what would be done."""
    back: Row = (button(lang.label("‹ Back"), PickOrders(search_id)),)
    count = len(plan.able)
    if not count:
        return Screen(paragraphs(lang.t(_NONE[plan.deed]), _unable(lang, plan.unable)), (back,))
    text = paragraphs(
        bold(_QUESTIONS[plan.deed](lang, count)),
        lines(*_what_happens(lang, plan)),
        _stays(lang, plan.unable),
    )
    label = lang.label(_YES[plan.deed], n=lang.number(count))
    return Screen(text, ((button(label, DoMany(search_id, plan.deed.value)),), back))


def _what_happens(lang: Lang, plan: Plan) -> list[Html]:
    at_panel = len(plan.able) - plan.unsent
    if plan.deed is Deed.REFRESH:
        return [lang.t("Their panels are asked how they are; nothing else is changed.")]
    if plan.deed is Deed.REFILL:
        return [lang.t("Their panels are asked for a refill of what dropped.")]
    told = []
    if plan.unsent:
        told.append(
            lang.n(
                "{n} wasn't sent yet: it is taken back, and nothing is charged.",
                "{n} weren't sent yet: they are taken back, and nothing is charged.",
                plan.unsent,
            )
        )
    if at_panel:
        told.append(
            lang.n(
                "{n} is at a panel, which is asked to cancel it. What was delivered by then is charged.",
                "{n} are at panels, which are asked to cancel them. What was delivered by then is charged.",
                at_panel,
            )
        )
    return told


def _stays(lang: Lang, unable: Mapping[Unable, int]) -> Html | None:
    if not unable:
        return None
    count = sum(unable.values())
    head = lang.n("{n} order stays as it is:", "{n} orders stay as they are:", count)
    return lines(head, _unable(lang, unable))


def _unable(lang: Lang, unable: Mapping[Unable, int]) -> Html:
    """In the order of `Unable`."""
    return lines(
        *(
            Html(f"· {lang.t(_WHY_NOT[reason], n=lang.number(unable[reason]))}")
            for reason in Unable
            if unable.get(reason)
        )
    )


def done(lang: Lang, result: Done, search_id: int) -> Screen:
    taken_back = None
    if result.taken_back:
        taken_back = lang.n(
            "{n} order is taken back; nothing was sent.",
            "{n} orders are taken back; nothing was sent.",
            result.taken_back,
        )
    nothing = None
    if not result.asked and not result.taken_back:
        nothing = lang.t("Nothing was done.")
    text = paragraphs(
        nothing,
        lines(_DONE[result.deed](lang, result.asked) if result.asked else None, taken_back),
        _stays(lang, result.unable),
    )
    rows: list[Row] = []
    if result.asked and result.deed is not Deed.REFRESH:
        report = ManyReport(search_id, result.deed.value)
        rows.append((button(lang.label("📊 What has come of it"), report),))
    rows.append((button(lang.label("‹ Back to the list"), OrderList(search_id)),))
    return Screen(text, tuple(rows))


def tally(lang: Lang, found: Tally, search_id: int) -> Screen:
    """How many requests are in each state by now, and why panels said no."""
    states = (
        Html(f"{_state(lang, found.deed, word)} – {lang.number(count)}")
        for word, count in found.states.items()
    )
    taken_back = None
    if found.taken_back:
        taken_back = lang.t("Taken back: {n}", n=lang.number(found.taken_back))
    reasons = (
        Html(f"· {lang.t('“{reason}” – {n}', reason=clip(reason, 200), n=lang.number(count))}")
        for reason, count in found.reasons.items()
    )
    text = paragraphs(
        bold(lang.t("What has come of it")),
        lines(*states, taken_back) or lang.t("There are no requests about these orders."),
        lines(lang.t("The panels said:"), *reasons) if found.reasons else None,
    )
    again = ManyReport(search_id, found.deed.value)
    rows: tuple[Row, ...] = (
        (button(lang.label("🔄 Look again"), again),),
        (button(lang.label("‹ Back to the list"), OrderList(search_id)),),
    )
    return Screen(text, rows)


def _state(lang: Lang, deed: Deed, word: str) -> Html:
    if deed is Deed.REFILL:
        return order_views.refill_state(lang, RefillStatus(word))
    return order_views.cancellation_state(lang, CancellationStatus(word))
