// A dialog of the editor: labelled fields, errors where they belong, and the focus back in the text.

let count = 0;

export class Dialog {
  /**
   * It stands outside the page's forms, so that what is written in it is none of theirs.
   *
   * @param {string} title
   * @param {string} submit what the button that does it says
   * @param {function(): void} onClose when it is gone, whether it was sent or not
   */
  constructor(title, submit, onClose) {
    this.id = `prose-dialog-${++count}`;
    this.dom = made("dialog", { className: "prose-dialog" });
    this.dom.setAttribute("aria-labelledby", this.id);
    this.form = made("form", { noValidate: true });
    this.buttons = made("div", { className: "prose-dialog-buttons" });
    this.submit = made("button", { className: "btn btn-primary", textContent: submit });
    const cancel = this.button("Avbryt", () => this.close());
    this.buttons.prepend(this.submit, cancel);
    this.form.append(made("h2", { id: this.id, textContent: title }), this.buttons);
    this.dom.append(this.form);
    this.onClose = () => {
      this.dom.remove();
      onClose();
    };
    this.dom.addEventListener("cancel", () => this.close()); // Escape
    document.body.append(this.dom);
  }

  /** A control with its label above it, and help and error below. */
  field(label, control, help = "") {
    control.id = `${this.id}-${this.form.elements.length}`;
    const dom = made("div", { className: "prose-dialog-field" });
    const hint = made("p", { className: "form-text", id: `${control.id}-hint`, textContent: help });
    const error = made("p", { className: "prose-dialog-error", id: `${control.id}-error` });
    error.setAttribute("role", "alert");
    control.setAttribute("aria-describedby", `${hint.id} ${error.id}`);
    dom.append(made("label", { className: "form-label", htmlFor: control.id, textContent: label }), control);
    dom.append(hint, error);
    this.buttons.before(dom);
    return control;
  }

  button(label, run) {
    const button = made("button", { type: "button", className: "btn btn-link", textContent: label });
    button.addEventListener("click", run);
    this.buttons.append(button);
    return button;
  }

  /** Say what is wrong with a field, and go there; "" takes it back. */
  fault(control, words) {
    document.getElementById(`${control.id}-error`).textContent = words;
    control.setAttribute("aria-invalid", String(Boolean(words)));
    control.classList.toggle("is-invalid", Boolean(words));
    if (words) control.focus();
  }

  /** @param {function(): void} send what happens when the form is sent */
  open(send) {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      send();
    });
    this.dom.showModal();
  }

  close() {
    this.dom.close();
    this.onClose();
  }
}

export function made(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}
