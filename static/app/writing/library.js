// The library of indicators below a goal's table: typing filters it, arrows go through it, Enter adds.

import { ask, element, headers } from "./request.js";
import { openLast, say } from "./rows.js";

const folded = (words) => words.toLocaleLowerCase("sv").replace(/[^\p{L}\p{N}%]+/gu, " ").trim();
const counted = (count) => (count === 1 ? "1 indikator" : `${count} indikatorer`);

async function open(button) {
  const end = button.parentElement;
  if (end.querySelector("[data-picker]")) return shut(end.querySelector("[data-picker]"));
  const answer = await ask(button.dataset.addIndicator);
  if (!answer?.ok) return say(end, answer);
  end.querySelector(":scope > .told")?.remove();
  const picker = element(await answer.text());
  end.append(picker);
  button.setAttribute("aria-expanded", "true");
  filter(picker);
  picker.querySelector("[data-filter], [name=name]").focus();
}

function shut(picker) {
  const button = picker.parentElement.querySelector("[data-add-indicator]");
  button.setAttribute("aria-expanded", "false");
  picker.remove();
  button.focus();
  return button;
}

function filter(picker) {
  const field = picker.querySelector("[data-filter]");
  if (!field) return;
  const words = folded(field.value).split(" ");
  let hits = 0;
  for (const line of picker.querySelectorAll(".picker-list > li")) {
    line.words ??= folded(line.textContent);
    line.hidden = !words.every((word) => line.words.includes(word));
    hits += line.hidden ? 0 : 1;
  }
  const none = "Ingen indikator heter så. Gör en egen längst ner.";
  picker.querySelector("[data-hits]").textContent = hits ? `${counted(hits)}. Välj med piltangenterna.` : none;
  stop(picker, choices(picker)[0]);
}

const choices = (picker) => [...picker.querySelectorAll(".picker-list > li:not([hidden]) > button")];

// The list is one stop of the tab key; arrows go on from there.
function stop(picker, at) {
  for (const choice of picker.querySelectorAll(".picker-list button")) choice.tabIndex = choice === at ? 0 : -1;
}

function arrow(event, picker) {
  const found = choices(picker);
  const at = found.indexOf(document.activeElement);
  const inField = event.target.matches("[data-filter]");
  if ((at < 0 && !inField) || !found.length) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: inField ? null : 0, End: inField ? null : found.length - 1 }[event.key];
  if (to === undefined || to === null || (inField && event.key === "ArrowUp")) return;
  event.preventDefault();
  if (to < 0) return picker.querySelector("[data-filter]").focus();
  const next = found[Math.min(to, found.length - 1)];
  stop(picker, next);
  next.focus();
}

// The choice is made a row, and the row's editor opens for its target.
async function send(form, submitter) {
  const picker = form.closest("[data-picker]");
  if (picker.ariaBusy) return;
  picker.ariaBusy = "true";
  const body = new FormData(form, submitter);
  const address = submitter?.getAttribute("formaction") ?? form.action;
  const answer = await ask(address, { method: "POST", body, headers: headers() });
  picker.ariaBusy = null;
  if (answer?.ok) {
    const { open: editor } = await answer.json();
    await openLast(shut(picker), editor);
  } else if (answer?.status === 422) {
    const again = element(await answer.text());
    form.replaceWith(again);
    (again.querySelector("[aria-invalid], .picker-alike") ?? again).focus();
  } else {
    await say(form, answer);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-add-indicator], [data-close-picker]");
  if (button?.dataset.addIndicator) open(button);
  else if (button) shut(button.closest("[data-picker]"));
});

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-filter]")) filter(event.target.closest("[data-picker]"));
});

document.addEventListener("submit", (event) => {
  if (!event.target.closest("[data-picker]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener("keydown", (event) => {
  const picker = event.target.closest?.("[data-picker]");
  if (!picker) return;
  if (event.key === "Escape") {
    event.preventDefault();
    shut(picker);
  } else if (event.key === "Enter" && event.target.matches("[data-filter]")) {
    event.preventDefault(); // a choice is made in the list
    const found = choices(picker);
    if (found.length === 1) found[0].click();
    else found[0]?.focus();
  } else {
    arrow(event, picker);
  }
});
