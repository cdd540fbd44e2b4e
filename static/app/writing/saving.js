// A form that saves itself as one writes: one save in flight, each with its own id, made from one version.
//
// A save whose answer is lost is sent again as it was, id and words, until it is answered; what has been
// written meanwhile is the next save. So a retry can't collide with itself. Until the server has the words
// they are kept in the browser too (backup.js), and whatever is refused stays in the form.

import { drop, keep } from "./backup.js";
import { conflict } from "./conflict.js";
import { ask, headers } from "./request.js";

const PAUSE = 1200; // ms after the last key
const LONGEST = 8000; // ms that somebody may write without a pause
const RETRIES = [1000, 2000, 5000, 10000, 20000];

const open = new Set();

export class Autosave {
  constructor(form) {
    this.form = form;
    this.version = Number(form.dataset.version);
    this.sent = this.words();
    this.waiting = null; // a save that hasn't been answered: {id, version, fields}
    this.stopped = ""; // "conflict", "invalid" or "closed": nothing is sent until something changes
    this.failures = 0;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    open.add(this);
  }

  words() {
    return Object.fromEntries([...new FormData(this.form)].filter(([, value]) => typeof value === "string"));
  }

  get dirty() {
    return this.waiting !== null || !same(this.words(), this.sent);
  }

  changed() {
    if (!this.dirty) {
      if (!this.stopped) drop(this.backup);
      return;
    }
    if (this.stopped === "invalid") this.stopped = "";
    this.keep();
    this.since ??= Date.now();
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.timer = setTimeout(() => this.save(), Math.max(0, Math.min(PAUSE, this.since + LONGEST - Date.now())));
  }

  get backup() {
    return this.form.dataset.backup ?? this.form.dataset.key;
  }

  keep() {
    const { name: title, key } = this.form.dataset;
    const kept = keep(this.backup, { fields: this.words(), version: this.version, title, key });
    this.form.toggleAttribute("data-not-kept", !kept);
  }

  // Saves what there is; true when the server has every word.
  async save() {
    clearTimeout(this.timer);
    while (!this.stopped && this.dirty) {
      this.flight ??= this.send().finally(() => {
        this.flight = null;
      });
      if (!(await this.flight)) return false;
    }
    return !this.dirty;
  }

  async send() {
    this.waiting ??= { id: crypto.randomUUID(), version: this.version, fields: this.words() };
    this.since = null;
    const { id, version, fields } = this.waiting;
    const body = new FormData();
    for (const [name, value] of Object.entries({ ...fields, version, save: id })) body.append(name, value);
    const slow = setTimeout(() => this.say("Sparar …"), 800);
    const answer = await ask(this.form.action, { method: "POST", body, headers: headers() });
    clearTimeout(slow);
    return this.answered(answer);
  }

  async answered(answer) {
    if (answer === null || answer.status >= 500 || answer.status === 429) return this.again(answer);
    this.failures = 0;
    if (answer.status === 401) return this.loggedOut(await answer.text());
    const { fields } = this.waiting;
    this.waiting = null; // it has its answer
    if (answer.ok && answer.headers.get("Content-Type")?.includes("json")) {
      const said = await answer.json();
      const { version, at } = said;
      this.version = version;
      this.sent = fields;
      if (!this.dirty) drop(this.backup);
      this.tell("");
      this.errors({});
      this.say(`Sparat ${at}`);
      this.form.dispatchEvent(new CustomEvent("vp:saved", { bubbles: true, detail: { ...said, fields } }));
      return true;
    }
    return this.refused(answer);
  }

  async refused(answer) {
    this.say("Inte sparat");
    if (answer.status === 422) {
      this.stopped = "invalid";
      this.errors((await answer.json()).errors);
    } else if (answer.status === 409 && answer.headers.get("Content-Type")?.includes("html")) {
      this.stopped = "conflict";
      this.tell("");
      conflict(this, await answer.text());
    } else {
      this.stopped = "closed";
      const words = answer.headers.get("Content-Type")?.includes("text/plain") ? await answer.text() : "";
      this.tell(words || "Det gick inte att spara. Ladda om sidan; orden erbjuds dig igen.");
    }
    this.keep();
    return false;
  }

  again(answer) {
    const words = answer === null ? "Ingen kontakt med servern." : "Servern kunde inte svara.";
    const kept = this.form.hasAttribute("data-not-kept")
      ? "Orden står kvar här: stäng inte sidan."
      : "Orden finns kvar i webbläsaren.";
    this.say("Inte sparat än");
    this.tell(`${words} ${kept} Försöker igen.`, "waiting");
    this.timer = setTimeout(() => this.save(), RETRIES[Math.min(this.failures, RETRIES.length - 1)]);
    this.failures += 1;
    return false;
  }

  loggedOut(words) {
    this.say("Inte sparat än");
    this.tell(`${words} `, "waiting");
    const link = document.createElement("a");
    link.href = `/logga-in/?next=${encodeURIComponent(location.pathname)}`;
    link.target = "_blank";
    link.textContent = "Logga in i en ny flik";
    const told = this.form.querySelector("[data-told]");
    if (!told.querySelector("a")) told.append(link, ", så sparas orden när du kommer tillbaka hit.");
    return false;
  }

  // After a choice between two versions: save over that one.
  goOnFrom(version) {
    this.version = version;
    this.stopped = "";
    return this.save();
  }

  // The words are somebody else's, as they are saved.
  became(version) {
    this.version = version;
    this.stopped = "";
    this.sent = this.words();
    drop(this.backup);
    this.say("Den andra texten gäller");
  }

  say(words) {
    const line = this.form.querySelector("[data-saved]");
    if (line && line.textContent !== words) line.textContent = words;
  }

  tell(words, kind = "refused") {
    const line = this.form.querySelector("[data-told]");
    if (!line || (line.dataset.words === words && words)) return;
    line.dataset.words = words;
    line.className = `told told-${kind}`;
    line.textContent = words;
    line.hidden = !words;
  }

  errors(found) {
    for (const line of this.form.querySelectorAll("[data-error]")) {
      const words = found[line.dataset.error] ?? "";
      const field = this.form.elements[line.dataset.error];
      line.textContent = words;
      line.hidden = !words;
      field?.toggleAttribute?.("aria-invalid", Boolean(words));
      if (words) {
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", line.id);
      }
    }
    const rest = Object.entries(found).filter(([name]) => !this.form.querySelector(`[data-error="${name}"]`));
    if (rest.length) this.tell(rest.map(([, words]) => words).join(" "));
  }

  close() {
    clearTimeout(this.timer);
    open.delete(this);
  }
}

const same = (one, other) =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([name, value]) => other[name] === value);

// Every open form; true when the server has all their words.
export async function saveAll() {
  const done = await Promise.all([...open].map((field) => field.save()));
  return done.every(Boolean);
}

export const opened = () => [...open];

addEventListener("beforeunload", (event) => {
  if ([...open].some((field) => field.dirty)) event.preventDefault();
});

for (const when of ["online", "focus", "pageshow"]) {
  addEventListener(when, () => {
    for (const field of open) if (field.waiting) field.save();
  });
}

document.addEventListener("visibilitychange", () => {
  for (const field of open) if (field.dirty && !field.stopped) field.save();
});
