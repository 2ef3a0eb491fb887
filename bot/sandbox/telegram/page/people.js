/** The people of the simulation: how they are named and coloured, and the form that adds one. */

const LANGUAGES = [
  "en", "ru", "uk", "es", "pt", "de", "fr", "it", "pl", "tr", "ar", "fa", "hi", "id", "uz", "zh",
];
const COLOURS = 6;
const FIRST_ADDED_ID = 1001;

/** Fills a select with languages in their own names; `current` is among them in any case. */
export function fillLanguages(select, current) {
  const codes = LANGUAGES.includes(current) ? LANGUAGES : [current, ...LANGUAGES];
  select.replaceChildren(...codes.map((code) => new Option(languageName(code), code)));
  select.value = current;
}

function languageName(code) {
  const name = new Intl.DisplayNames([code], { type: "language" }).of(code);
  return name.charAt(0).toLocaleUpperCase(code) + name.slice(1);
}

/** The first letter of a name on a colour that stays the same person's. */
export function dressAvatar(avatar, { id, first_name: name }) {
  avatar.textContent = [...name.trim()][0]?.toLocaleUpperCase() ?? "?";
  avatar.dataset.colour = colourOf(id);
}

export function colourOf(id) {
  return Math.abs(id) % COLOURS;
}

/** Asks for the name of a topic. */
export class TopicNaming {
  #dialog = document.querySelector(".naming");
  #form = this.#dialog.querySelector("form");
  #then;

  constructor() {
    this.#dialog.querySelector("[data-close]").addEventListener("click", () => this.#dialog.close());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#dialog.close();
      this.#then(this.#form.elements.topic_name.value.trim());
    });
  }

  ask(then) {
    this.#then = then;
    this.#form.reset();
    this.#dialog.showModal();
  }
}

/** The form that adds a person; `add` gets {id, first_name, language_code}. */
export class Newcomer {
  #dialog = document.querySelector(".newcomer");
  #form = this.#dialog.querySelector("form");
  #users = [];

  constructor(add) {
    fillLanguages(this.#form.elements.language_code, "en");
    this.#dialog.querySelector("[data-close]").addEventListener("click", () => this.#dialog.close());
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { first_name: name, language_code: language } = this.#form.elements;
      this.#dialog.close();
      add({ id: this.#freeId(), first_name: name.value.trim(), language_code: language.value });
    });
  }

  ask(users) {
    this.#users = users;
    this.#form.reset();
    this.#dialog.showModal();
  }

  #freeId() {
    return Math.max(FIRST_ADDED_ID - 1, ...this.#users.map((user) => user.id)) + 1;
  }
}
