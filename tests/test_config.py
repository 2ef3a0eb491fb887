"""The operator writes `.env`, and is told at once all that is wrong with it."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from bot.config import SETTING_NAMES, ConfigError, PanelSettings, Settings, load_settings

TOKEN = "123456789:AAF-secret_token_of_a_bot_nobody_has"
GOOD = {
    "BOT_TOKEN": TOKEN,
    "ADMIN_IDS": "111, 222",
    "PANEL_URL": "https://panel.example/api/v2",
    "PANEL_KEY": "the-key-of-main",
}


def load(tmp_path: Path, env: str = "", **environ: str) -> Settings:
    """`env` is what stands in the file."""
    file = tmp_path / ".env"
    file.write_text(env, encoding="utf-8")
    return load_settings(file, environ)


def faults(tmp_path: Path, env: str = "", **environ: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, env, **environ)
    return caught.value.faults


def fault(tmp_path: Path, **changed: str) -> str:
    """The only fault of settings that are good but for what is `changed`."""
    found = faults(tmp_path, **{**GOOD, **changed})
    assert len(found) == 1, found
    return found[0]


def test_four_settings_are_enough(tmp_path: Path) -> None:
    settings = load(tmp_path, **GOOD)
    assert settings.bot_token.get_secret_value() == TOKEN
    assert settings.admin_ids == (111, 222)
    assert list(settings.panels) == ["main"]
    assert settings.panels["main"].url == "https://panel.example/api/v2"
    assert settings.panels["main"].key.get_secret_value() == "the-key-of-main"
    assert settings.panels["main"].requests_per_minute == 50
    assert settings.database_url == "sqlite:///data/shop.db"
    assert settings.access == "private"
    assert settings.http_port is None
    assert settings.telegram_api_url == "https://api.telegram.org"


def test_the_file_alone_will_do_and_quotes_and_comments_are_understood(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        f"""
        # the required ones
        BOT_TOKEN="{TOKEN}"
        export ADMIN_IDS=111   # me
        PANEL_URL=https://panel.example/api/v2
        PANEL_KEY='a $trange #key'

        LOW_BALANCE=2.50
        BLOCKED_WORDS=fake news, votes
        HTTP_PORT=
        """,
    )
    assert settings.panels["main"].key.get_secret_value() == "a $trange #key"
    assert settings.low_balance == Decimal("2.50")
    assert settings.blocked_words == ("fake news", "votes")
    assert settings.http_port is None


def test_a_file_from_windows_is_read(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    lines = [f"{name}={value}" for name, value in GOOD.items()]
    file.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert load_settings(file, {}).admin_ids == (111, 222)


def test_the_environment_wins_over_the_file_unless_it_is_empty(tmp_path: Path) -> None:
    settings = load(
        tmp_path, "LOG_LEVEL=debug\nHTTP_PORT=8000", **GOOD, HTTP_PORT="9000", LOG_LEVEL=""
    )
    assert settings.http_port == 9000
    assert settings.log_level == "DEBUG"


def test_what_else_stands_in_the_environment_is_nobodys_fault(tmp_path: Path) -> None:
    assert load(tmp_path, **GOOD, PATH="/bin", BOT_TOKN="1", PANEL_COLOUR="red").admin_ids


def test_several_panels_each_with_its_own_ways(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        **GOOD,
        PANEL_REQUESTS_PER_MINUTE="30",
        PANELS__MAIN__REQUEST_ID="true",
        PANELS__Big_One__URL="http://127.0.0.1:8091/api/v2",
        PANELS__Big_One__KEY="another-key",
        PANELS__Big_One__REQUESTS_PER_MINUTE="120",
        PANELS__Big_One__SEND_PACKAGE_QUANTITY="yes",
        PANELS__Big_One__SEND_COMMENTS_QUANTITY="1",
    )
    main, big = settings.panels["main"], settings.panels["big_one"]
    assert (main.requests_per_minute, main.request_id) == (30, True)
    assert (big.requests_per_minute, big.request_id) == (120, False)
    assert (big.send_package_quantity, big.send_comments_quantity) == (True, True)


def test_no_panel_is_called_main_when_others_are_named(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        BOT_TOKEN=TOKEN,
        ADMIN_IDS="1",
        PANELS__A__URL="https://a.example",
        PANELS__A__KEY="k",
    )
    assert list(settings.panels) == ["a"]


def test_an_empty_folder_is_told_the_four_settings_it_needs(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load_settings(tmp_path / ".env", {})
    assert [text.split()[0] for text in caught.value.faults] == list(GOOD)
    assert caught.value.faults[0] == (
        "BOT_TOKEN is missing: create a bot with @BotFather and paste its token."
    )


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        "BOT_TOKN=1\nHTTP_PORT=0\nwhat is this\n",
        ADMIN_IDS="@ann",
        ACCESS="open",
        LOW_BALANCE="much",
    )
    names = [text.split()[0] for text in found]
    assert set(names) >= {"BOT_TOKEN", "ADMIN_IDS", "PANEL_URL", "PANEL_KEY", "ACCESS"}
    assert set(names) >= {"LOW_BALANCE", "HTTP_PORT", "BOT_TOKN"}
    assert any("line 3" in text for text in found)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BOT_TOKEN", "AAF-secret", "@BotFather"),
        ("BOT_TOKEN", "123456789", "@BotFather"),
        ("ADMIN_IDS", "@ann", "names don't do"),
        ("ADMIN_IDS", "-100123", "numbers of people"),
        ("ADMIN_IDS", ",", "numbers of people"),
        ("PANEL_URL", "panel.example/api", "starts with https://"),
        ("PANEL_URL", "https://", "starts with https://"),
        ("PANEL_URL", "https://panel.example:x/", "starts with https://"),
        ("PANEL_URL", "http://panel.example/api/v2", "could read the key"),
        ("PANEL_URL", "http://192.168.0.4/api/v2", "could read the key"),
        ("PANEL_URL", "https://me:pass@panel.example/", "bare address"),
        ("PANEL_URL", "https://panel.example/api/v2?key=abc", "bare address"),
        ("DATABASE_URL", "mysql://me:pass@host/db", "PostgreSQL"),
        ("DATABASE_URL", "sqlite://", "names no file"),
        ("ACCESS", "open", "paid from your balance at the panel"),
        ("ACCESS", "everyone", "must be private"),
        ("LOW_BALANCE", "10,5", "an amount of money"),
        ("LOW_BALANCE", "-1", "an amount of money"),
        ("LOW_BALANCE", "NaN", "an amount of money"),
        ("DEFAULT_LANGUAGE", "de", "en or ru"),
        ("TELEGRAM_API_URL", "http://api.telegram.org", "could read the token"),
        ("TELEGRAM_PROXY", "proxy.example:1080", "socks5://"),
        ("HTTP_PORT", "70000", "1 to 65535"),
        ("HTTP_PORT", "http", "1 to 65535"),
        ("LOG_LEVEL", "loud", "DEBUG, INFO"),
        ("LOG_FORMAT", "xml", "text or json"),
        ("PANEL_REQUESTS_PER_MINUTE", "0", "at least 1"),
        ("PANELS__MAIN__REQUEST_ID", "perhaps", "true or false"),
        ("PANELS__MAIN__REQEST_ID", "true", "REQUEST_ID"),
        ("PANELS__A-B__URL", "https://a.example", "letters, digits and _"),
        ("PANELS__URL", "https://a.example", "PANELS__<NAME>__<SETTING>"),
        ("PANELS__MAIN__KEY", "the-key-of-main", "PANEL_KEY and PANELS__MAIN__KEY"),
    ],
)
def test_a_wrong_value_is_named_with_its_mend(
    tmp_path: Path, name: str, value: str, words: str
) -> None:
    text = fault(tmp_path, **{name: value})
    assert name in text
    assert words in text
    assert text.endswith(".")


@pytest.mark.parametrize(
    "url",
    ["http://localhost:1/x", "http://127.0.0.9/x", "http://[::1]:80/x", "http://a.localhost/"],
)
def test_a_panel_on_this_machine_may_do_without_tls(tmp_path: Path, url: str) -> None:
    assert load(tmp_path, **{**GOOD, "PANEL_URL": url}).panels["main"].url == url


@pytest.mark.parametrize("host", ["127.0.0.1:8081", "bot-api:8081", "192.168.1.2"])
def test_an_own_bot_api_server_nearby_may_do_without_tls(tmp_path: Path, host: str) -> None:
    settings = load(tmp_path, **GOOD, TELEGRAM_API_URL=f"http://{host}/")
    assert settings.telegram_api_url == f"http://{host}"


def test_the_token_of_a_sandbox_is_a_token(tmp_path: Path) -> None:
    assert load(tmp_path, **{**GOOD, "BOT_TOKEN": "100:TEST"}).bot_token.get_secret_value()


def test_a_panel_without_its_key_is_told_by_the_name_to_write(tmp_path: Path) -> None:
    assert fault(tmp_path, PANELS__B__URL="https://b.example").startswith(
        "PANELS__B__KEY is missing"
    )


def test_a_wrong_rate_for_all_panels_is_told_once(tmp_path: Path) -> None:
    text = fault(
        tmp_path,
        PANELS__B__URL="https://b.example",
        PANELS__B__KEY="k",
        PANEL_REQUESTS_PER_MINUTE="many",
    )
    assert text.startswith("PANEL_REQUESTS_PER_MINUTE must be")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("BOT_TOKN=1", "did you mean BOT_TOKEN?"),
        ("log_level=INFO", "did you mean LOG_LEVEL?"),
        ("COLOUR=red", "take the line out"),
        ("PANELS__MAIN__COLOUR=red", "is no setting of a panel"),
        ("LOG LEVEL=INFO", "line 1: write NAME=value"),
        ("LOG_LEVEL", "line 1: write NAME=value"),
        ("HTTP_PORT=1\nHTTP_PORT=2", "HTTP_PORT stands twice"),
    ],
)
def test_a_line_that_nobody_reads_is_a_fault(tmp_path: Path, line: str, words: str) -> None:
    found = faults(tmp_path, line, **GOOD)
    assert len(found) == 1
    assert words in found[0]


def test_a_file_that_is_no_text_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"\xff\xfe\x00B")
    with pytest.raises(ConfigError, match="can't be read"):
        load_settings(file, GOOD)


def test_a_folder_of_that_name_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="can't be read"):
        load_settings(tmp_path, GOOD)


SECRETS = {
    **GOOD,
    "PANELS__B__URL": "https://b.example",
    "PANELS__B__KEY": "the-key-of-b",
    "DATABASE_URL": "postgresql://me:data%40base@db/shop",
    "TELEGRAM_PROXY": "socks5://me:pr0xy@127.0.0.1:1080",
}


def test_secrets_are_known_to_whoever_hides_them(tmp_path: Path) -> None:
    assert set(load(tmp_path, **SECRETS).secrets) == {
        TOKEN,
        "the-key-of-main",
        "the-key-of-b",
        "data%40base",
        "data@base",
        "pr0xy",
    }


def test_no_secret_is_in_a_repr(tmp_path: Path) -> None:
    settings = load(tmp_path, **SECRETS)
    shown = f"{settings!r} {settings} {settings.panels['main']!r}"
    assert not [secret for secret in settings.secrets if secret in shown]


def test_no_secret_is_in_a_fault(tmp_path: Path) -> None:
    wrong = {
        "BOT_TOKEN": "s3cret token",
        "PANEL_URL": "https://me:s3cret@panel.example/?key=s3cret",
        "PANELS__A__URL": "http://s3cret.example/",
        "DATABASE_URL": "mysql://me:s3cret@host/db",
        "TELEGRAM_PROXY": "ftp://me:s3cret@host",
        "TELEGRAM_API_URL": "https://me:s3cret@host/",
        "ADMIN_IDS": "s3cret",
        "HTTP_PORT": "s3cret",
    }
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, "s3cret = no\nPANEL_KEY", **wrong)
    # The name of a line that nobody reads has to be told; everything else stays unsaid.
    told = [text for text in caught.value.faults if not text.startswith("s3cret in ")]
    assert len(told) >= len(wrong)
    assert "s3cret" not in "\n".join(told)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_settings_cant_be_changed(tmp_path: Path) -> None:
    settings = load(tmp_path, **GOOD)
    with pytest.raises(ValidationError):
        settings.access = "open"
    with pytest.raises(TypeError):
        settings.panels["other"] = settings.panels["main"]  # type: ignore[index]


def test_settings_made_by_hand_are_not_touched_by_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TELEGRAM_PROXY", "socks5://127.0.0.1:1")
    panel = PanelSettings(url="http://127.0.0.1:1/", key=SecretStr("k"))
    made = Settings(bot_token=SecretStr("1:TEST"), admin_ids=(1,), panels={"main": panel})
    assert made.telegram_proxy is None


EXAMPLE = (Path(__file__).parents[1] / ".env.example").read_text()


def test_the_example_names_every_setting_once() -> None:
    names = [
        line.removeprefix("#").split("=")[0]
        for line in EXAMPLE.splitlines()
        if "=" in line and not line.startswith("# ")
    ]
    assert [name for name in names if not name.startswith("PANELS__")] == sorted(
        SETTING_NAMES, key=names.index
    )
    options = {f"PANELS__OTHER__{option.upper()}" for option in PanelSettings.model_fields}
    assert {name for name in names if name.startswith("PANELS__")} == options


def test_the_example_is_good_once_the_required_ones_are_filled_in(tmp_path: Path) -> None:
    assert [text.split()[0] for text in faults(tmp_path, EXAMPLE)] == list(GOOD)
    assert load(tmp_path, EXAMPLE, **GOOD) == load(tmp_path, "", **GOOD)


def test_the_example_shows_the_defaults_and_values_that_work(tmp_path: Path) -> None:
    lines = EXAMPLE.splitlines()
    commented = [line for line in lines if line.startswith("#") and not line.startswith("# ")]
    shown = "\n".join(line.removeprefix("#") for line in commented if "=" in line)
    settings = load(tmp_path, shown, **GOOD)
    assert settings.default_language == Settings.model_fields["default_language"].default
    assert settings.database_url == Settings.model_fields["database_url"].default
    assert settings.panels["main"].requests_per_minute == 50
