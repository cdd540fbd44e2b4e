// A picture is sent to the server, which judges it.
import { headers } from "../request.js";

const LOGGED_OUT = "Du är utloggad. Logga in i en ny flik, kom tillbaka hit och försök igen.";
const NOT_REACHED = "Bilden kom inte fram. Kontrollera nätet och försök igen.";
const FAILED = "Bilden gick inte att ta emot. Försök igen om en stund.";

/**
 * @param {string} to the address that takes pictures
 * @param {File} file
 * @param {AbortSignal} signal
 * @param {function(string): void} tell is told in words how far it has come
 * @returns {Promise<{address?: string, refusal?: string}>} where the picture is, or why it isn't anywhere
 */
export function sendPicture(to, file, signal, tell) {
  const request = new XMLHttpRequest();
  signal.addEventListener("abort", () => request.abort());
  tell("Bilden skickas …");
  return new Promise((resolve) => {
    request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
      if (!lengthComputable) return;
      tell(loaded < total ? `Bilden skickas … ${Math.floor((100 * loaded) / total)} %` : "Bilden granskas …");
    });
    request.addEventListener("load", () => resolve(answered(request)));
    request.addEventListener("error", () => resolve({ refusal: NOT_REACHED }));
    request.addEventListener("abort", () => resolve({}));
    request.open("POST", to);
    for (const [name, value] of Object.entries(headers())) request.setRequestHeader(name, value);
    const form = new FormData();
    form.append("picture", file);
    request.send(form);
  });
}

function answered(request) {
  if (request.status === 201) return { address: JSON.parse(request.responseText).address };
  const isPlain = (request.getResponseHeader("Content-Type") ?? "").startsWith("text/plain");
  if (request.status === 401 || request.status < 400) return { refusal: LOGGED_OUT };
  return { refusal: isPlain && request.responseText ? request.responseText : FAILED };
}
