// Goals and rows that come, move and go: each is a form of the page, which works without script too.
//
// Here a form is posted without leaving the page: what is open is saved first, and what has changed is
// swapped from the page that comes back. Links marked data-form open their form where they stand.

import { ask, element, headers } from "./request.js";
import { saveAll } from "./saving.js";

const SWAPPED = [".document", "[data-contents]", ".facts", ".left", "#meddelanden"];
const REMOVALS = { text: "text", activity: "aktivitet", indicator: "indikator" };
let busy = false;

// Post a form of the plan; `focus` is the selector of what is focused afterwards.
export async function send(address, body, { focus = "", form = null } = {}) {
  if (busy) return false;
  busy = true;
  try {
    if (!(await saveAll())) {
      tell("Något du skriver är inte sparat än. Spara eller rätta det först.");
      return false;
    }
    const answer = await ask(address, { method: "POST", body, headers: headers() });
    return await answered(answer, focus, form);
  } finally {
    busy = false;
  }
}

async function answered(answer, focus, form) {
  if (answer === null) return tell("Ingen kontakt med servern. Inget är ändrat. Försök igen om en stund.");
  const words = await answer.text();
  if (!answer.headers.get("Content-Type")?.includes("html")) return tell(words || "Det gick inte. Ladda om sidan.");
  const page = new DOMParser().parseFromString(words, "text/html");
  if (page.querySelector("#plan")) return swap(page, focus);
  const again = page.querySelector("form[data-structure]");
  if (again) return place(again, form);
  return tell("Det gick inte. Ladda om sidan och försök igen.");
}

function swap(page, focus) {
  for (const selector of SWAPPED) {
    const [old, made] = [document.querySelector(selector), page.querySelector(selector)];
    if (selector === "#meddelanden") old.replaceChildren(...made.childNodes); // which is told as it changes
    else if (old && made) old.replaceWith(made);
    else if (made) document.querySelector(".plan-columns").before(made); // something is left to write again
    else old?.remove();
  }
  document.getElementById("meddelanden").classList.add("just-told");
  document.dispatchEvent(new CustomEvent("vp:swapped"));
  look((focus && document.querySelector(focus)) || toldOf());
  return true;
}

// What the message tells of: an undo that it offers, or the place that it leads to.
function toldOf() {
  const told = document.querySelector("#meddelanden [data-undo], #meddelanden a[href^='#']");
  const place = told?.hash && document.getElementById(told.hash.slice(1));
  return place ? (place.querySelector(".goal-title") ?? place) : told;
}

function look(target) {
  if (!target) return;
  target.focus({ preventScroll: true });
  if (document.activeElement !== target) {
    target.tabIndex = -1; // a heading or a row
    target.focus({ preventScroll: true });
  }
  target.scrollIntoView({ block: "nearest" });
}

function tell(words) {
  const line = element('<p class="message message-error" role="alert"></p>');
  line.textContent = words;
  const messages = document.getElementById("meddelanden");
  messages.replaceChildren(line);
  messages.classList.add("just-told");
  look(line);
  return false;
}

// A form that asks, or one with what was wrong in it: in the place of the one that was sent.
function place(made, form) {
  const former = form?.matches(".goal-form") ? form : null;
  if (former) {
    opener.set(made, opener.get(former));
    former.replaceWith(made);
  } else {
    const link = form?.submitter ?? document.activeElement;
    opener.set(made, link);
    slot(link).after(made);
  }
  (made.querySelector("[aria-invalid]") ?? first(made))?.focus();
  return false;
}

const opener = new WeakMap(); // form → the link or button that it came from
const slot = (link) => link.closest(".goal-tools, .goal-end, .writing, tr") ?? link;
const first = (form) => form.querySelector("[data-first]") ?? form.querySelector("input:not([type=hidden]), button");

async function openForm(link) {
  const there = document.querySelector(".goal-form");
  if (there) {
    const same = opener.get(there) === link;
    there.remove();
    if (same) return;
  }
  const answer = await ask(link.href);
  if (!answer?.ok) {
    tell(answer ? await answer.text() : "Ingen kontakt med servern. Försök igen om en stund.");
    return;
  }
  const form = element(await answer.text());
  opener.set(form, link);
  slot(link).after(form);
  first(form)?.focus();
}

function cancel(form) {
  const link = opener.get(form);
  form.remove();
  link?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-form], [data-cancel], [data-remove]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const form = link.closest("form");
  if (link.dataset.cancel !== undefined && !opener.has(form)) return; // a page of its own
  event.preventDefault();
  if (link.dataset.cancel !== undefined) cancel(form);
  else if (link.dataset.remove) removeOpen(link, form);
  else openForm(link);
});

// The row that an editor has open is removed.
function removeOpen(button, form) {
  const kind = REMOVALS[button.dataset.remove];
  const address = `/planer/${document.querySelector("[data-plan]").dataset.plan}/ta-bort/${kind}/${form.dataset.key}/`;
  form.submitter = button;
  send(address, new FormData(), { focus: "[data-undo]", form });
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-structure]");
  if (!form) return;
  event.preventDefault();
  const { submitter } = event;
  form.submitter = submitter;
  const address = submitter?.getAttribute("formaction") ?? form.action;
  const body = new FormData(form, submitter);
  send(address, body, { focus: form.dataset.thenFocus ?? sameAgain(submitter), form });
});

// After a step the same button of the same goal; after a removal its undo.
function sameAgain(button) {
  if (button?.value) {
    const { goal } = button.closest("[data-goal]").dataset;
    return `[data-goal="${goal}"] [value="${button.value}"]`;
  }
  return button?.classList.contains("tool-remove") ? "[data-undo]" : "";
}

document.addEventListener("keydown", (event) => {
  const way = { ArrowUp: "upp", ArrowDown: "ner" }[event.key];
  if (event.altKey && way) {
    const button = event.target.closest("[data-goal]")?.querySelector(`[value="${way}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  } else if (event.key === "Escape") {
    const form = event.target.closest(".goal-form");
    if (form && opener.has(form)) cancel(form);
  }
});

// A click in a goal's title opens it; what was just told has been read once one goes on writing.
document.addEventListener("click", (event) => {
  if (event.target.closest(".document")) document.getElementById("meddelanden").classList.remove("just-told");
  const title = event.target.closest(".goal-head[data-title] > .goal-title");
  if (title && getSelection().isCollapsed) title.parentElement.querySelector("[data-open]")?.click();
});
