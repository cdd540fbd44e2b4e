// Sub-headings are h4–h6 in every text; to a reader of the page they come below the heading above the editor.
import { Extension, Plugin, pm } from "../../../django_prose_editor/editor.js";

const { Decoration, DecorationSet } = pm.view;

/** The level of the heading that the element stands under; 1 where there is none. */
export function levelAbove(element) {
  const headings = document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]");
  const above = [...headings].filter(
    (heading) => heading.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING,
  );
  const last = above.at(-1);
  return Number(last?.getAttribute("aria-level") ?? last?.nodeName[1] ?? 1);
}

/** Says of each sub-heading what level it has where it stands, as the page does when it is read. */
export const levels = (below) =>
  Extension.create({
    name: "levels",
    addProseMirrorPlugins: () => [
      new Plugin({
        state: {
          init: (_config, { doc }) => decorated(doc, below),
          apply: (transaction, shown) => (transaction.docChanged ? decorated(transaction.doc, below) : shown),
        },
        props: {
          decorations(state) {
            return this.getState(state);
          },
        },
      }),
    ],
  });

function decorated(doc, below) {
  const open = [];
  const found = [];
  doc.descendants((node, at) => {
    if (node.type.name !== "heading") return;
    while (open.length && open.at(-1) >= node.attrs.level) open.pop();
    open.push(node.attrs.level);
    found.push(Decoration.node(at, at + node.nodeSize, { "aria-level": String(below + open.length) }));
  });
  return DecorationSet.create(doc, found);
}
