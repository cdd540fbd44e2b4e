// What is left to write: a line goes when its text has words, and the count follows.

document.addEventListener("vp:saved", ({ target, detail }) => {
  const place = target.closest("[data-text]");
  if (!place || !("body" in detail.fields)) return;
  const wordless = !detail.fields.body.replace(/<(?!img)[^>]*>|&nbsp;|\s/g, "");
  const list = document.querySelector("[data-left]");
  const line = list?.querySelector(`a[href="#text-${place.dataset.text.slice(0, 8)}"]`)?.closest("li");
  if (!line || wordless) return;
  line.remove();
  const count = list.querySelectorAll("li").length;
  list.querySelector("[data-left-count]").textContent = count;
  list.querySelector("[data-left-word]").textContent = count === 1 ? "sak" : "saker";
  if (!count) list.remove();
});
