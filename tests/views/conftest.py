import pytest

from bot.views.lang import LANGUAGES, Lang, lang


@pytest.fixture(params=LANGUAGES)
def reader(request: pytest.FixtureRequest) -> Lang:
    return lang(request.param)
