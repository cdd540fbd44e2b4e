// Writing where one reads: a text or row is opened in its place, saves itself, and is read again.

import { offer } from "./backup.js";
import { put } from "./conflict.js";
import { ask, element } from "./request.js";
import { Autosave, opened } from "./saving.js";

const PLACES = "[data-text], [data-row], [data-title]"; // what is swapped for its editor and back
const before = new WeakMap(); // form → the place as it was read

async function open(button, place, words = null) {
  if (button.ariaBusy) return null;
  button.ariaBusy = "true";
  const answer = await ask(button.dataset.open ?? button.dataset.openNew);
  button.ariaBusy = null;
  if (!answer?.ok) {
    tell(place, answer);
    return null;
  }
  const editor = element(await answer.text());
  const form = editor.matches("form") ? editor : editor.querySelector("form[data-autosave]");
  before.set(form, place);
  place.replaceWith(editor);
  return begin(form, words);
}

// Takes a form in hand: its texts get their editors, and it saves itself from now on.
export async function begin(form, words = null) {
  for (const textarea of form.querySelectorAll("textarea[data-prose]")) await prose(form, textarea);
  const field = new Autosave(form);
  form.autosave = field;
  if (words) {
    for (const [name, value] of Object.entries(words.fields)) put(form, name, value);
    field.version = words.version;
    field.changed();
  }
  focus(form);
  document.dispatchEvent(new CustomEvent("vp:opened", { detail: { form } }));
  return field;
}

async function prose(form, textarea) {
  const { openProse } = await import("./prose.js");
  textarea.prose = await openProse(textarea, {
    name: form.dataset.name,
    describedBy: textarea.getAttribute("aria-describedby") ?? "",
    pictures: form.dataset.pictures,
  });
}

// To the field that the form says, else the first that waits for words, else to where most of them are.
function focus(form) {
  const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea, select")];
  const told = fields.find((field) => field.dataset.first !== undefined);
  const first = told ?? fields.find((field) => !field.value) ?? fields.find((field) => field.prose) ?? fields[0];
  if (first?.prose) first.prose.focus();
  else first?.focus();
}

// What is left is saved, and the text stands to be read again. A new one without words was never there.
export async function close(form) {
  const field = form.autosave;
  const place = form.closest(PLACES);
  if (field.version === 0 && !field.dirty) {
    finish(form, place, before.get(form));
    return true;
  }
  if (!(await field.save())) return false;
  const answer = await ask(form.dataset.read);
  if (!answer?.ok) {
    tell(form, answer);
    return false;
  }
  finish(form, place, element(await answer.text()));
  return true;
}

function finish(form, place, read) {
  form.autosave.close();
  for (const textarea of form.querySelectorAll("textarea")) textarea.prose?.destroy();
  if (read) place.replaceWith(read);
  else place.remove();
  read?.querySelector("[data-open]")?.focus();
  document.dispatchEvent(new CustomEvent("vp:closed"));
}

async function tell(place, answer) {
  const plain = answer?.headers.get("Content-Type")?.includes("text/plain");
  const words = plain ? await answer.text() : "Det gick inte att öppna. Kontrollera anslutningen och försök igen.";
  place.querySelector(".told")?.remove();
  const line = element('<p class="told told-refused" role="alert"></p>');
  line.textContent = words;
  (place.matches("tr") ? place.lastElementChild : place).append(line);
}

// A new text comes where its button is; the button stays for the next.
function openNew(button, words = null) {
  const place = document.createElement("div");
  place.className = "text";
  place.dataset.text = "";
  const more = button.closest("details");
  more.before(place);
  more.open = false;
  if (button.dataset.openNew.includes("rubrik=")) button.parentElement.hidden = true; // there is one of each
  return open(button, place, words);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open], [data-open-new], [data-done]");
  if (button?.dataset.done !== undefined) close(button.closest("form"));
  else if (button?.dataset.open) open(button, button.closest(PLACES));
  else if (button?.dataset.openNew) openNew(button);
  else byItsWords(event);
});

// A click in one's own words opens them; a link, or words being marked, doesn't.
function byItsWords(event) {
  const words = event.target.closest(".prose, .missing");
  const place = words?.closest("[data-text]");
  if (!place || event.target.closest("a, form") || !getSelection().isCollapsed) return;
  const button = place.querySelector("[data-open]");
  if (button) open(button, place);
}

// The editor is fetched when somebody comes near a text that she may write, so that it is there when it is opened.
for (const near of ["pointerover", "focusin"]) {
  document.addEventListener(near, function fetchEditor(event) {
    if (!event.target.closest?.("[data-text]")) return;
    document.removeEventListener(near, fetchEditor);
    import("./prose.js");
  });
}

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-autosave]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    close(form);
  }
});

offer(async (words) => {
  const button =
    document.querySelector(`[data-text="${words.key}"] [data-open], [data-row="${words.key}"] [data-open]`) ??
    document.querySelector(`[data-backup-name="${words.name}"]`);
  if (!button) return false;
  if (button.dataset.openNew) return Boolean(await openNew(button, words));
  return Boolean(await open(button, button.closest(PLACES), words));
});

export { opened };
