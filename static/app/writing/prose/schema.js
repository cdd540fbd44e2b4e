// What a text can hold: just what the server's sanitiser keeps (vp/richtext.py), written as it writes it.
import {
  Bold,
  BulletList,
  Document,
  HardBreak,
  Heading,
  Italic,
  ListItem,
  Mark,
  Node,
  OrderedList,
  Paragraph,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  wrappingInputRule,
} from "../../../django_prose_editor/editor.js";
import { OUR_PICTURE } from "./pictures.js";

const OUTSIDE = /^\s*(?:\/\/|(?!https?:|mailto:)[a-z][a-z0-9+.-]*:)/i; // what the sanitiser refuses

/** An attribute of whole numbers between two bounds; what is outside, and what is as usual, isn't written. */
const number = (name, usual, least, most) => ({
  default: usual,
  keepOnSplit: false,
  parseHTML(element) {
    const value = Number.parseInt(element.getAttribute(name) ?? "", 10);
    return value >= least && value <= most ? value : usual;
  },
  renderHTML: (attributes) => (attributes[name] === usual ? {} : { [name]: attributes[name] }),
});

const Emphasis = Italic.extend({ renderHTML: () => ["em", 0] });

const Strong = Bold.extend({ renderHTML: () => ["strong", 0] });

const SubHeading = Heading.configure({ levels: [4, 5, 6] });

const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [{ tag: "a[href]", getAttrs: (a) => !OUTSIDE.test(a.getAttribute("href")) && null }],
  renderHTML: ({ HTMLAttributes }) => ["a", { href: HTMLAttributes.href }, 0],
});

const Item = ListItem.extend({ addAttributes: () => ({ value: number("value", null, -999999, 999999) }) });

const Numbered = OrderedList.extend({
  addAttributes: () => ({ start: number("start", 1, -999999, 999999) }),
  addNodeView: () => null,
  renderHTML: ({ HTMLAttributes }) => ["ol", HTMLAttributes, 0],
  addInputRules() {
    const begins = (match) => ({ start: Number(match[1]) });
    return [wrappingInputRule({ find: /^(\d{1,3})[.)]\s$/, type: this.type, getAttributes: begins })];
  },
});

/** A picture of ours stands by itself between paragraphs, with the words for those who don't see it. */
const Picture = Node.create({
  name: "picture",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ src: { default: null }, alt: { default: "" } }),
  parseHTML: () => [
    { tag: "img[src]", getAttrs: (img) => OUR_PICTURE.test(img.getAttribute("src")) && null },
    { tag: "img", ignore: true },
  ],
  renderHTML: ({ HTMLAttributes }) => [
    "figure",
    ["img", { src: HTMLAttributes.src, alt: HTMLAttributes.alt ?? "" }],
  ],
  addNodeView: () => drawnPicture,
});

/** In the editor the words stand under the picture, for whoever writes to see. */
function drawnPicture({ node }) {
  const dom = document.createElement("figure");
  const img = dom.appendChild(document.createElement("img"));
  const words = dom.appendChild(document.createElement("p"));
  words.className = "prose-alt";
  words.setAttribute("aria-hidden", "true");
  const update = ({ type, attrs: { src, alt } }) => {
    if (type !== node.type) return false;
    if (img.getAttribute("src") !== src) img.src = src;
    img.alt = alt ?? "";
    words.textContent = alt ? `Beskrivning: ${alt}` : "Bilden saknar beskrivning. Markera den och välj Bild.";
    words.classList.toggle("prose-alt-missing", !alt);
    return true;
  };
  update(node);
  return { dom, update };
}

const spans = () => ({ colspan: number("colspan", 1, 1, 100), rowspan: number("rowspan", 1, 1, 1000) });

const Cell = TableCell.extend({
  addAttributes: () => ({ ...spans(), colwidth: { default: null, rendered: false } }),
});

const HeaderCell = TableHeader.extend({
  addAttributes: () => ({
    ...spans(),
    colwidth: { default: null, rendered: false },
    scope: { default: null, keepOnSplit: false },
  }),
});

/** A wide table scrolls in a frame of its own; none of its columns has a width. */
const FramedTable = Table.extend({
  addNodeView: () => () => {
    const dom = document.createElement("div");
    dom.className = "prose-table";
    const contentDOM = document.createElement("tbody");
    const table = dom.appendChild(document.createElement("table"));
    table.append(contentDOM);
    return { dom, contentDOM, ignoreMutation: (change) => !contentDOM.contains(change.target) };
  },
});

export const nodes = [
  Document,
  Paragraph,
  Text,
  HardBreak,
  Strong,
  Emphasis,
  Link,
  SubHeading,
  BulletList,
  Numbered,
  Item,
  FramedTable,
  TableRow,
  Cell,
  HeaderCell,
  Picture,
];
