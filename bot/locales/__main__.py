"""`python -m bot.locales`: brings the catalogues of all languages up to the texts of the code."""

from bot.locales.texts import catalogue_path, renew
from bot.views.lang import LANGUAGES


def main() -> None:
    for language in LANGUAGES:
        if language == "en":
            continue
        path = catalogue_path(language)
        renewed = renew(language, path.read_bytes() if path.exists() else b"")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(renewed)
        print(f"{path}: renewed; `make texts` tells what is left to translate")  # noqa: T201 - a command's answer


if __name__ == "__main__":
    main()
