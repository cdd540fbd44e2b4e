// The editor itself: a frame with the tools, the text, and a line that tells what one should know.
import { Dropcursor, Editor, Gapcursor, pm, TrailingNode, UndoRedo } from "../../../django_prose_editor/editor.js";
import { made } from "./dialog.js";
import { keys, tabInLists } from "./keys.js";
import { levelAbove, levels } from "./levels.js";
import { pasting } from "./pasting.js";
import { nodes } from "./schema.js";
import { serialise } from "./serialise.js";
import { Toolbar } from "./toolbar.js";

const KEYS_HELP =
  "Alt och F10 går till verktygen, piltangenterna mellan dem, och Escape tillbaka till texten. " +
  "Tryck Escape och sedan Tab för att lämna texten.";
let count = 0;

export class Prose {
  /** What openProse promises (../prose.js); the rest is for the tools. */
  constructor(textarea, { name, describedBy = "", pictures = "" }) {
    this.textarea = textarea;
    this.pictures = pictures;
    const id = `prose-${++count}`;
    this.dom = made("div", { className: "prose-editor" });
    this.notice = made("p", { className: "prose-notice" });
    this.notice.setAttribute("role", "status");
    const help = made("p", { className: "visually-hidden", id: `${id}-keys`, textContent: KEYS_HELP });
    const place = made("div", { className: "prose-place" });
    textarea.before(this.dom);
    this.editor = new Editor({
      element: place,
      content: textarea.value,
      extensions: [
        ...nodes,
        UndoRedo,
        Dropcursor.configure({ class: "prose-dropcursor", color: false, width: 2 }),
        Gapcursor,
        TrailingNode,
        keys(this),
        tabInLists,
        levels(levelAbove(this.dom)),
        pasting(this),
      ],
      injectCSS: false,
      enableInputRules: ["bulletList", "orderedList"], // what office programs do too, and nothing else
      enablePasteRules: false,
      editorProps: { attributes: attributesOf(name, `${describedBy} ${help.id}`.trim()) },
      onUpdate: () => this.#keep(),
      onTransaction: () => this.toolbar?.update(),
    });
    this.toolbar = new Toolbar(this, { name, describedBy: help.id });
    this.dom.append(this.toolbar.dom, place, this.notice, help, textarea);
    textarea.hidden = true;
    this.#begin();
    this.toolbar.update();
  }

  focus() {
    this.editor.view.focus(); // at once; TipTap's own waits, and a fast hand's keys go astray
  }

  html() {
    return this.textarea.value;
  }

  /** Another text in this one's place, as where somebody else's is chosen; it can be undone. */
  replace(html) {
    this.editor.commands.setContent(html, { emitUpdate: true });
  }

  isEmpty() {
    return serialise(this.editor.state.doc) === "";
  }

  /** The textarea is back where it was, with what was written. */
  destroy() {
    this.editor.destroy();
    this.dom.replaceWith(this.textarea);
    this.textarea.hidden = false;
  }

  /** Tell quietly, below the text, until the change after the next. */
  tell(words) {
    this.notice.textContent = words;
    this.isTold = !words;
  }

  /** What the text looks like before anything is changed; uneven tables are made even first. */
  #begin() {
    const evened = pm.tables.fixTables(this.editor.state);
    if (evened) this.editor.view.dispatch(evened.setMeta("addToHistory", false));
    this.given = this.textarea.value;
    this.unchanged = serialise(this.editor.state.doc);
  }

  #keep() {
    if (this.unchanged === undefined) return;
    const written = serialise(this.editor.state.doc);
    const value = written === this.unchanged ? this.given : written;
    if (value === this.textarea.value) return;
    if (this.isTold) this.notice.textContent = "";
    this.isTold = true;
    this.textarea.value = value;
    this.textarea.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

const attributesOf = (name, describedBy) => ({
  class: "prose prose-text",
  role: "textbox",
  "aria-multiline": "true",
  "aria-label": name,
  "aria-describedby": describedBy,
  lang: "sv",
  spellcheck: "true",
});
