// Requests from an open page: whose page it is, and the token that the browser has now (it changes at each login).

const plan = () => document.querySelector("[data-person]");

export const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]*)/)?.[1] ?? "";

export const headers = () => ({
  "HX-Request": "true",
  "X-CSRFToken": token(),
  "X-Person": plan()?.dataset.person ?? "",
});

// The answer, or null where there was no contact at all.
export async function ask(address, options = {}) {
  try {
    return await fetch(address, { credentials: "same-origin", headers: headers(), ...options });
  } catch {
    return null;
  }
}

// The first element of some HTML; a row of a table too.
export function element(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

document.addEventListener("htmx:configRequest", (event) => Object.assign(event.detail.headers, headers()));
