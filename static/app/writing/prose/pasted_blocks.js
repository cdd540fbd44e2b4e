// Pasted HTML is walked once, into a flat row of blocks: paragraphs, headings, items, tables and pictures.
import { headingLevel, isBlank, isJunk, linkOf, marksWithin, styleOf, wordItem } from "./pasted_marks.js";
import { OUR_PICTURE } from "./pictures.js";

const BLOCKS = new Set(
  (
    "ADDRESS ARTICLE ASIDE BLOCKQUOTE CENTER DD DETAILS DIV DL DT FIELDSET FIGCAPTION FIGURE FOOTER FORM " +
    "HEADER HR MAIN NAV P PRE SECTION SUMMARY TBODY H1 H2 H3 H4 H5 H6 OL UL LI TABLE"
  ).split(" "),
);
const PLAIN = { strong: false, em: false, href: null };

/**
 * A paragraph is {kind, runs}, a heading has a `level` too. A run is {text, strong, em, href} or {breaks}.
 * An item of a list is {kind, level, isNumbered, number, blocks}: lists are nested when they are written.
 * A table is {kind, rows} of cells {isHeader, colspan, rowspan, blocks}, a picture {kind, src, alt}.
 */
export function blocksOf(body, origin) {
  const walk = new Walk(origin);
  walk.into(body, PLAIN);
  walk.end();
  return { blocks: walk.blocks, leftOut: walk.leftOut };
}

class Walk {
  constructor(origin) {
    this.origin = origin;
    this.blocks = [];
    this.runs = [];
    this.heading = 0;
    this.lists = [];
    this.leftOut = 0;
  }

  into(parent, marks) {
    for (const node of [...parent.childNodes]) {
      if (node.nodeType === Node.TEXT_NODE) this.runs.push({ ...marks, text: node.data });
      else if (node.nodeType === Node.ELEMENT_NODE) this.#element(node, marks);
    }
  }

  /** What has gathered is a block. */
  end() {
    const { runs, heading } = this;
    this.runs = [];
    if (!runs.some((run) => run.text?.trim())) return;
    if (heading) for (const run of runs) run.strong = false; // a heading is bold anyway
    this.blocks.push(heading ? { kind: "heading", level: heading, runs } : { kind: "paragraph", runs });
  }

