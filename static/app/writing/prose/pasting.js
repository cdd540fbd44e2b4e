// What is pasted or dropped comes in: cleaned words, and pictures through their dialog.
import { Extension, Plugin, pm } from "../../../django_prose_editor/editor.js";
import { cleanPasted, htmlOfPlain } from "./paste.js";
import { linkAddress } from "./link.js";
import { askForPicture } from "./picture.js";

const LEFT_OUT = "Bilderna följde inte med. Lägg in dem med knappen Bild.";
const { DOMParser } = pm.model;

export const pasting = (prose) =>
  Extension.create({
    name: "pasting",
    addProseMirrorPlugins: () => [
      new Plugin({
        props: {
          transformPastedHTML(html) {
            if (html.includes("data-pm-slice")) return html; // cut or copied in an editor like this
            const { html: clean, leftOut } = cleanPasted(html);
            prose.tell(leftOut && prose.pictures ? LEFT_OUT : "");
            return clean;
          },
          clipboardTextParser(text, _around, _plain, view) {
            const holder = document.createElement("div");
            holder.innerHTML = htmlOfPlain(text);
            return DOMParser.fromSchema(view.state.schema).parseSlice(holder);
          },
          handlePaste: (view, event) => asPicture(prose, event.clipboardData) || asLink(view, event),
          handleDrop: (view, event, _slice, moved) => !moved && dropped(prose, view, event),
        },
      }),
    ],
  });

/** A picture alone opens its dialog. Word and Excel send one along with their words: there the words count. */
function asPicture(prose, data) {
  const file = [...(data?.files ?? [])].find((each) => each.type.startsWith("image/"));
  if (!file) return false;
  const html = data.getData("text/html");
  if (html && cleanPasted(html).html) return false;
  if (prose.pictures) askForPicture(prose, file);
  return true;
}

/** A picture comes in where it was dropped. */
function dropped(prose, view, event) {
  const place = view.posAtCoords({ left: event.clientX, top: event.clientY });
  if (place && event.dataTransfer?.files.length) prose.editor.commands.setTextSelection(place.pos);
  return asPicture(prose, event.dataTransfer);
}

/** An address that is pasted over words makes them a link. */
function asLink(view, event) {
  const { empty, $from, $to } = view.state.selection;
  const text = event.clipboardData?.getData("text/plain").trim() ?? "";
  if (empty || !$from.sameParent($to) || !/^(?:https?:\/\/|mailto:)/i.test(text)) return false;
  const href = linkAddress(text);
  if (!href) return false;
  const mark = view.state.schema.marks.link.create({ href });
  view.dispatch(view.state.tr.addMark($from.pos, $to.pos, mark).scrollIntoView());
  return true;
}
