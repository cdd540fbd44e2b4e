// A picture is chosen, described and sent; or the words of one that is there are changed.
import { pm } from "../../../django_prose_editor/editor.js";
import { Dialog, made } from "./dialog.js";
import { sendPicture } from "./upload.js";

const { TextSelection } = pm.state;
const DESCRIBE = "Beskriv bilden för den som inte ser den";
const LARGEST = 10 * 1024 * 1024;
const TOO_LARGE = "Bilden är större än 10 MB. Spara den med lägre upplösning och försök igen.";

/** @param {File} [file] one that was pasted or dropped */
export function askForPicture(prose, file) {
  const { editor } = prose;
  if (!file && editor.isActive("picture")) return describe(prose);
  const sending = new AbortController();
  const dialog = new Dialog("Bild", "Infoga", () => {
    sending.abort();
    prose.focus();
  });
  const chosen = made("input", { type: "file", className: "form-control" });
  chosen.accept = "image/png,image/jpeg,image/gif,image/webp";
  dialog.field("Bildfil", chosen, "PNG, JPEG, GIF eller WebP, högst 10 MB.");
  if (file) chosen.files = filesOf(file);
  const alt = described(dialog);
  const progress = told(dialog);
  dialog.open(async () => {
    const [picture] = chosen.files;
    dialog.fault(alt, alt.value.trim() ? "" : "Skriv vad bilden visar. Den som inte ser bilden hör eller läser det.");
    const wrong = !picture ? "Välj en bildfil." : picture.size > LARGEST ? TOO_LARGE : "";
    dialog.fault(chosen, wrong);
    if (wrong || !alt.value.trim()) return;
    dialog.submit.disabled = true;
    const { address, refusal } = await sendPicture(prose.pictures, picture, sending.signal, progress);
    dialog.submit.disabled = false;
    if (sending.signal.aborted) return;
    progress("");
    dialog.fault(chosen, refusal ?? "");
    if (refusal) return;
    dialog.close();
    const attrs = { src: address, alt: alt.value.trim() };
    editor.commands.insertContent({ type: "picture", attrs });
    editor.chain().command(toTextAfter).scrollIntoView().run();
  });
  if (file) alt.focus();
  return undefined;
}

/** A picture that is selected gives way to what is typed; one that has just come in is not to. */
function toTextAfter({ tr }) {
  tr.setSelection(TextSelection.near(tr.doc.resolve(tr.selection.to)));
  return true;
}

/** The words of the picture that is selected. */
function describe(prose) {
  const { editor } = prose;
  const { src, alt: before } = editor.getAttributes("picture");
  const dialog = new Dialog("Bildens beskrivning", "Ändra", () => prose.focus());
  const shown = made("img", { src, alt: "", className: "prose-dialog-picture" });
  const alt = described(dialog);
  alt.value = before ?? "";
  alt.parentElement.before(shown);
  dialog.open(() => {
    const words = alt.value.trim();
    dialog.fault(alt, words ? "" : "Skriv vad bilden visar. Den som inte ser bilden hör eller läser det.");
    if (!words) return;
    dialog.close();
    editor.commands.updateAttributes("picture", { alt: words });
  });
}

function described(dialog) {
  const alt = made("textarea", { className: "form-control", rows: 3, lang: "sv" });
  return dialog.field(DESCRIBE, alt, "Vad visar bilden, och varför står den här?");
}

/** A line that tells how far the picture has come. */
function told(dialog) {
  const line = made("p", { className: "prose-dialog-progress" });
  line.setAttribute("role", "status");
  dialog.buttons.before(line);
  return (words) => {
    line.textContent = words;
  };
}

function filesOf(file) {
  const carrier = new DataTransfer();
  carrier.items.add(file);
  return carrier.files;
}
