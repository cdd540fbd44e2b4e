// Who else is in the plan right now, and where they write. The page tells of itself while it is looked at.

import { ask, headers } from "./request.js";
import { opened } from "./saving.js";

const EVERY = 20000; // ms
const plan = document.querySelector("[data-presence]");
const line = document.querySelector("[data-present]");

async function tell() {
  if (document.hidden) return;
  const body = new FormData();
  const active = document.activeElement?.closest("form[data-autosave]");
  body.append("row", active?.dataset.key ?? opened()[0]?.form.dataset.key ?? "");
  const answer = await ask(plan.dataset.presence, { method: "POST", body, headers: headers() });
  if (answer?.ok) show((await answer.json()).people);
}

function show(people) {
  const names = people.map(({ name, row }) => {
    const where = row && nameOf(row);
    return where ? `${name} (skriver i ${where})` : name;
  });
  const words = names.length ? `Här nu: ${names.join(", ")}` : "";
  if (line.textContent !== words) line.textContent = words;
  line.hidden = !words;
  for (const { form } of opened()) {
    const here = people.filter(({ row }) => row === form.dataset.key).map(({ name }) => name);
    const told = form.querySelector("[data-writers]");
    if (told) told.textContent = here.length ? `${here.join(" och ")} skriver också här just nu.` : "";
  }
}

function nameOf(key) {
  const place = document.querySelector(`[data-text="${key}"], [data-row="${key}"]`);
  const named = place?.querySelector("h1, h2, h3, h4, h5, h6, [role=heading], th");
  return named?.textContent.trim() ?? "";
}

if (plan && line) {
  tell();
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
  document.addEventListener("vp:opened", tell);
  document.addEventListener("vp:closed", tell);
}
