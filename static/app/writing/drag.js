// A goal is dragged by its handle, with mouse, pen or finger, to another place or another goal.
//
// Meanwhile only the goals' titles are shown, so that the way is short. The line shows where the goal will
// stand, and says under which. Escape leaves it where it was.

import { element } from "./request.js";
import { send } from "./structure.js";

const NEAR = 6; // px that a pointer may tremble before it drags
const EDGE = 70; // px from the window's edges where the page scrolls along

let drag = null;

// Every goal on the page as it stands in the tree.
function goals() {
  return [...document.querySelectorAll("[data-goal]")].map((head) => ({
    key: head.dataset.goal,
    parent: head.dataset.parent,
    level: Number(head.dataset.level),
    section: head.closest("section"),
    title: head.querySelector(".goal-title")?.textContent ?? "",
  }));

}

// The places where the goal may stand: before each that stands under a goal of a higher level, and last there.
function places(all, goal) {
  const under = (key) => all.filter((each) => each.parent === key && each !== goal);
  const branch = (each) => [each, ...under(each.key).flatMap(branch)];
  const moving = new Set(branch(goal));
  const parents = all.filter((each) => each.level < goal.level && !moving.has(each));
  if (!goal.parent) parents.push({ key: "", level: 0, section: null, title: "" });
  return parents.flatMap((parent) => {
    const children = under(parent.key);
    const next = all.slice(all.indexOf(goal)).find((each) => each.parent === parent.key && each !== goal);
    const last = parent.section ? branch(parent).at(-1) : all.filter((each) => !moving.has(each)).at(-1);
    const spots = children.map((child) => ({ parent, before: child.key, y: edge(child.section, "top") }));
    if (last) spots.push({ parent, before: "", y: edge(last.section, "bottom") });
    if (parent.key === goal.parent) spots.push({ parent, before: next?.key ?? "", y: edge(goal.section, "top") });
    return spots;
  });
}

const edge = (section, side) => section.getBoundingClientRect()[side] + scrollY;

// The nearest place; of those that lie as near, the one deepest in the tree.
function nearest(spots, y) {
  return spots.reduce((best, spot) => {
    if (!best) return spot;
    const closer = Math.abs(best.y - y) - Math.abs(spot.y - y);
    return closer > 24 || (Math.abs(closer) <= 24 && spot.parent.level > best.parent.level) ? spot : best;
  }, null);
}

function start() {
  const all = goals();
  const goal = all.find(({ key }) => key === drag.key);
  drag.goal = goal;
  drag.line = element('<div class="drop-line" aria-hidden="true"><span></span></div>');
  document.body.append(drag.line);
  fold(goal.section, true);
  drag.spots = places(all, goal);
  requestAnimationFrame(scrollAtEdges);
}

// Fold the document to its goals' titles, or unfold it; the goal stays where it is in the window.
function fold(section, folded) {
  const was = section.getBoundingClientRect().top;
  document.documentElement.classList.toggle("dragging", folded);
  section.classList.toggle("dragged", folded);
  scrollBy({ top: section.getBoundingClientRect().top - was, behavior: "instant" });
}

function scrollAtEdges() {
  if (!drag?.line) return;
  const way = drag.y < EDGE ? -1 : drag.y > innerHeight - EDGE ? 1 : 0;
  if (way) {
    scrollBy({ top: way * 12, behavior: "instant" });
    follow(drag.y);
  }
  requestAnimationFrame(scrollAtEdges);
}

function follow(y) {
  const spot = nearest(drag.spots, y + scrollY);
  drag.y = y;
  drag.spot = spot;
  if (!spot) return;
  const frame = document.querySelector(".document").getBoundingClientRect();
  Object.assign(drag.line.style, {
    top: `${spot.y - 2}px`,
    left: `${frame.left + scrollX}px`,
    width: `${frame.width}px`,
  });
  drag.line.firstElementChild.textContent = spot.parent.title ? `Under ${spot.parent.title}` : "Överst i planen";
}

function end() {
  const done = drag;
  drag = null;
  done?.line?.remove();
  if (done?.goal) fold(done.goal.section, false);
  return done;
}

function drop() {
  const { spot, key, handle } = end() ?? {};
  if (!spot) return;
  const body = new FormData();
  body.append("parent", spot.parent.key);
  body.append("before", spot.before);
  send(handle.dataset.drag, body, { focus: `[data-goal="${key}"] [data-open]` });
}

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-drag]");
  if (!handle || event.button !== 0) return;
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  const { goal: key } = handle.closest("[data-goal]").dataset;
  drag = { handle, key, from: event.clientY, pointer: event.pointerId };
});

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.pointer) return;
  if (!drag.line && Math.abs(event.clientY - drag.from) < NEAR) return;
  if (!drag.line) start();
  follow(event.clientY);
});

document.addEventListener("pointerup", () => drag && drop());
document.addEventListener("pointercancel", () => drag && end());
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && drag) end();
});
