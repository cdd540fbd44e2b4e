// Words that aren't saved yet are kept in the browser, for the person who wrote them, until the server has them.

import { element } from "./request.js";

const PREFIX = "vp-ord";

const place = () => {
  const plan = document.querySelector("[data-person]");
  return plan ? `${PREFIX}:${plan.dataset.person}:${plan.dataset.plan}:` : null;
};

export function keep(name, words) {
  try {
    localStorage.setItem(place() + name, JSON.stringify({ ...words, at: Date.now() }));
    return true;
  } catch {
    return false; // full, or not allowed: the words are still on the screen
  }
}

export function drop(name) {
  try {
    localStorage.removeItem(place() + name);
  } catch {
    // nothing was kept either
  }
}

function kept() {
  const found = [];
  try {
    const here = place();
    for (let n = 0; here && n < localStorage.length; n += 1) {
      const key = localStorage.key(n);
      if (!key.startsWith(here)) continue;
      found.push({ name: key.slice(here.length), ...JSON.parse(localStorage.getItem(key)) });
    }
  } catch {
    return [];
  }
  return found.sort((one, other) => one.at - other.at);
}

const time = (at) =>
  new Date(at).toLocaleString("sv-SE", { dateStyle: "short", timeStyle: "short" });

const plain = (html) => {
  const words = new DOMParser().parseFromString(html, "text/html").body;
  for (const block of words.querySelectorAll("p, li, h4, h5, h6, tr")) block.append("\n");
  return words.textContent.trim();
};

// What an earlier visit left unsaved is offered: to go on with it where it stood, or to read and copy.
export function offer(open) {
  const list = document.querySelector("[data-kept-words]");
  const found = kept();
  if (!list || !found.length) return;
  for (const words of found) {
    const line = element(
      `<li><p><strong></strong> <span class="line-note"></span></p>
       <details><summary>Läs orden</summary><p class="kept-words"></p></details>
       <p class="actions"><button class="btn btn-primary btn-sm" type="button">Fortsätt skriva</button>
       <button class="btn btn-quiet btn-sm" type="button">Släng</button></p></li>`,
    );
    line.querySelector("strong").textContent = words.title || "En text";
    line.querySelector("span").textContent = time(words.at);
    line.querySelector(".kept-words").textContent = Object.values(words.fields).map(plain).join("\n");
    const [goOn, throwAway] = line.querySelectorAll("button");
    const done = () => {
      line.remove();
      list.closest("[data-kept]").hidden = !list.children.length;
    };
    goOn.addEventListener("click", async () => {
      if (await open(words)) return done();
      goOn.remove();
      line.querySelector("details").open = true;
      line.append(element('<p role="status">Texten går inte att öppna här längre. Kopiera orden om du vill ha dem kvar.</p>'));
    });
    throwAway.addEventListener("click", () => {
      drop(words.name);
      done();
    });
    list.append(line);
  }
  list.closest("[data-kept]").hidden = false;
}
