// The document as HTML, in one form only: equal texts are equal HTML. vp.richtext.tidy makes the same of it.
import { pm } from "../../../django_prose_editor/editor.js";

const { DOMSerializer } = pm.model;

/** The HTML of a ProseMirror document; "" where nothing is written. */
export function serialise(doc) {
  const inert = document.implementation.createHTMLDocument("");
  const body = inert.createElement("div");
  DOMSerializer.fromSchema(doc.type.schema).serializeFragment(doc.content, { document: inert }, body);
  for (const block of body.querySelectorAll("p, h4, h5, h6")) trim(block);
  for (const cell of body.querySelectorAll("li, td, th")) tighten(cell);
  for (const table of body.querySelectorAll("table")) parted(table);
  for (const heading of body.querySelectorAll("h4, h5, h6")) if (isEmpty(heading)) heading.remove();
  trimEnds(body);
  return body.innerHTML;
}

const isEmpty = (block) => !block.textContent.trim() && !block.querySelector("img, br");

/** A space at a block's ends isn't seen, and a line break at its end breaks nothing. */
function trim(block) {
  if (isText(block.firstChild)) block.firstChild.data = block.firstChild.data.replace(/^ +/, "");
  for (let last = block.lastChild; last; last = block.lastChild) {
    if (isText(last)) last.data = last.data.replace(/ +$/, "");
    if (last.nodeName !== "BR" && (last.data ?? last.textContent) !== "") return;
    last.remove();
  }
}

const isText = (node) => node?.nodeType === Node.TEXT_NODE;

/** In an item or a cell, the first paragraph needs no tag where it is alone or followed by a list. */
function tighten(cell) {
  trimEnds(cell);
  const first = cell.firstElementChild;
  if (first?.nodeName !== "P" || cell.firstChild !== first) return;
  const next = first.nextElementSibling;
  if (!next || next.nodeName === "UL" || next.nodeName === "OL") first.replaceWith(...first.childNodes);
}

/** Rows of headers above the others are the table's head. */
function parted(table) {
  const rows = [...table.rows];
  const isHeader = (row) => row.cells.length > 0 && [...row.cells].every((cell) => cell.nodeName === "TH");
  const until = rows.findIndex((row) => !isHeader(row));
  if (until < 1) return;
  const spanned = rows.slice(0, until).some((row, at) => [...row.cells].some((cell) => at + cell.rowSpan > until));
  if (!spanned) table.createTHead().append(...rows.slice(0, until));
}

function trimEnds(block) {
  const isBlank = (child) => child?.nodeName === "P" && isEmpty(child);
  while (isBlank(block.firstElementChild)) block.firstElementChild.remove();
  while (isBlank(block.lastElementChild)) block.lastElementChild.remove();
}
