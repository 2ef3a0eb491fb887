/**
 * One message on the page. Must stay true: a change touches only what differs, so a node keeps its
 * place, its focus and its half-finished click while the bot edits around it.
 */
import { fileUrl } from "./api.js";
import { safeAddress } from "./links.js";
import { replaceWithQuotes } from "./quotes.js";
import { sanitize } from "./sanitize.js";

const clock = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
const calendar = new Intl.DateTimeFormat(undefined, {
  day: "numeric",
  month: "long",
  weekday: "long",
});

export class MessageView {
  #shown = {};
  #parts;

  /** `speakers` names the two sides for those who listen: {bot, user}. */
  constructor(message, speakers) {
    const template = document.querySelector("#message-template").content;
    this.node = template.firstElementChild.cloneNode(true);
    this.node.dataset.messageId = message.message_id;
    this.node.dataset.from = message.from;
    this.node.setAttribute("aria-label", `${speakers[message.from]} said`);
    this.#parts = new Proxy({}, { get: (_, name) => this.node.querySelector(`.${name}`) });
  }

  show(message, previous) {
    const day = dayOf(message) === (previous && dayOf(previous)) ? "" : dayOf(message);
    const changes = [
      this.#change("day", day, showDay),
      this.#change("html", wordsOf(message), showText),
      this.#change("photo", message.photo, showPhoto),
      this.#change("document", message.document, showDocument),
      this.#change("meta", { date: message.date, edits: message.edits }, showMeta),
      this.#change("keyboard", keysOf(message), showKeyboard),
    ];
    // An edit is a reaction, too.
    if (changes.some(Boolean)) this.node.querySelectorAll("[data-waiting]").forEach(settle);
  }

  #change(name, value, render) {
    const wanted = JSON.stringify(value ?? null);
    if (this.#shown[name] === wanted) return false;
    this.#shown[name] = wanted;
    render(this.#parts, value, this.node);
    return true;
  }
}

function dayOf(message) {
  const date = new Date(message.date * 1000);
  return date.toDateString() === new Date().toDateString() ? "Today" : calendar.format(date);
}

function showDay({ day }, text) {
  day.textContent = text;
  day.hidden = !text;
}

function wordsOf({ from, html, photo, document, invoice }) {
  if (invoice) return { title: invoice.title, text: invoice.description };
  // Nobody can write nothing: this is what Telegram itself puts into the chat when Stars change hands.
  if (from === "user" && !html && !photo && !document) return { event: "⭐️ Stars were paid or given back" };
  return { html };
}

function showText({ text }, { html = "", title = "", text: more = "", event = "" }, node) {
  const heading = document.createElement("b");
  heading.textContent = title;
  replaceWithQuotes(text, [...(title ? [heading, "\n"] : []), sanitize(html), more, event]);
  node.classList.toggle("event", event !== "");
}

function showPhoto({ photo, bubble }, value) {
  photo.hidden = !value;
  bubble.classList.toggle("with-photo", Boolean(value));
  if (!value) return;
  const image = photo.querySelector("img");
  photo.href = fileUrl(value.file_id);
  // The size is known beforehand, so nothing moves when the picture arrives.
  image.width = value.width;
  image.height = value.height;
  image.src = photo.href;
}

function showDocument({ document: row, "document-name": name, "document-size": size }, value) {
  row.hidden = !value;
  if (!value) return;
  row.href = fileUrl(value.file_id);
  row.download = value.file_name;
  name.textContent = value.file_name;
  size.textContent = sizeInWords(value.file_size);
}

function sizeInWords(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function showMeta({ edited, meta }, { date, edits }) {
  const time = meta.querySelector("time");
  const moment = new Date(date * 1000);
  edited.hidden = !edits;
  time.dateTime = moment.toISOString();
  time.textContent = clock.format(moment);
  time.title = moment.toLocaleString();
}

/** The first key under an invoice pays it. */
function keysOf({ keyboard, invoice }) {
  if (!invoice) return keyboard;
  const [[pay, ...beside], ...below] = keyboard;
  return [[{ ...pay, pays: true }, ...beside], ...below];
}

function showKeyboard({ keyboard }, rows, node) {
  keyboard.hidden = rows.length === 0;
  node.classList.toggle("with-keyboard", rows.length > 0);
  patch(keyboard, rows, () => true, makeRow, (row, buttons) => {
    patch(row, buttons, (key, button) => (key.tagName === "A") === Boolean(button.url), makeKey, fillKey);
  });
}

/** Makes `parent`'s children match `items`, keeping every child that `fits`. */
function patch(parent, items, fits, make, fill) {
  items.forEach((item, index) => {
    let child = parent.children[index];
    if (!child) {
      child = parent.appendChild(make(item));
    } else if (!fits(child, item)) {
      child.replaceWith(make(item));
      child = parent.children[index];
    }
    fill(child, item);
  });
  while (parent.children.length > items.length) parent.lastElementChild.remove();
}

function makeRow() {
  const row = document.createElement("div");
  row.className = "keys";
  return row;
}

function makeKey(button) {
  const key = document.createElement(button.url ? "a" : "button");
  key.className = "key";
  key.append(document.createElement("span"));
  return key;
}

function fillKey(key, button) {
  const label = key.firstElementChild;
  label.textContent = button.text;
  label.dir = "auto";
  key.title = button.text;
  if (button.url) lead(key, button.url);
  else equip(key, button);
}

function lead(key, url) {
  const address = safeAddress(url);
  if (address) key.href = address;
  else key.removeAttribute("href");
  key.target = "_blank";
  key.rel = "noopener";
}

/** Without data a key asks for something that this page doesn't show, such as a web app. */
function equip(key, { data, pays }) {
  key.type = "button";
  key.disabled = data === null && !pays;
  mark(key, "data", data);
  mark(key, "pays", pays ? "" : null);
}

function mark(key, name, value) {
  if (value === null) delete key.dataset[name];
  else key.dataset[name] = value;
}

/** Shows on a key that the bot has not reacted yet: it may answer, or edit the message. */
export function hold(key) {
  key.dataset.waiting = "";
  key.setAttribute("aria-busy", "true");
}

export function settle(key) {
  delete key.dataset.waiting;
  key.removeAttribute("aria-busy");
}
