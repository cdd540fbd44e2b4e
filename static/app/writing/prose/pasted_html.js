// Blocks of what was pasted, written as HTML: runs joined, spaces made sane, items nested into lists.

const SIGNS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\u00a0": "&nbsp;" };
const escaped = (text) => text.replace(/[&<>"\u00a0]/g, (sign) => SIGNS[sign]);

export function written(blocks) {
  const ranks = [...new Set(blocks.filter((block) => block.kind === "heading").map((block) => block.level))].sort();
  return grouped(blocks).map((block) => one(block, ranks)).join("");
}

function one(block, ranks) {
  switch (block.kind) {
    case "heading": {
      const tag = `h${Math.min(6, 4 + ranks.indexOf(block.level))}`;
      return inline(block.runs).map((words) => `<${tag}>${words}</${tag}>`).join("");
    }
    case "list":
      return list(block);
    case "table":
      return table(block.rows);
    case "picture":
      return `<figure><img src="${escaped(block.src)}" alt="${escaped(block.alt)}"></figure>`;
    default:
      return inline(block.runs).map((words) => `<p>${words}</p>`).join("");
  }
}

function table(rows) {
  const isHead = rows.length > 1 && rows[0].every((one) => one.isHeader && one.rowspan === 1);
  const head = isHead ? `<thead>${row(rows[0])}</thead>` : "";
  return `<table>${head}<tbody>${rows.slice(isHead ? 1 : 0).map(row).join("")}</tbody></table>`;
}

const row = (cells) => `<tr>${cells.map(cell).join("")}</tr>`;

function cell({ isHeader, colspan, rowspan, blocks }) {
  const tag = isHeader ? "th" : "td";
  const spans = (colspan > 1 ? ` colspan="${colspan}"` : "") + (rowspan > 1 ? ` rowspan="${rowspan}"` : "");
  return `<${tag}${spans}>${written(blocks)}</${tag}>`;
}

/** Items in a row are put into lists, deeper ones into the item before them. */
function grouped(blocks) {
  const whole = [];
  let open = [];
  for (const block of blocks) {
    if (block.kind !== "item") {
      open = [];
      whole.push(block);
      continue;
    }
    while (open.length > 1 && open.at(-1).level > block.level) open.pop();
    const current = open.at(-1);
    const isDeeper = current && block.level > current.level;
    if (isDeeper) open.push(begun(block, current.items.at(-1).lists));
    else if (!current || !continues(current, block)) {
      const parent = open.at(-2)?.items.at(-1).lists ?? whole;
      open[Math.max(0, open.length - 1)] = begun(block, parent);
    }
    const list = open.at(-1);
    list.level = Math.min(list.level, block.level);
    const value = list.isNumbered && block.number !== list.next ? block.number : null;
    list.next = (block.number ?? list.next) + 1;
    list.items.push({ blocks: block.blocks, value, lists: [] });
  }
  return whole;
}

function begun({ level, isNumbered, number }, parent) {
  const list = { kind: "list", level, isNumbered, start: number ?? 1, next: number ?? 1, items: [] };
  parent.push(list);
  return list;
}

/** A list ends where its kind changes, or its numbers begin again. */
function continues(list, { isNumbered, number }) {
  return list.isNumbered === isNumbered && (!isNumbered || number === null || number >= list.next);
}

function list({ isNumbered, start, items }) {
  const tag = isNumbered ? "ol" : "ul";
  const from = isNumbered && start !== 1 ? ` start="${start}"` : "";
  const inside = items.map(({ blocks, value, lists }) => {
    const number = value === null ? "" : ` value="${value}"`;
    return `<li${number}>${written(blocks)}${lists.map(list).join("")}</li>`;
  });
  return `<${tag}${from}>${inside.join("")}</${tag}>`;
}

/** Runs as HTML, parted where two or more line breaks follow each other. */
function inline(runs) {
  const parts = [[]];
  for (const run of withSaneSpaces(runs)) {
    if (!run.breaks) parts.at(-1).push(run);
    else if (parts.at(-1).length && !parts.at(-1).at(-1).breaks) parts.at(-1).push(run);
    else if (parts.at(-1).length) parts.push([]);
  }
  return parts.map(joined).filter(Boolean);
}

function joined(runs) {
  const kept = [...runs];
  while (kept.at(-1)?.breaks || kept.at(-1)?.text === "") kept.pop();
  let html = "";
  for (let at = 0; at < kept.length; ) {
    let text = "";
    const first = kept[at];
    if (first.breaks) {
      html += "<br>";
      at += 1;
      continue;
    }
    while (at < kept.length && !kept[at].breaks && alike(kept[at], first)) text += kept[at++].text;
    html += marked(text, first);
  }
  return html.trim();
}

const alike = (one, other) => one.strong === other.strong && one.em === other.em && one.href === other.href;

/** A mark begins and ends at words, not at the spaces around them. */
function marked(text, { strong, em, href }) {
  const [, before, words, after] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text);
  if (!words) return escaped(text);
  let html = escaped(words);
  if (em) html = `<em>${html}</em>`;
  if (strong) html = `<strong>${html}</strong>`;
  if (href) html = `<a href="${escaped(href)}">${html}</a>`;
  return escaped(before) + html + escaped(after);
}

/** One space where there were several, over the runs' bounds; a fixed space only where it belongs, after a figure. */
function withSaneSpaces(runs) {
  let before = " ";
  return runs.map((run) => {
    if (run.breaks) {
      before = " ";
      return run;
    }
    let text = run.text.replace(/[ \t\r\n\f]*[\u00a0 \t\r\n\f]{2,}|[\t\r\n\f]/g, " ");
    text = text.replace(/(^|.)\u00a0(?=(.?))/gs, (whole, left, right) =>
      /[\d§]/.test(left || before) && /\S/.test(right) ? whole : `${left} `,
    );
    if (/\s$/.test(before)) text = text.replace(/^ +/, "");
    before = text.at(-1) ?? before;
    return { ...run, text };
  });
}
