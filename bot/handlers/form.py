"""The form and its confirmation: buttons, typed answers, and lists sent as files."""

from bot.callbacks.form import (
    BackInDraft,
    Choose,
    Confirm,
    Discard,
    Drop,
    Edit,
    Repeat,
    ShowDraft,
    StartDraft,
    Trust,
    Want,
)
from bot.context import Area, Visit
from bot.domain.draft import Terms
from bot.domain.errors import Problem, ShopError
from bot.domain.form import Field
from bot.domain.service import Listing
from bot.usecases import drafting, ordering, showing
from bot.usecases.drafting import Form
from bot.views import browse as browse_views
from bot.views import form as views
from bot.views import orders as order_views
from bot.views.lang import Html
from bot.views.problems import sentence
from bot.views.screen import Screen


async def start(visit: Visit, action: StartDraft) -> None:
    await _show(visit, await drafting.start(visit.desk, visit.user.id, action.key))


async def repeat(visit: Visit, action: Repeat) -> None:
    await _show(visit, await drafting.repeat(visit.desk, visit.user.id, action.order_id))


async def show(visit: Visit, action: ShowDraft) -> None:
    await _show(visit, await drafting.show(visit.desk, visit.user.id, action.draft_id))


async def choose(visit: Visit, action: Choose) -> None:
    await _answer(visit, action.draft_id, _field(action.field), action.value)


async def edit(visit: Visit, action: Edit) -> None:
    field = _field(action.field)
    await _show(visit, await drafting.edit(visit.desk, visit.user.id, action.draft_id, field))


async def want(visit: Visit, action: Want) -> None:
    field = _field(action.field)
    await _show(visit, await drafting.want(visit.desk, visit.user.id, action.draft_id, field))


async def drop(visit: Visit, action: Drop) -> None:
    field = _field(action.field)
    await _show(visit, await drafting.drop(visit.desk, visit.user.id, action.draft_id, field))


async def trust(visit: Visit, action: Trust) -> None:
    await _show(visit, await drafting.trust(visit.desk, visit.user.id, action.draft_id))


async def back(visit: Visit, action: BackInDraft) -> Screen | None:
    before = await drafting.back(
        visit.desk, visit.user.id, action.draft_id, update_id=visit.update_id
    )
    if isinstance(before, Listing):
        return browse_views.service(visit.lang, before)
    await _show(visit, before)
    return None


async def discard(visit: Visit, action: Discard) -> Screen:
    listing = await drafting.discard(visit.desk, visit.user.id, action.draft_id)
    return views.left(visit.lang, listing)


async def confirm(visit: Visit, action: Confirm) -> Screen | None:
    """The order's card is shown by the outbox, its only writer, so that a later state is never overwritten."""
    outcome = await ordering.confirm(
        visit.desk, visit.user.id, action.draft_id, message_id=visit.message_id
    )
    if isinstance(outcome, ordering.AskAgain):
        await _show(visit, outcome.form, before=outcome.before)
        return None
    if outcome.message_id == visit.message_id:
        return None
    card = await showing.card(visit.desk, outcome)
    return order_views.card(visit.lang, card, live=False)


async def asks(visit: Visit) -> bool:
    """Whether a form waits for an answer."""
    form = await drafting.of_user(visit.desk, visit.user.id)
    return form is not None and form.awaiting is not None


async def typed(visit: Visit, text: str) -> bool:
    """Whether the text was for a form."""
    form = await drafting.of_user(visit.desk, visit.user.id)
    if form is None:
        return False
    field = form.awaiting
    if field is None:
        await _show(visit, await drafting.show(visit.desk, visit.user.id, form.draft.id))
    else:
        await _answer(visit, form.draft.id, field, text)
    return True


async def _answer(visit: Visit, draft_id: int, field: Field, text: str) -> None:
    """A wrong answer is told why, and asked for again; nothing is lost."""
    try:
        form = await drafting.answer(
            visit.desk, visit.user.id, draft_id, text, field=field, update_id=visit.update_id
        )
    except ShopError as error:
        if error.problem in _ABOUT_THE_FORM:
            raise
        form = await drafting.show(visit.desk, visit.user.id, draft_id)
        await _show(visit, form, wrong=sentence(visit.lang, error), field=field)
        return
    await _show(visit, form)


_ABOUT_THE_FORM = {Problem.DRAFT_GONE, Problem.SERVICE_GONE, Problem.SERVICE_NOT_ORDERABLE}


async def _show(
    visit: Visit,
    form: Form,
    *,
    wrong: Html | None = None,
    field: Field | None = None,
    before: Terms | None = None,
) -> None:
    """The form's present step. It lives in one message: the one before loses its buttons."""
    await visit.answer()
    screen = _screen(visit, form, wrong=wrong, field=field, before=before)
    shown_in = await visit.show(screen)
    earlier = form.draft.message_id
    if shown_in == earlier:
        return
    await drafting.placed_on(visit.desk, form.draft.id, shown_in)
    await visit.strip_buttons(earlier)


def _screen(
    visit: Visit, form: Form, *, wrong: Html | None, field: Field | None, before: Terms | None
) -> Screen:
    draft, listing = form.draft, form.listing
    if wrong is not None and field is not None:
        return views.ask(visit.lang, draft, listing, field, wrong=wrong)
    if draft.doubted is not None:
        return views.ask_doubted(visit.lang, draft, listing, draft.doubted)
    awaited = form.awaiting
    if awaited is not None:
        return views.ask(visit.lang, draft, listing, awaited)
    return views.confirm(visit.lang, draft, listing, twin=form.twin, before=before)


def _field(name: str) -> Field:
    """A button may be forged: an unknown field is a form that isn't there."""
    try:
        return Field(name)
    except ValueError:
        raise ShopError(Problem.DRAFT_GONE) from None


AREA = Area(
    taps={
        StartDraft: start,
        Repeat: repeat,
        ShowDraft: show,
        Choose: choose,
        Edit: edit,
        Want: want,
        Drop: drop,
        Trust: trust,
        BackInDraft: back,
        Discard: discard,
        Confirm: confirm,
    },
)
