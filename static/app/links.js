// A link to a place in the page also copies its whole address; a screen reader is told so.

const told = document.querySelector("[data-link-copied]");

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-copy-link]");
  if (!link || !navigator.clipboard) return;
  await navigator.clipboard.writeText(link.href);
  link.dataset.copied = "";
  if (told) told.textContent = "Länken är kopierad.";
  setTimeout(() => {
    delete link.dataset.copied;
    if (told) told.textContent = "";
  }, 2500);
});
