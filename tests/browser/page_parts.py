"""Where things are on the chat page."""

from playwright.async_api import Locator, Page


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"{name}'s phone")


def message(page: Page, message_id: int) -> Locator:
    return page.locator(f"[data-message-id='{message_id}']")
