// The keyboard: to the tools and back, out of the text, and within lists.
import { Extension, Plugin } from "../../../django_prose_editor/editor.js";
import { askForLink } from "./link.js";

const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta"]);

/** Alt+F10 goes to the tools; after Escape, Tab leaves the text even from a list or a table. */
export const keys = (prose) =>
  Extension.create({
    name: "keys",
    priority: 2000,

    addKeyboardShortcuts: () => ({
      "Alt-F10": () => {
        prose.toolbar.focus();
        return true;
      },
      "Mod-k": () => {
        askForLink(prose);
        return true;
      },
    }),

    addProseMirrorPlugins() {
      let isLeaving = false;
      const keydown = (_view, event) => {
        if (event.key === "Tab" && isLeaving) return true; // the browser's own Tab
        if (!MODIFIERS.has(event.key)) isLeaving = event.key === "Escape";
        return false;
      };
      const blur = () => {
        isLeaving = false;
        return false;
      };
      return [new Plugin({ props: { handleDOMEvents: { keydown, blur } } })];
    },
  });

/** In a list, Tab never leaves by surprise: it indents where that is possible. */
export const tabInLists = Extension.create({
  name: "tabInLists",
  priority: 1,
  addKeyboardShortcuts() {
    const inList = () => this.editor.isActive("listItem");
    return { Tab: inList, "Shift-Tab": inList };
  },
});
