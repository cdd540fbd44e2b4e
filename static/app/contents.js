// The contents of a plan: open beside the text where there is room, and marked where one reads.

const wide = matchMedia("(min-width: 64rem)");
let observer = null;

function openWhereThereIsRoom(contents) {
  contents.open = wide.matches;
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !wide.matches) contents.open = false;
  });
}

function showInside(frame, link) {
  const [outer, inner] = [frame.getBoundingClientRect(), link.getBoundingClientRect()];
  if (inner.top < outer.top + 24 || inner.bottom > outer.bottom - 24) {
    frame.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}

function markWhereOneReads(contents) {
  const links = new Map();
  for (const link of contents.querySelectorAll("a")) {
    const section = document.getElementById(link.hash.slice(1))?.closest("section");
    if (section && !links.has(section)) links.set(section, link);
  }
  const frame = contents.closest("nav");
  const sections = [...links.keys()];
  let current = null;
  const mark = () => {
    const line = window.innerHeight * 0.2;
    const section = sections.findLast((each) => each.getBoundingClientRect().top <= line);
    const link = links.get(section) ?? null;
    if (link === current) return;
    current?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    current = link;
    if (link) showInside(frame, link);
  };
  // Only when a section's edge passes the line is there anything to find out.
  observer?.disconnect();
  observer = new IntersectionObserver(mark, { rootMargin: "-19% 0px -80% 0px" });
  for (const section of sections) observer.observe(section);
}

function begin() {
  const contents = document.querySelector("[data-contents]");
  if (!contents) return;
  openWhereThereIsRoom(contents);
  markWhereOneReads(contents);
}

begin();
document.addEventListener("vp:swapped", begin); // the plan has been written in
wide.addEventListener("change", () => {
  const contents = document.querySelector("[data-contents]");
  if (contents) contents.open = wide.matches;
});
