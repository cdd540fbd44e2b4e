// The toolbar: one stop for Tab, then arrows, Home and End; what can't be done now is said, but still reached.
import { icon } from "./icons.js";
import { groupsOf } from "./tools.js";

const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export class Toolbar {
  /** @param prose the editing whose tools these are (editing.js) */
  constructor(prose, { name, describedBy }) {
    this.prose = prose;
    this.groups = [];
    this.entries = [];
    this.dom = document.createElement("div");
    this.dom.className = "prose-toolbar";
    this.dom.setAttribute("role", "toolbar");
    this.dom.setAttribute("aria-label", `Verktyg för ${name}`);
    this.dom.setAttribute("aria-describedby", describedBy);
    for (const group of groupsOf(prose)) this.dom.append(this.#group(group));
    this.dom.addEventListener("keydown", (event) => this.#move(event));
    this.dom.addEventListener("focusin", (event) => this.#rest(event.target.closest("button")));
    this.#rest(this.entries[0].button);
  }

  /** Show what holds where the cursor is. */
  update() {
    const { editor } = this.prose;
    for (const { group, dom } of this.groups) dom.hidden = group.shown ? !group.shown(editor) : false;
    for (const entry of this.entries) {
      if (entry.dom.hidden) continue;
      const { tool, button } = entry;
      if (tool.pressed) button.setAttribute("aria-pressed", String(tool.pressed(editor)));
      button.setAttribute("aria-disabled", String(!this.#isEnabled(tool)));
    }
    const stop = this.entries.find(({ button }) => button.tabIndex === 0);
    if (stop.dom.hidden) this.#rest(this.entries[0].button);
  }

  /** To the tool where one was last. */
  focus() {
    this.entries.find(({ button }) => button.tabIndex === 0).button.focus();
  }

  use(tool) {
    if (!this.#isEnabled(tool)) return;
    if (tool.opens) {
      tool.opens(this.prose);
    } else {
      tool.run(this.prose.editor.chain()).scrollIntoView().run();
      this.prose.focus();
    }
  }

  #isEnabled(tool) {
    const { editor } = this.prose;
    if (tool.enabled && !tool.enabled(editor)) return false;
    return tool.opens ? true : tool.run(editor.can().chain()).run();
  }

  #group(group) {
    const dom = document.createElement("div");
    dom.className = "prose-tools";
    dom.setAttribute("role", "group");
    dom.setAttribute("aria-label", group.label);
    this.groups.push({ group, dom });
    for (const tool of group.tools) {
      const button = this.#button(tool);
      this.entries.push({ dom, tool, button });
      dom.append(button);
    }
    return dom;
  }

  #button(tool) {
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.dataset.tool = tool.name;
    button.setAttribute("aria-label", tool.label);
    button.append(icon(tool.icon));
    if (tool.keys) {
      button.setAttribute("aria-keyshortcuts", tool.keys.replace("Ctrl", MAC ? "Meta" : "Control"));
      button.title = `${tool.label} (${MAC ? tool.keys.replace("Ctrl+", "⌘") : tool.keys})`;
    } else {
      button.title = tool.label;
    }
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the text keeps its selection
    button.addEventListener("click", () => this.use(tool));
    return button;
  }

  /** Tab comes back to this button. */
  #rest(here) {
    for (const { button } of this.entries) button.tabIndex = button === here ? 0 : -1;
  }

  #move(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.prose.focus();
      return;
    }
    const reached = this.entries.filter(({ dom }) => !dom.hidden).map(({ button }) => button);
    const at = reached.indexOf(document.activeElement);
    let next;
    if (event.key in STEPS) next = (at + STEPS[event.key] + reached.length) % reached.length;
    else if (event.key === "Home") next = 0;
    else if (event.key === "End") next = reached.length - 1;
    else return;
    event.preventDefault();
    reached[next].focus();
  }
}
