// Two have written in the same place: both versions below the form, and a choice. The form keeps one's own words.

import { element } from "./request.js";

export function conflict(field, html) {
  const { form } = field;
  form.querySelector("[data-conflict]")?.remove();
  const panel = element(html);
  form.append(panel);
  moveTo(form, panel.dataset.key);
  const version = Number(panel.dataset.version);
  panel.querySelector("[data-keep-mine]").addEventListener("click", async () => {
    panel.remove();
    focusBack(form);
    await field.goOnFrom(version);
  });
  panel.querySelector("[data-take-theirs]").addEventListener("click", () => {
    const theirs = JSON.parse(panel.dataset.fields);
    panel.remove();
    field.stopped = "conflict"; // while the fields change
    for (const [name, value] of Object.entries(theirs)) put(form, name, value);
    field.became(version);
    focusBack(form);
  });
  panel.focus();
}

// Somebody else made the row first, with another key: one's own words belong to that one now.
function moveTo(form, key) {
  const before = form.dataset.key;
  if (before === key) return;
  for (const name of ["action", "data-read"]) {
    form.setAttribute(name, form.getAttribute(name).replace(before, key));
  }
  form.dataset.key = key;
}

export function put(form, name, value) {
  const field = form.elements[name];
  if (!field) return;
  if (field.prose) field.prose.replace(value);
  else if (field.type === "checkbox") field.checked = Boolean(value);
  else if (field instanceof RadioNodeList && !value) for (const each of field) each.checked = false;
  else field.value = value;
}

function focusBack(form) {
  const field = form.querySelector("textarea, input");
  if (field?.prose) field.prose.focus();
  else field?.focus();
}
