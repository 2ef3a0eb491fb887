/**
 * Quotes that the bot marked as expandable: a few lines of them, until somebody presses them.
 * Must stay true: a quote that fits anyway has nothing to press.
 */

const measured = new ResizeObserver((entries) => entries.forEach(({ target }) => measure(target)));

/** Replaces what `text` holds; a quote that was open at the same place stays open. */
export function replaceWithQuotes(text, nodes) {
  const open = quotesIn(text).map((quote) => quote.classList.contains("open"));
  text.replaceChildren(...nodes);
  quotesIn(text).forEach((quote, index) => equip(quote, open[index] ?? false));
}

/** Opens or folds the quote that was pressed; tells it to whoever listens further out. */
export function unfold(quote) {
  setOpen(quote, !quote.classList.contains("open"));
  quote.dispatchEvent(new CustomEvent("unfolded", { bubbles: true }));
}

function quotesIn(text) {
  return [...text.querySelectorAll(".expandable")];
}

function equip(quote, open) {
  const words = document.createElement("div");
  words.className = "quoted";
  words.append(...quote.childNodes);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "unfold";
  quote.append(words, button);
  setOpen(quote, open);
  measured.observe(words);
}

function setOpen(quote, open) {
  quote.classList.toggle("open", open);
  const button = quote.querySelector(".unfold");
  button.setAttribute("aria-expanded", String(open));
  button.setAttribute("aria-label", open ? "Show less" : "Show all");
}

/** Looks at the folded quote even where it is open: nothing is painted in between. */
function measure(words) {
  const { classList } = words.parentElement;
  const open = classList.contains("open");
  classList.remove("open");
  classList.toggle("long", words.scrollHeight > words.clientHeight + 1);
  classList.toggle("open", open);
}
