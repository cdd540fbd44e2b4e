// The button that opens the browser's own print dialogue; hidden where this can't run.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
