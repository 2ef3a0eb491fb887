/** The topics of a group as a row of tabs, with what is new in each of them. "General" is null. */

export class Topics {
  #row;
  #choose;
  #chosen = null;
  #topics = [];
  #unseen = new Map();

  /** `choose(id)` is called when another tab was chosen. */
  constructor(row, choose) {
    this.#row = row;
    this.#choose = choose;
    row.addEventListener("keydown", (event) => this.#key(event));
    // A mouse wheel turns one way only.
    row.addEventListener("wheel", ({ deltaX, deltaY }) => (row.scrollLeft += deltaX || deltaY), { passive: true });
  }

  get chosen() {
    return this.#chosen;
  }

  get topic() {
    return this.#topics.find((topic) => topic.id === this.#chosen);
  }

  /** Takes the topics anew; where the chosen one is gone, General is chosen. */
  update(topics, isForum) {
    this.#topics = topics;
    this.#row.hidden = !isForum;
    if (!this.topic) this.#chosen = null;
    this.#draw();
  }

  arrived(message) {
    if (message.thread_id === this.#chosen) return;
    this.#unseen.set(message.thread_id, (this.#unseen.get(message.thread_id) ?? 0) + 1);
    this.#draw();
  }

  #select(id) {
    this.#chosen = id;
    this.#draw();
    this.#choose(id);
  }

  #draw() {
    this.#unseen.delete(this.#chosen);
    const focused = this.#row.contains(document.activeElement);
    const place = this.#row.scrollLeft;
    const general = { id: null, name: "General" };
    this.#row.replaceChildren(...[general, ...this.#topics].map((topic) => this.#tab(topic)));
    this.#row.scrollLeft = place;
    const tab = this.#row.querySelector("[aria-selected=true]");
    tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focused) tab.focus();
  }

  #tab({ id, name, closed, icon_color: colour }) {
    const tab = document.createElement("button");
    const label = document.createElement("span");
    const isChosen = id === this.#chosen;
    tab.type = "button";
    tab.className = "topic";
    tab.tabIndex = isChosen ? 0 : -1;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", String(isChosen));
    tab.classList.toggle("closed", Boolean(closed));
    label.textContent = name;
    label.dir = "auto";
    tab.append(id === null ? hash() : dot(colour), label);
    if (closed) tab.append(note("topic-closed", "🔒", "closed"));
    const count = this.#unseen.get(id);
    if (count) tab.append(note("badge", count, `${count} new`));
    tab.addEventListener("click", () => this.#select(id));
    return tab;
  }

  #key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const ids = [null, ...this.#topics.map((topic) => topic.id)];
    this.#select(ids.at((ids.indexOf(this.#chosen) + step) % ids.length));
  }
}

function hash() {
  return note("topic-general", "#", null);
}

function dot(colour) {
  const node = note("topic-dot", "", null);
  node.style.backgroundColor = `#${colour.toString(16).padStart(6, "0")}`;
  return node;
}

function note(className, text, label) {
  const node = document.createElement("span");
  node.className = className;
  node.textContent = text;
  if (label) node.setAttribute("aria-label", label);
  else node.setAttribute("aria-hidden", "true");
  return node;
}
