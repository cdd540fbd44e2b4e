// Judgements, statuses, economy and texts: each is a form that saves itself, and what is left is counted anew.

import { drop, offer } from "./backup.js";
import { put } from "./conflict.js";
import { ask, element, headers } from "./request.js";
import { Autosave } from "./saving.js";

const page = document.querySelector("[data-judging]");
const BLANK = "00000000-0000-0000-0000-000000000000";
const BLANK_ANCHOR = `ekonomi-${BLANK.slice(0, 8)}`;

function begin(form) {
  form.autosave = new Autosave(form);
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (form.isConnected && !form.contains(relatedTarget)) form.autosave.save();
  });
  return form;
}

// A text is read until somebody writes in it; then its editor stays.
async function write(place, { focus = true } = {}) {
  const textarea = place.querySelector("textarea");
  if (!textarea.prose) {
    if (place.ariaBusy) return;
    place.ariaBusy = "true";
    const form = place.closest("form");
    try {
      const { openProse } = await import("./prose.js");
      const name = `${textarea.ariaLabel}, ${form.dataset.name}`;
      textarea.prose = await openProse(textarea, { name, describedBy: described(textarea) });
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

const described = (textarea) => {
  const id = textarea.getAttribute("aria-describedby");
  return id && document.getElementById(id) ? id : "";
};

// What the server says of a thing after a save.
function show(form, said) {
  form.parentElement.closest("article, .judge-text")?.querySelector(":scope > [data-untouched]")?.remove();
  tell(form.querySelector("[data-lacks]"), said.lacks);
  tell(form.querySelector("[data-needs]"), said.needs);
  tell(form.closest(".judge-activity")?.querySelector("[data-late]"), said.late);
  if (said.deviation !== undefined) form.querySelector("[data-deviation]").textContent = said.deviation;
  if (form.dataset.autosave === "economy") nameOf(form);
  sums(said);
  left();
}

function tell(place, words) {
  if (!place || words === undefined) return;
  place.textContent = words;
  place.hidden = !words;
}

function sums({ sums: html }) {
  if (html !== undefined) page.querySelector("[data-sums]").innerHTML = html;
}

function nameOf(form) {
  const name = form.elements.name.value.trim() || "Ny rad";
  form.ariaLabel = name;
  form.dataset.name = name;
  form.querySelector("[data-lacks]").dataset.name = name;
}

function left() {
  const lacking = [...page.querySelectorAll("[data-lacks]")].filter((each) => each.textContent);
  const lines = lacking.map((each) => {
    const line = element('<li><a></a> <span class="line-note"></span></li>');
    line.querySelector("a").href = `#${each.dataset.anchor}`;
    line.querySelector("a").textContent = each.dataset.name;
    line.querySelector("span").textContent = each.textContent;
    return line;
  });
  const list = page.querySelector("[data-left]");
  const words = `${lines.length} ${lines.length === 1 ? "sak" : "saker"} kvar`;
  const before = list.querySelector("[data-left-count]").textContent.trim();
  list.querySelector("ol").replaceChildren(...lines);
  list.querySelector("[data-left-count]").textContent = words;
  list.hidden = !lines.length;
  if (words !== before) page.querySelector("[data-judge-told]").textContent = lines.length ? `${words}.` : "Inget är kvar.";
}

// Rows of economy come and go.
function add(kind, { key = crypto.randomUUID(), fields = {} } = {}) {
  const html = page.querySelector(`template[data-blank="${kind}"]`).innerHTML;
  const anchor = `ekonomi-${key.slice(0, 8)}`;
  const form = element(html.replaceAll(BLANK, key).replaceAll(BLANK_ANCHOR, anchor));
  page.querySelector(`[data-money="${kind}"]`).append(form);
  begin(form);
  for (const [name, value] of Object.entries(fields)) put(form, name, value);
  form.autosave.changed();
  const bring = page.querySelector("[data-bring]");
  if (bring) bring.hidden = true;
  form.elements.name.focus();
  return form;
}

async function takeAway(form) {
  const { autosave } = form;
  const fields = autosave.words();
  if (autosave.version > 0 || autosave.dirty) {
    if (autosave.flight) await autosave.flight;
    const body = new FormData();
    body.append("version", autosave.version);
    body.append("save", crypto.randomUUID());
    const answer = await ask(`${form.getAttribute("action")}ta-bort/`, { method: "POST", body, headers: headers() });
    if (!answer?.ok) {
      const plain = answer?.headers.get("Content-Type")?.includes("text/plain");
      autosave.tell(plain ? await answer.text() : "Raden gick inte att ta bort. Försök igen om en stund.");
      return;
    }
    sums(await answer.json());
  }
  autosave.close();
  drop(autosave.backup);
  const after = page.querySelector(`[data-add="${fields.kind}"]`);
  form.remove();
  left();
  offerAgain(fields, after);
}

function offerAgain(fields, button) {
  const place = page.querySelector("[data-removed]");
  place.textContent = "";
  button.focus();
  if (!fields.name.trim()) return;
  const undo = element('<button class="btn btn-link btn-sm" type="button">Ångra</button>');
  undo.addEventListener("click", () => {
    place.textContent = "";
    add(fields.kind, { fields });
  });
  place.append(`Raden ${fields.name.trim()} är borttagen. `, undo);
  undo.focus();
}

// Somebody else's words are taken: a text that isn't open shows them in its editor.
document.addEventListener(
  "click",
  ({ target }) => {
    const form = target.closest("[data-take-theirs]")?.closest("form");
    if (!form) return;
    setTimeout(() => {
      for (const place of form.querySelectorAll("[data-prose-place]")) write(place, { focus: false });
    });
  },
  true,
);

page.addEventListener("click", (event) => {
  const { target } = event;
  const place = target.closest("[data-prose-place]");
  const words = target.closest("[data-reading]") && !target.closest("a") && getSelection().isCollapsed;
  if (place && (target.closest("[data-write]") || words)) write(place);
  const button = target.closest("[data-add]");
  if (button) add(button.dataset.add);
  if (target.closest("[data-take-away]")) takeAway(target.closest("form"));
});

document.addEventListener("vp:saved", ({ target, detail }) => show(target, detail));

for (const form of page.querySelectorAll("form[data-autosave]")) begin(form);

offer(async (words) => {
  const found = page.querySelector(`form[data-backup="${words.name}"]`);
  const { kind } = words.fields;
  if (!found) return kind && words.name.startsWith("ekonomi-") ? Boolean(add(kind, words)) : false;
  for (const place of found.querySelectorAll("[data-prose-place]")) await write(place);
  for (const field of found.querySelectorAll("[type=checkbox]")) put(found, field.name, words.fields[field.name] ?? "");
  for (const [name, value] of Object.entries(words.fields)) put(found, name, value);
  found.autosave.version = words.version;
  found.autosave.changed();
  return true;
});
