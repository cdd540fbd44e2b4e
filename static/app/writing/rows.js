// Rows of tables: new ones, those that change places, and the keys that make a table quick to fill in.

import { ask, element, headers } from "./request.js";
import { begin, close } from "./write.js";

const told = document.querySelector("main").appendChild(element('<p class="visually-hidden" role="status"></p>'));
let adder = null; // the button whose row is being written, to come back to

const rowsEnd = (table) => table.nextElementSibling;

// A row's editor, last in the table before the button.
export async function openLast(button, address) {
  const answer = await ask(address);
  if (!answer?.ok) return say(button.parentElement, answer);
  const row = element(await answer.text());
  button.closest(".rows-end").previousElementSibling.tBodies[0].append(row);
  adder = button;
  return begin(row.querySelector("form"));
}

// Why something wasn't done, in words, after what was asked.
export async function say(place, answer) {
  const plain = answer?.headers.get("Content-Type")?.includes("text/plain");
  const words = plain ? await answer.text() : "Det gick inte. Kontrollera anslutningen och försök igen.";
  const line = place.querySelector(":scope > .told") ?? place.appendChild(element('<p class="told" role="alert"></p>'));
  line.textContent = words;
  line.hidden = false;
}

// An editor takes the place of another of the same row, when that one's words are saved.
async function openInstead(button) {
  const form = button.closest("form");
  if (!(await form.autosave.save())) return;
  const answer = await ask(button.dataset.instead);
  if (!answer?.ok) return say(form, answer);
  const row = element(await answer.text());
  form.autosave.close();
  form.closest("tr").replaceWith(row);
  await begin(row.querySelector("form"));
}

async function move(row, way) {
  if (row.querySelector("form")?.autosave.version === 0) return;
  const up = way === "upp";
  const beside = up ? row.previousElementSibling : row.nextElementSibling;
  const address = row.dataset.move ?? `${row.querySelector("[data-open]")?.dataset.open}flytta/`;
  if (!beside?.matches("[data-row]")) {
    told.textContent = up ? "Raden står redan först." : "Raden står redan sist.";
    return;
  }
  const body = new FormData();
  body.append("vart", way);
  const answer = await ask(address, { method: "POST", body, headers: headers() });
  if (!answer?.ok) return say(row.lastElementChild, answer);
  const focused = document.activeElement;
  if (up) beside.before(row);
  else beside.after(row);
  focused.focus();
  const all = [...row.parentElement.querySelectorAll(":scope > [data-row]")];
  told.textContent = `Raden står nu på plats ${all.indexOf(row) + 1} av ${all.length}.`;
}

async function leave(form, next) {
  const table = form.closest("table");
  const wasNew = form.autosave.version === 0 && !form.autosave.dirty;
  if (!(await close(form))) {
    form.querySelector("[aria-invalid]")?.focus();
    return;
  }
  const button = rowsEnd(table).querySelector("[data-add-row]");
  if (next && button && !wasNew) openLast(button, button.dataset.addRow);
}

function entered(event, form) {
  const fields = [...form.querySelectorAll("input, textarea, select")];
  const at = fields.indexOf(event.target);
  if (at < 0) return;
  event.preventDefault();
  if (at + 1 < fields.length) fields[at + 1].focus();
  else leave(form, event.target.dataset.last === "");
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-row], [data-instead], [data-move-row]");
  if (!button) return;
  if (button.dataset.addRow) openLast(button, button.dataset.addRow);
  else if (button.dataset.instead) openInstead(button);
  else move(button.closest("tr"), button.dataset.moveRow);
});

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("tr[data-row]");
  if (!row) return;
  const form = event.target.closest(".row-form");
  const opensItself = event.target.matches("select, [list], [type=date]"); // by the same keys
  if (event.altKey && !opensItself && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    event.preventDefault();
    move(row, event.key === "ArrowUp" ? "upp" : "ner");
  } else if (form && event.key === "Escape") {
    event.preventDefault();
    leave(form, false);
  } else if (form && event.key === "Enter" && !event.ctrlKey && !event.metaKey && !event.isComposing) {
    entered(event, form);
  }
});

// An editor without a field of its own takes the focus too; words grow with their field in every browser.
document.addEventListener("vp:opened", ({ detail: { form } }) => {
  if (!form.matches(".row-form")) return;
  if (!form.contains(document.activeElement)) form.querySelector("a, button")?.focus();
  for (const words of form.querySelectorAll(".row-words")) grow(words);
});

document.addEventListener("input", (event) => {
  if (event.target.matches?.(".row-words")) grow(event.target);
});

function grow(words) {
  if (CSS.supports("field-sizing", "content")) return;
  words.style.height = "auto";
  words.style.height = `${words.scrollHeight + 2}px`;
}

// A new row that nobody wrote in goes; the focus comes back to what opened it.
document.addEventListener("vp:closed", () => {
  if (document.activeElement === document.body) adder?.focus();
});

// Once it is saved a new row can be moved and removed; a target says which number it is.
document.addEventListener("vp:saved", ({ target, detail }) => {
  target.querySelector("[data-made]")?.removeAttribute("hidden");
  const line = target.querySelector("[data-number]");
  if (!line || !("number" in detail)) return;
  if (detail.number) line.textContent = `Läses som talet ${detail.number}.`;
  else line.textContent = detail.fields.target ? "Ord, inget tal." : "Ett tal eller ord: 85 %, öka, tas fram under året.";
});
