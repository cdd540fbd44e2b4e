// What is pasted becomes what a text can hold: structure stays, junk goes. Pure: strings in, strings out.
import { blocksOf } from "./pasted_blocks.js";
import { written } from "./pasted_html.js";

// These are taken out as words, before there is a document: the page's policy refuses styles in any document.
const UNREAD = /<(style|script|xml|title)\b[^>]*>[\s\S]*?<\/\1\s*>|<(?:meta|link|base)\b[^>]*>/gi;
const TAG = /<[a-z][^<>]*>/gi;
const STYLE = /\sstyle\s*=/gi;

/**
 * Clipboard HTML of an office program, a mail or a page, as HTML that the editor's schema can hold.
 *
 * @param {string} html
 * @param {string} [origin] the site's own: its pictures and links are ours
 * @returns {{html: string, leftOut: number}} and how many pictures were left out
 */
export function cleanPasted(html, origin = globalThis.location?.origin ?? "") {
  const readable = html.replace(UNREAD, "").replace(TAG, (tag) => tag.replace(STYLE, " data-style="));
  const { body } = new DOMParser().parseFromString(readable, "text/html");
  const { blocks, leftOut } = blocksOf(body, origin);
  return { html: written(blocks), leftOut };
}

const BULLET = /^(\s*)[-–•·◦▪*]\s+(?=\S)/;
const NUMBER = /^(\s*)(\d{1,3})[.)]\s+(?=\S)/;

/**
 * Plain text: blank lines part paragraphs, in which a new line stays one; without any, each line is a
 * paragraph. Lines that begin with a dash, a bullet or a number are lists.
 */
export function htmlOfPlain(text) {
  const whole = text.replace(/\r\n?/g, "\n").replace(/[ \t]+$/gm, "").replace(/^\n+|\n+$/g, "");
  const parts = /\n\n/.test(whole) ? whole.split(/\n{2,}/) : whole.split("\n");
  return written(parts.flatMap((part) => paragraphsOf(part.split("\n"))));
}

function paragraphsOf(lines) {
  const blocks = [];
  for (const line of lines) {
    const last = blocks.at(-1);
    const item = itemOf(line);
    if (item) blocks.push(item);
    else if (last?.kind === "paragraph") last.runs.push({ breaks: true }, { text: line.trim() });
    else blocks.push({ kind: "paragraph", runs: [{ text: line.trim() }] });
  }
  return blocks;
}

function itemOf(line) {
  const found = BULLET.exec(line) ?? NUMBER.exec(line);
  if (!found) return null;
  const runs = [{ text: line.slice(found[0].length).trim() }];
  const level = 1 + Math.floor(found[1].replaceAll("\t", "  ").length / 2);
  const number = found[2] ? Number(found[2]) : null;
  return { kind: "item", level, number, isNumbered: number !== null, blocks: [{ kind: "paragraph", runs }] };
}
