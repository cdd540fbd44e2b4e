// The logging table: each row is a form that saves itself; Enter goes on to the next row, arrows along a column.

import { offer } from "./backup.js";
import { put } from "./conflict.js";
import { Autosave } from "./saving.js";

const table = document.querySelector("[data-log]");
const rows = table ? [...table.querySelectorAll("[data-log-row]")] : [];
const status = document.querySelector("[data-log-told]");
const VALUE = ["total", "numerator", "denominator", "not_measured_because"];
const NOT_MEASURED = /^(?:(?:ej|inte|icke)\s+(?:mätt|mätts|mätbart?|uppmätt)[\s.:]*|[-–—])$/i;
const SAYS_WHY = /^(?:ej|inte|icke)\s+(?:mätt|mätts|mätbart?|uppmätt)\b/i;

class Row extends Autosave {
  constructor(form) {
    super(form);
    this.row = form.closest("[data-log-row]");
    for (const what of ["input", "change"]) {
      this.row.addEventListener(what, ({ target }) => {
        if (!form.contains(target)) this.changed(); // the form hears its own
      });
    }
    this.row.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.row.contains(relatedTarget)) this.save();
    });
  }

  say(words) {
    super.say(words);
    this.row.classList.toggle("log-unsaved", words.startsWith("Inte"));
  }

  async refused(answer) {
    const saved = await super.refused(answer);
    this.form.querySelector("[data-conflict]")?.scrollIntoView({ block: "nearest" });
    return saved;
  }

  // What is wrong stands under the row, is read out, and belongs to its fields.
  errors(found) {
    const place = this.form.querySelector("[data-errors]");
    const lines = Object.entries(found).map(([name, words]) => {
      const line = document.createElement("p");
      line.textContent = name === "total" || !(name in labels) ? words : `${labels[name]}: ${words}`;
      return line;
    });
    if (lines.length || place.children.length) place.replaceChildren(...lines);
    for (const field of this.form.elements) {
      const wrong = field.name in found;
      if (wrong) field.setAttribute("aria-describedby", place.id);
      else if (field.getAttribute("aria-describedby") === place.id) field.removeAttribute("aria-describedby");
      if (wrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
    }
    if ("not_measured_because" in found) reveal(this.row, true);
  }
}

const labels = JSON.parse(table?.dataset.labels ?? "{}");
const form = (row) => row.querySelector("form");
const visible = () => rows.filter((row) => !row.hidden);
const field = (row, name) => {
  const found = form(row).elements[name];
  return found?.checkVisibility() ? found : null;
};

// Where a row's value is typed: its numerator, unless the share itself has been given.
const main = (row) => (field(row, "total")?.value ? null : field(row, "numerator")) ?? field(row, "total");

function focus(target) {
  target.focus();
  target.select?.();
}

function beside(row, step) {
  const all = visible();
  return all[all.indexOf(row) + step];
}

// Why there is no value belongs to the whole row, also where it was typed as a numerator.
function whyInTotal(target, row) {
  if (!/numerator$/.test(target.name) || !SAYS_WHY.test(target.value.trim())) return target;
  const { total } = form(row).elements;
  total.value = target.value;
  target.value = "";
  return total;
}

function next(typedIn, row) {
  const target = whyInTotal(typedIn, row);
  const { name, value } = target;
  if (name === "total" && NOT_MEASURED.test(value.trim())) {
    target.value = "";
    return reveal(row, true);
  }
  if (name === "numerator" && value && !field(row, "denominator").value) return focus(field(row, "denominator"));
  const under = beside(row, 1);
  if (!under) {
    tell("Det var sista raden.");
    return form(row).autosave.save();
  }
  return focus((VALUE.includes(name) ? null : field(under, name)) ?? main(under));
}

function along(event, row, step) {
  const { target } = event;
  if (target.matches("textarea") && target.value) {
    const end = step > 0 ? target.value.length : 0;
    if (target.selectionStart !== target.selectionEnd || target.selectionStart !== end) return;
  }
  event.preventDefault();
  const other = beside(row, step);
  if (other) focus(field(other, target.name) ?? main(other));
}

