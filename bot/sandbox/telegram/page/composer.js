/** Where a person writes: the text, the commands of the bot, a file, an answer. Sends through `send` only. */

const COMMAND_BEGUN = /^\/(\w*)$/;
const mouse = matchMedia("(hover: hover)");

export class Composer {
  #send;
  #input;
  #form;
  #list;
  #button;
  #replying;
  #commands = [];
  #active = 0;
  #answered = null;

  /** `send`: {say(text, answered), file(file, answered), commands()}, each returning a promise. */
  constructor(root, send) {
    this.#send = send;
    this.#replying = root.querySelector(".replying");
    this.#form = root.querySelector(".write");
    this.#input = root.querySelector(".input");
    this.#list = root.querySelector(".commands");
    this.#button = root.querySelector(".commands-button");
    this.#list.id = `commands-${crypto.randomUUID?.() ?? Math.random()}`;
    this.#input.setAttribute("aria-controls", this.#list.id);
    this.#button.setAttribute("aria-controls", this.#list.id);
    this.#listen(root);
  }

  /** Ready to type; on a touch screen only when the text is touched, for a keyboard would slide in. */
  focus() {
    (mouse.matches ? this.#input : this.#button).focus();
  }

  /** The next message answers this one: {id, name, text}; null answers none. */
  answer(message) {
    this.#answered = message?.id ?? null;
    this.#replying.hidden = !message;
    if (!message) return;
    this.#replying.querySelector(".replying-name").textContent = message.name;
    this.#replying.querySelector(".replying-text").textContent = message.text;
    this.#input.focus();
  }

  #listen(root) {
    const file = root.querySelector(".file");
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#input.addEventListener("input", () => this.#written());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#button.addEventListener("click", () => this.#toggle());
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-command]");
      if (option) this.#choose(option);
    });
    // A press would take the focus away and close the list before the click is over.
    this.#list.addEventListener("mousedown", (event) => event.preventDefault());
    root.addEventListener("focusout", (event) => {
      if (!root.contains(event.relatedTarget)) this.#close();
    });
    root.querySelector(".attach-button").addEventListener("click", () => file.click());
    file.addEventListener("change", () => this.#attach(file));
    root.querySelector(".unreply").addEventListener("click", () => this.answer(null));
  }

  async #attach(file) {
    const [chosen] = file.files;
    if (chosen) await this.#send.file(chosen, this.#takeAnswered());
    file.value = ""; // the same file may be chosen again
  }

  #submit() {
    const text = this.#input.value;
    if (!text.trim()) return;
    this.#clear();
    this.#send.say(text, this.#takeAnswered());
  }

  #takeAnswered() {
    const answered = this.#answered;
    this.answer(null);
    return answered;
  }

  #choose(option) {
    // A half-written message outlives a command picked from the menu.
    if (COMMAND_BEGUN.test(this.#input.value)) this.#clear();
    this.#close();
    this.#send.say(option.dataset.command, null);
  }

  #clear() {
    this.#input.value = "";
    this.#written();
    this.#input.focus();
  }

  #written() {
    const { value, style } = this.#input;
    style.height = "auto";
    style.height = `${this.#input.scrollHeight}px`;
    this.#form.classList.toggle("filled", value.trim() !== "");
    if (COMMAND_BEGUN.test(value)) this.#open();
    else this.#close();
  }

  #key(event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const option = this.#options()[this.#active];
      if (option) this.#choose(option);
      else this.#submit();
    } else if (event.key === "Escape") {
      if (this.#list.hidden) this.answer(null);
      this.#close();
    } else if (["ArrowDown", "ArrowUp"].includes(event.key) && this.#options().length) {
      event.preventDefault();
      const count = this.#options().length;
      this.#mark((this.#active + (event.key === "ArrowDown" ? 1 : count - 1)) % count);
    }
  }

  #options() {
    return this.#list.hidden ? [] : this.#list.querySelectorAll("[data-command]");
  }

  #toggle() {
    if (!this.#list.hidden) {
      this.#close();
      return;
    }
    this.focus();
    this.#open();
  }

  async #open() {
    if (this.#list.hidden) {
      this.#list.hidden = false;
      this.#button.setAttribute("aria-expanded", "true");
      this.#list.replaceChildren();
      this.#commands = null;
      this.#commands = (await this.#send.commands()) ?? [];
    }
    if (this.#commands && !this.#list.hidden) this.#draw();
  }

  /** Draws by what is written by now, which may be more than when the commands were asked for. */
  #draw() {
    const prefix = COMMAND_BEGUN.exec(this.#input.value)?.[1].toLowerCase() ?? "";
    const found = this.#commands.filter(({ command }) => command.startsWith(prefix));
    this.#list.replaceChildren(...found.map((command, index) => this.#option(command, index)));
    if (found.length) this.#mark(0);
    else if (prefix) this.#close();
    else this.#list.append(nothing());
  }

  #option({ command, description }, index) {
    const option = document.createElement("div");
    option.id = `${this.#list.id}-${index}`;
    option.className = "command";
    option.setAttribute("role", "option");
    option.dataset.command = `/${command}`;
    const name = document.createElement("b");
    name.textContent = `/${command}`;
    const about = document.createElement("span");
    about.textContent = description;
    about.dir = "auto";
    option.append(name, about);
    return option;
  }

  #mark(index) {
    this.#active = index;
    this.#options().forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === index));
      if (at !== index) return;
      this.#input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    });
  }

  #close() {
    this.#list.hidden = true;
    this.#button.setAttribute("aria-expanded", "false");
    this.#input.removeAttribute("aria-activedescendant");
  }
}

function nothing() {
  const line = document.createElement("p");
  line.className = "no-commands";
  line.textContent = "The bot has no commands yet.";
  return line;
}
