// A table that is wider than its frame can be reached and scrolled from the keyboard; the others stay out of the way.

let frames = [];

const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth + 1) {
      target.tabIndex = 0;
      target.setAttribute("role", "region");
      target.setAttribute("aria-label", `Tabell ${frames.indexOf(target) + 1}, går att rulla i sidled`);
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name);
    }
  }
});

function begin() {
  watch.disconnect();
  frames = [...document.querySelectorAll(".scroll")];
  for (const frame of frames) watch.observe(frame);
}

begin();
document.addEventListener("vp:swapped", begin); // the plan has been written in
