/** What a bot says without a message: a toast for a moment, an alert until it is confirmed. */

const MOMENT = 2500; // milliseconds, and some more for every character
const PER_CHARACTER = 50;

/** A short line over the chat; goes by itself, or at once when it is pressed. */
export function toast(holder, text) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = "toast";
  node.dir = "auto";
  node.textContent = text;
  node.addEventListener("click", () => node.remove());
  holder.append(node);
  setTimeout(() => node.remove(), MOMENT + PER_CHARACTER * text.length);
}

/** A window over the phone it concerns, which must be confirmed. Several wait their turn. */
export class Alerts {
  #dialog = document.querySelector(".alert");
  #queue = [];

  constructor() {
    this.#dialog.addEventListener("close", () => this.#next());
  }

  show(phone, title, text) {
    this.#queue.push({ phone, title, text });
    if (!this.#dialog.open) this.#next();
  }

  #next() {
    const alert = this.#queue.shift();
    if (!alert) return;
    this.#dialog.querySelector("#alert-title").textContent = alert.title;
    this.#dialog.querySelector("#alert-text").textContent = alert.text;
    const { left, width } = alert.phone.getBoundingClientRect();
    this.#dialog.style.setProperty("--centre", `${left + width / 2}px`);
    this.#dialog.showModal();
  }
}
