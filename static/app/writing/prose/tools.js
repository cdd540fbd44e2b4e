// The tools: what each is called, looks like and does. `pressed` tells whether it holds where the cursor is.
import { askForLink } from "./link.js";
import { askForPicture } from "./picture.js";

const toggle = (name, label, icon, keys, run, pressed) => ({ name, label, icon, keys, run, pressed });
const command = (name, label, icon, keys) => ({ name, label, icon, keys, run: (chain) => chain[name]() });

const isHeading = (editor, levels) => levels.some((level) => editor.isActive("heading", { level }));
const inTable = (editor) => editor.isActive("table");

const words = [
  toggle(
    "bold",
    "Fet",
    "bold",
    "Ctrl+B",
    (chain) => chain.toggleBold(),
    (editor) => editor.isActive("bold"),
  ),
  toggle(
    "italic",
    "Kursiv",
    "italic",
    "Ctrl+I",
    (chain) => chain.toggleItalic(),
    (editor) => editor.isActive("italic"),
  ),
  {
    name: "link",
    label: "Länk",
    icon: "link",
    keys: "Ctrl+K",
    opens: askForLink,
    pressed: (editor) => editor.isActive("link"),
  },
];

const paragraphs = [
  toggle(
    "heading",
    "Underrubrik",
    "heading",
    "",
    (chain) => chain.toggleHeading({ level: 4 }),
    (editor) => isHeading(editor, [4]),
  ),
  toggle(
    "lower",
    "Lägre underrubrik",
    "lower",
    "",
    (chain) => chain.toggleHeading({ level: 5 }),
    (editor) => isHeading(editor, [5, 6]),
  ),
  toggle(
    "bullets",
    "Punktlista",
    "bullets",
    "Ctrl+Shift+8",
    (chain) => chain.toggleBulletList(),
    (editor) => editor.isActive("bulletList"),
  ),
  toggle(
    "numbers",
    "Numrerad lista",
    "numbers",
    "Ctrl+Shift+7",
    (chain) => chain.toggleOrderedList(),
    (editor) => editor.isActive("orderedList"),
  ),
];

const insertTable = {
  name: "table",
  label: "Tabell",
  icon: "table",
  run: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  enabled: (editor) => !inTable(editor),
};

const insertPicture = {
  name: "picture",
  label: "Bild",
  icon: "picture",
  opens: askForPicture,
  pressed: (editor) => editor.isActive("picture"),
};

const history = [command("undo", "Ångra", "undo", "Ctrl+Z"), command("redo", "Gör om", "redo", "Ctrl+Y")];

const table = [
  command("addRowBefore", "Lägg till rad över", "rowAbove"),
  command("addRowAfter", "Lägg till rad under", "rowBelow"),
  command("addColumnBefore", "Lägg till kolumn till vänster", "columnLeft"),
  command("addColumnAfter", "Lägg till kolumn till höger", "columnRight"),
  command("toggleHeaderRow", "Rubrikrad", "headerRow"),
  command("toggleHeaderColumn", "Rubrikkolumn", "headerColumn"),
  command("mergeCells", "Slå ihop celler", "merge"),
  command("splitCell", "Dela cell", "split"),
  command("deleteRow", "Ta bort rad", "removeRow"),
  command("deleteColumn", "Ta bort kolumn", "removeColumn"),
  command("deleteTable", "Ta bort tabell", "removeTable"),
];

/** The groups of the toolbar, in order; `shown` where a group is there only sometimes. */
export const groupsOf = ({ pictures }) => [
  { label: "Ord", tools: words },
  { label: "Stycken", tools: paragraphs },
  { label: "Infoga", tools: pictures ? [insertTable, insertPicture] : [insertTable] },
  { label: "Ångra", tools: history },
  { label: "Tabellen", tools: table, shown: inTable },
];