  #element(element, outer) {
    const style = styleOf(element);
    if (isJunk(element, style)) return;
    const marks = marksWithin(element, style, outer);
    const { nodeName } = element;
    if (nodeName === "BR") this.runs.push({ breaks: true });
    else if (nodeName === "IMG" || nodeName.toUpperCase() === "V:IMAGEDATA") this.#picture(element);
    else if (nodeName === "A") this.into(element, { ...marks, href: linkOf(element, this.origin) ?? marks.href });
    else if (nodeName === "UL" || nodeName === "OL") this.#list(element, marks);
    else if (nodeName === "LI") this.#item(element, marks, this.#place(element));
    else if (nodeName === "TABLE") this.#table(element);
    else if (BLOCKS.has(nodeName)) this.#block(element, style, marks);
    else this.into(element, marks);
  }

  #block(element, style, marks) {
    const item = wordItem(element, style);
    if (item) {
      this.#item(element, marks, item);
      return;
    }
    this.end();
    const level = headingLevel(element);
    const outer = this.heading;
    this.heading = level || outer;
    if (element.nodeName === "PRE") this.#lines(element, marks);
    else this.into(element, marks);
    this.end();
    this.heading = outer;
  }

  #lines(element, marks) {
    for (const [at, text] of element.textContent.split("\n").entries()) {
      if (at) this.runs.push({ breaks: true });
      this.runs.push({ ...marks, text });
    }
  }

  #list(element, marks) {
    this.end();
    const isNumbered = element.nodeName === "OL";
    this.lists.push({ isNumbered, next: Number.parseInt(element.getAttribute("start") ?? "1", 10) || 1 });
    this.into(element, marks);
    this.end();
    this.lists.pop();
  }

  /** Where an item of an HTML list stands. Word on the web puts each in a list of its own, and says how deep. */
  #place(element) {
    const list = this.lists.at(-1) ?? { isNumbered: false, next: 1 };
    const said = Number(element.dataset.ariaLevel ?? element.getAttribute("aria-level"));
    const level = said > 0 ? said : Math.max(1, this.lists.length);
    const place = Number(element.dataset.ariaPosinset ?? element.getAttribute("value"));
    const number = place > 0 ? place : list.next;
    list.next = number + 1;
    return { level, isNumbered: list.isNumbered, number: list.isNumbered ? number : null };
  }

  /** What stands in an item is the item's, but the items of lists in it follow it, deeper down. */
  #item(element, marks, place) {
    this.end();
    const item = { kind: "item", ...place, blocks: [] };
    const around = this.blocks;
    this.blocks = [];
    this.into(element, marks);
    this.end();
    const firstDeeper = this.blocks.findIndex((block) => block.kind === "item");
    const own = firstDeeper < 0 ? this.blocks.length : firstDeeper;
    item.blocks = this.blocks.slice(0, own).map(asParagraph);
    const deeper = this.blocks.slice(own);
    const after = deeper.filter((block) => block.kind !== "item");
    if (after.length) deeper.filter((block) => block.kind === "item").at(-1).blocks.push(...after);
    const items = deeper.filter((block) => block.kind === "item");
    this.blocks = [...around, ...(item.blocks.length || items.length ? [item] : []), ...items];
  }

  #picture(element) {
    let src = element.getAttribute("src") ?? "";
    if (this.origin && src.startsWith(`${this.origin}/`)) src = src.slice(this.origin.length);
    if (!OUR_PICTURE.test(src)) {
      const sides = [element.getAttribute("width"), element.getAttribute("height")];
      const isSpacer = sides.some((side) => Number(side ?? 9) < 3);
      this.leftOut += isSpacer ? 0 : 1;
      return;
    }
    this.end();
    this.blocks.push({ kind: "picture", src, alt: element.getAttribute("alt") ?? "" });
  }

  #table(element) {
    this.end();
    const rows = [...element.rows].map((row) => ({ row, cells: [...row.cells].map((cell) => this.#cell(cell)) }));
    const filled = rows.filter(({ cells }) => cells.length);
    const cells = filled.flatMap((row) => row.cells);
    if (cells.length === 1) this.blocks.push(...cells[0].blocks); // a frame, not a table
    else if (cells.some((cell) => cell.blocks.length)) this.blocks.push(tableOf(element, filled));
  }

  #cell(cell) {
    const inside = new Walk(this.origin);
    inside.into(cell, PLAIN);
    inside.end();
    this.leftOut += inside.leftOut;
    const span = (words) => Math.min(100, Math.max(1, Number.parseInt(words ?? "1", 10) || 1));
    return {
      isHeader: cell.nodeName === "TH",
      colspan: span(cell.getAttribute("colspan")),
      rowspan: span(cell.getAttribute("rowspan")),
      blocks: inside.blocks,
    };
  }
}

const asParagraph = (block) => (block.kind === "heading" ? { kind: "paragraph", runs: block.runs } : block);

/** A first row that is set apart, by being the head or all in bold, is a row of headers. */
function tableOf(element, rows) {
  const isHead = ({ row, cells }, at) =>
    row.parentElement.nodeName === "THEAD" || (at === 0 && rows.length > 1 && cells.length > 1 && isBold(cells));
  for (const [at, row] of rows.entries()) {
    if (isHead(row, at)) for (const cell of row.cells) cell.isHeader = true;
  }
  const headers = rows.flatMap((row) => row.cells).filter((cell) => cell.isHeader);
  for (const { blocks } of headers) for (const { runs = [] } of blocks) for (const run of runs) run.strong = false;
  return { kind: "table", rows: rows.map((row) => row.cells) };
}

function isBold(cells) {
  const runs = cells.flatMap((cell) => cell.blocks).flatMap((block) => block.runs ?? [{ text: "-" }]);
  const words = runs.filter((run) => run.text?.trim());
  return words.length > 0 && words.every((run) => run.strong);
}
