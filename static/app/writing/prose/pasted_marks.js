// What an element of pasted HTML means: its style, its place in a list, whether its words are words at all.

const HEADING = /^H[1-6]$/;
const WORDLESS = new Set("DEL HEAD TEMPLATE NOSCRIPT OBJECT IFRAME SVG BUTTON SELECT".split(" "));
const JUNK =
  /\b(?:MsoCommentReference|MsoCommentText|msocomanchor|msocomtxt|msoDel|EOP|Apple-interchange-newline)\b/;

/** The declarations of an element's style, in lower case; see paste.js for why it isn't `style`. */
export function styleOf(element) {
  const declared = new Map();
  for (const declaration of (element.dataset?.style ?? "").toLowerCase().split(";")) {
    const at = declaration.indexOf(":");
    if (at > 0) declared.set(declaration.slice(0, at).trim(), declaration.slice(at + 1).trim());
  }
  return declared;
}

/** What is there for the program that it comes from: field codes, comments, what was deleted, fillers. */
export function isJunk(element, style) {
  const { nodeName, className } = element;
  if (WORDLESS.has(nodeName.toUpperCase())) return true;
  if (/^(?:O:P|W:WRAP|V:.*)$/i.test(nodeName)) return !element.querySelector("img") && isBlank(element);
  if (style.get("display") === "none" || style.get("mso-hide") === "all") return true;
  if (["comment-list", "comment", "field-begin", "field-end"].includes(style.get("mso-element"))) return true;
  return JUNK.test(className);
}

export const isBlank = (element) => !element.textContent.trim();

/** Bold and italic as they hold inside the element: by its tag or its style, which wins. */
export function marksWithin(element, style, marks) {
  const { nodeName } = element;
  const weight = style.get("font-weight") ?? "";
  const slant = style.get("font-style") ?? "";
  const strong = /^(?:bold|bolder|[6-9]00)$/.test(weight) || (!/^(?:normal|lighter|[1-5]00)$/.test(weight) && null);
  const em = /^(?:italic|oblique)/.test(slant) || (slant !== "normal" && null);
  return {
    ...marks,
    strong: strong ?? (marks.strong || nodeName === "B" || nodeName === "STRONG"),
    em: em ?? (marks.em || nodeName === "I" || nodeName === "EM"),
  };
}

/** 1 for a document's uppermost headings and down, 0 for what is no heading. */
export function headingLevel(element) {
  if (HEADING.test(element.nodeName)) return Number(element.nodeName[1]);
  if (element.getAttribute("role") === "heading") return Number(element.getAttribute("aria-level")) || 1;
  return /\bMsoTitle\b/.test(element.className) ? 1 : 0;
}

/** An item of Word's lists, which are paragraphs with a made-up marker; null for other paragraphs. */
export function wordItem(element, style) {
  const [, level] = /\blevel(\d)\b/.exec(style.get("mso-list") ?? "") ?? [];
  const isItem = element.nodeName === "P" || headingLevel(element) === 0;
  if (!level || !isItem) return null;
  const marker = [...element.querySelectorAll("[data-style]")].find((each) =>
    /mso-list:\s*ignore/i.test(each.dataset.style),
  );
  const sign = (marker?.textContent ?? "").replace(/[\s\u00a0]+/g, "");
  marker?.remove();
  return { level: Number(level), ...counted(sign) };
}

/** A marker as Word writes it: "·" and "o" are bullets, "3." and "b)" are numbers. */
function counted(sign) {
  const [, digits, letters] = /^\(?(?:\d+\.)*(?:(\d+)|([a-zåäö]{1,5}))[.):]\)?$/i.exec(sign) ?? [];
  if (digits) return { isNumbered: true, number: Number(digits) };
  if (!letters) return { isNumbered: false, number: null };
  const lower = letters.toLowerCase();
  const roman = romanNumber(lower);
  const isLetter = lower.length === 1 && !["i", "v", "x"].includes(lower);
  return { isNumbered: true, number: isLetter ? lower.charCodeAt(0) - 96 : roman };
}

function romanNumber(letters) {
  const values = [...letters].map((letter) => ({ i: 1, v: 5, x: 10, l: 50, c: 100 })[letter] ?? 0);
  return values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0);
}

/** A link's address as it is kept, or null for what leads nowhere from here. */
export function linkOf(element, origin) {
  let href = (element.getAttribute("href") ?? "").trim();
  const safe = /^https:\/\/[a-z0-9.-]+\.safelinks\.protection\.outlook\.com\/.*?[?&]url=([^&]+)/i.exec(href);
  if (safe) href = decoded(safe[1]);
  if (origin && href.startsWith(`${origin}/`)) href = href.slice(origin.length);
  return /^(?:https?:\/\/|mailto:)/i.test(href) || /^\/(?!\/)/.test(href) ? href : null;
}

function decoded(words) {
  try {
    return decodeURIComponent(words);
  } catch {
    return "";
  }
}
