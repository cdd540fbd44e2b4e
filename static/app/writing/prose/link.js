// A link is put in, changed or taken away.
import { Dialog, made } from "./dialog.js";

const DOMAIN = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?::\d+)?(?:[/?#]\S*)?$/u;
const MAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/;

/**
 * The address as it is kept, or null where it can't be one: https, http, mail, or a place within the site.
 * A bare domain gets its https://, a bare mail address its mailto:.
 */
export function linkAddress(written) {
  const address = written.trim();
  if (MAIL.test(address)) return `mailto:${address}`;
  if (DOMAIN.test(address)) return `https://${address}`;
  if (/^\/(?!\/)\S*$/.test(address)) return address;
  if (/^mailto:/i.test(address)) return MAIL.test(address.slice(7).split("?")[0]) ? address : null;
  if (!/^https?:\/\/[^\s/]/i.test(address) || /\s/.test(address)) return null;
  return URL.canParse(address) ? address : null;
}

export function askForLink(prose) {
  const { editor } = prose;
  if (editor.isActive("link")) editor.commands.extendMarkRange("link");
  const { empty } = editor.state.selection;
  const known = editor.getAttributes("link").href;
  const dialog = new Dialog(known ? "Ändra länk" : "Länk", known ? "Ändra" : "Infoga", () => prose.focus());
  const input = (type) => made("input", { type, className: "form-control", autocomplete: "off" });
  const address = input("text");
  address.inputMode = "url";
  address.value = known ?? "";
  address.spellcheck = false;
  dialog.field("Adress", address, "Till exempel www.exempel.se eller namn@exempel.se");
  const words = empty ? dialog.field("Text", input("text"), "Vad länken heter i texten.") : null;
  if (known) {
    dialog.button("Ta bort länken", () => {
      dialog.close();
      editor.commands.unsetMark("link");
    });
  }
  dialog.open(() => {
    const href = linkAddress(address.value);
    dialog.fault(address, href ? "" : "Skriv en webbadress, som https://www.exempel.se, eller en e-postadress.");
    if (!href) return;
    dialog.close();
    put(editor, href, words && (words.value.trim() || address.value.trim()));
  });
}

/** Around what is selected or, where nothing is, with words of its own. */
function put(editor, href, words) {
  const marks = [{ type: "link", attrs: { href } }];
  if (words) editor.commands.insertContent({ type: "text", text: words, marks });
  else editor.commands.setMark("link", { href });
}
