"""Where things are on the chat page, and what people do with them."""

from playwright.async_api import Locator, Page, expect


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"{name}'s phone")


def message(page: Page, message_id: int) -> Locator:
    return page.locator(f"[data-message-id='{message_id}']")


async def press(person: Locator, *labels: str) -> None:
    """One button after the other; each is waited for, and the newest of that name is meant."""
    for label in labels:
        await person.get_by_role("button", name=label).last.click()


async def start(person: Locator) -> None:
    await person.get_by_role("button", name="Start", exact=True).click()
    await expect(person.get_by_text("Hello,")).to_be_visible()


async def write(person: Locator, text: str) -> None:
    box = person.get_by_role("textbox")
    await box.fill(text)
    await box.press("Enter")


def told(person: Locator, *words: str) -> Locator:
    """The messages of the bot that say all of these words."""
    found = person.locator("[data-from='bot']")
    for each in words:
        found = found.filter(has_text=each)
    return found
