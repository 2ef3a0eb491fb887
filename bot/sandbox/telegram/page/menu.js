/** A small menu under a button: opens, closes, and is walked with the arrow keys. */

export class Menu {
  #button;
  #menu;
  #entries;

  /** `entries()` is asked at each opening: [{text, run, checked?}], or null for a divider. */
  constructor(holder, entries) {
    this.#button = holder.querySelector(".menu-button");
    this.#menu = holder.querySelector(".menu");
    this.#entries = entries;
    this.#button.addEventListener("click", () => (this.#menu.hidden ? this.#open() : this.#close()));
    holder.addEventListener("keydown", (event) => this.#key(event));
    holder.addEventListener("focusout", (event) => {
      if (!holder.contains(event.relatedTarget)) this.#hide();
    });
  }

  #open() {
    this.#menu.replaceChildren(...this.#entries().map((entry) => this.#item(entry)));
    this.#menu.hidden = false;
    this.#button.setAttribute("aria-expanded", "true");
    this.#items()[0]?.focus();
  }

  #close() {
    this.#hide();
    this.#button.focus();
  }

  #hide() {
    this.#menu.hidden = true;
    this.#button.setAttribute("aria-expanded", "false");
  }

  #items() {
    return [...this.#menu.querySelectorAll("button")];
  }

  #item(entry) {
    if (!entry) return document.createElement("hr");
    const item = document.createElement("button");
    item.type = "button";
    item.dir = "auto";
    item.textContent = entry.text;
    item.setAttribute("role", entry.checked === undefined ? "menuitem" : "menuitemradio");
    if (entry.checked !== undefined) item.setAttribute("aria-checked", String(entry.checked));
    item.addEventListener("click", () => {
      this.#close();
      entry.run();
    });
    return item;
  }

  #key(event) {
    if (this.#menu.hidden) return;
    if (event.key === "Escape") this.#close();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = this.#items();
    const at = items.indexOf(document.activeElement);
    items.at((at + step) % items.length).focus();
  }
}
