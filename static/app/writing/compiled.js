// The cover and the summary of a compiled report: one form that saves itself, with texts that open to be written.

import { offer } from "./backup.js";
import { put } from "./conflict.js";
import { Autosave } from "./saving.js";

const page = document.querySelector("[data-choosing]");
const form = page.querySelector("form[data-autosave]");
form.autosave = new Autosave(form);
form.addEventListener("focusout", ({ relatedTarget }) => {
  if (!form.contains(relatedTarget)) form.autosave.save();
});

// A text is read until somebody writes in it; then its editor stays.
async function write(place, { focus = true } = {}) {
  const textarea = place.querySelector("textarea");
  if (!textarea.prose) {
    if (place.ariaBusy) return;
    place.ariaBusy = "true";
    try {
      const { openProse } = await import("./prose.js");
      textarea.prose = await openProse(textarea, { name: textarea.ariaLabel, describedBy: "" });
      for (const read of place.querySelectorAll("[data-reading], [data-write]")) read.hidden = true;
    } catch {
      form.autosave.tell("Det gick inte att öppna texten. Kontrollera anslutningen och försök igen.");
      return;
    } finally {
      place.ariaBusy = null;
    }
  }
  if (focus) textarea.prose.focus();
}

page.addEventListener("click", ({ target }) => {
  const place = target.closest("[data-prose-place]");
  const words = target.closest("[data-reading]") && !target.closest("a") && getSelection().isCollapsed;
  if (place && (target.closest("[data-write]") || words)) write(place);
});

// Somebody else's words are taken: a text that isn't open shows them in its editor.
document.addEventListener(
  "click",
  ({ target }) => {
    if (!target.closest("[data-take-theirs]")) return;
    setTimeout(() => {
      for (const place of form.querySelectorAll("[data-prose-place]")) write(place, { focus: false });
    });
  },
  true,
);

offer(async (words) => {
  if (words.name !== form.dataset.backup) return false;
  for (const place of form.querySelectorAll("[data-prose-place]")) await write(place);
  for (const [name, value] of Object.entries(words.fields)) put(form, name, value);
  form.autosave.version = words.version;
  form.autosave.changed();
  return true;
});

// The list of parts comes back with the button that was pressed still in focus.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  const pressed = detail.requestConfig?.triggeringEvent?.submitter?.id;
  if (pressed) document.getElementById(pressed)?.focus();
});
