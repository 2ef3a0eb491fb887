/**
 * The keyboard under a message. Must stay true: a change touches only the keys that differ, and a
 * key that was tapped waits until the bot reacts.
 */
import { safeAddress } from "./links.js";

/** The first key under an invoice pays it. */
export function keysOf({ keyboard, invoice }) {
  if (!invoice) return keyboard;
  const [[pay, ...beside], ...below] = keyboard;
  return [[{ ...pay, pays: true }, ...beside], ...below];
}

export function showKeyboard({ keyboard }, rows, node) {
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