function reveal(row, open) {
  const button = row.querySelector("[data-not-measured]");
  const place = document.getElementById(button.getAttribute("aria-controls"));
  place.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  if (open) focus(form(row).elements.not_measured_because);
}

function tell(words) {
  if (status) status.textContent = words;
}

function count() {
  const filled = rows.filter((row) => row.dataset.reported === "ja").length;
  document.querySelector("[data-progress]").value = filled;
  document.querySelector("[data-filled]").textContent = filled;
  return `${filled} av ${rows.length} ifyllda.`;
}

function show(row, { said, reads, trend, reported }) {
  row.querySelector("[data-said]").innerHTML = said;
  if (trend !== undefined) row.querySelector("[data-trend]").innerHTML = trend;
  for (const place of row.querySelectorAll("[data-reads]")) place.textContent = reads?.[place.dataset.reads] ?? "";
  if (reported !== undefined) row.dataset.reported = reported ? "ja" : "nej";
}

// Rows that are filled in while one looks at what is missing stay until the next look.
function onlyMissing(on) {
  for (const row of rows) row.hidden = on && row.dataset.reported === "ja";
  for (const goal of table.querySelectorAll("[data-log-goal]")) {
    let under = goal.nextElementSibling;
    while (under?.matches("[data-log-row][hidden]")) under = under.nextElementSibling;
    goal.hidden = !under?.matches("[data-log-row]");
  }
  const none = !visible().length;
  document.querySelector("[data-nothing-missing]").hidden = !none;
  table.hidden = none;
  tell(none ? "Inget saknas." : `${visible().length} rader visas.`);
}

function grow(words) {
  if (CSS.supports("field-sizing", "content")) return;
  words.style.height = "auto";
  words.style.height = `${words.scrollHeight + 2}px`;
}

table?.addEventListener("keydown", (event) => {
  const row = event.target.closest("[data-log-row]");
  if (!row || !event.target.matches(".log-field") || event.isComposing) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.key === "Enter") {
    event.preventDefault();
    next(event.target, row);
  } else if (event.key === "ArrowDown") along(event, row, 1);
  else if (event.key === "ArrowUp") along(event, row, -1);
});

table?.addEventListener("click", (event) => {
  const row = event.composedPath().find((each) => each.matches?.("[data-log-row]")); // a panel is gone by now
  const button = event.target.closest("[data-not-measured], [data-keep-mine], [data-take-theirs]");
  if (!button) return;
  if (button.dataset.notMeasured !== undefined) {
    reveal(row, button.getAttribute("aria-expanded") !== "true");
    return;
  }
  if (button.dataset.takeTheirs !== undefined) {
    const panel = button.closest("[data-conflict]");
    show(row, JSON.parse(panel.dataset.shown));
    form(row).autosave.errors({});
    count();
  }
  focus(main(row));
});

table?.addEventListener("change", ({ target }) => whyInTotal(target, target.closest("[data-log-row]")), true);

table?.addEventListener("input", ({ target }) => {
  if (target.matches("textarea")) grow(target);
});

document.addEventListener("vp:saved", ({ target, detail }) => {
  const row = target.closest("[data-log-row]");
  if (!row) return;
  show(row, detail);
  const asked = [...row.querySelectorAll(".log-questions li")].map((line) => line.textContent);
  tell(["Sparat.", count(), ...asked].join(" "));
});

document.querySelector("[data-only-missing]")?.addEventListener("change", ({ target }) => onlyMissing(target.checked));

for (const row of rows) form(row).autosave = new Row(form(row));

// Whoever comes by a link to what is missing stands in its field, once the browser has gone to its row.
addEventListener("load", () => {
  const asked = rows.find((row) => `#${row.id}` === location.hash);
  if (asked) requestAnimationFrame(() => focus(main(asked)));
});

offer((words) => {
  const found = rows.map(form).find((each) => each.dataset.key === words.key);
  if (!found) return false;
  for (const [name, value] of Object.entries(words.fields)) put(found, name, value);
  found.autosave.version = words.version;
  found.autosave.changed();
  const row = found.closest("[data-log-row]");
  if (words.fields.not_measured_because) reveal(row, true);
  focus(main(row));
  return true;
});
