// Texts are written in an editor. What it is made of is fetched when somebody opens the first one.

/**
 * Put an editor in a textarea's place. The textarea stays, hidden, and holds the HTML as its value: it
 * dispatches a bubbling `input` at every change, and keeps what it held, letter for letter, until there is one.
 *
 * @param {HTMLTextAreaElement} textarea
 * @param {object} settings
 * @param {string} settings.name what is written here, for those who don't see where they are
 * @param {string} [settings.describedBy] ids of what describes it: guidance, errors
 * @param {string} [settings.pictures] the address that takes pictures; without one there is no tool for them
 * @param {function} [settings.onReady] called when one can write
 * @returns {Promise<{focus: function(): void, html: function(): string, replace: function(string): void,
 *   isEmpty: function(): boolean, destroy: function(): void}>} rejected where the editor can't be fetched;
 *   the textarea is then as it was
 */
export async function openProse(textarea, settings) {
  const { Prose } = await import("./prose/editing.js");
  const prose = new Prose(textarea, settings);
  settings.onReady?.(prose);
  return prose;
}
