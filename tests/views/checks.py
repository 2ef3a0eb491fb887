"""What Telegram takes: valid HTML, and within its limits."""

from bot.sandbox.telegram.entities import parse_html, utf16_length
from bot.views.screen import Screen

_TEXT, _BUTTONS, _ROW, _LABEL = 4096, 100, 8, 64


def check(screen: Screen) -> None:
    text, _ = parse_html(screen.text)
    assert 0 < utf16_length(text) <= _TEXT
    assert "\u202e" not in text
    assert sum(len(row) for row in screen.rows) <= _BUTTONS
    for row in screen.rows:
        assert 0 < len(row) <= _ROW
        for button in row:
            assert 0 < len(button.text) <= _LABEL + 60
            assert len(str(button.callback_data).encode()) <= 64
