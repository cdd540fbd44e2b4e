// The tools' pictures: strokes on a grid of 20, in the colour of the text around them.

const STROKES = {
  bold: ["M6 4h4.5a3 3 0 0 1 0 6H6z", "M6 10h5.3a3 3 0 0 1 0 6H6z"],
  italic: ["M9 4h5", "M6 16h5", "M11.7 4 8.3 16"],
  bullets: ["M8 5h9", "M8 10h9", "M8 15h9", "M3.5 5h.01", "M3.5 10h.01", "M3.5 15h.01"],
  numbers: ["M9 5h8", "M9 10h8", "M9 15h8", "M3 4l1.4-.8V8", "M3 12.6c.4-1.2 2.6-1 2.3.4-.2.8-2.3 1.7-2.3 3h2.5"],
  heading: ["M3 4v12", "M11 4v12", "M3 10h8", "m15 10.5 2-1.5v7"],
  lower: ["M3 4v12", "M11 4v12", "M3 10h8", "M14.5 10.5c.6-2 3.6-1.5 3 .6-.4 1.4-3 2.8-3 4.9h3.3"],
  link: [
    "M8.5 11.5a3 3 0 0 0 4.3.3l2.5-2.5a3 3 0 0 0-4.3-4.3l-1.2 1.2",
    "M11.5 8.5a3 3 0 0 0-4.3-.3l-2.5 2.5a3 3 0 0 0 4.3 4.3l1.2-1.2",
  ],
  table: ["M3 4h14v12H3z", "M3 8h14", "M3 12h14", "M8 8v8", "M12.5 8v8"],
  picture: ["M3 4h14v12H3z", "m3 14 4-4 3 3 2.5-2.5L17 15", "M13 7.5h.01"],
  undo: ["M7 4 3 8l4 4", "M3 8h8.5a4.5 4.5 0 0 1 0 9H8"],
  redo: ["m13 4 4 4-4 4", "M17 8H8.5a4.5 4.5 0 0 0 0 9H12"],
  rowAbove: ["M3 10h14v6H3z", "M10 10v6", "M10 7V2", "M7.5 4.5h5"],
  rowBelow: ["M3 4h14v6H3z", "M10 4v6", "M10 18v-5", "M7.5 15.5h5"],
  columnLeft: ["M10 3v14h6V3z", "M10 10h6", "M7 10H2", "M4.5 7.5v5"],
  columnRight: ["M4 3v14h6V3z", "M4 10h6", "M18 10h-5", "M15.5 7.5v5"],
  removeRow: ["M3 4h14v5H3z", "M10 4v5", "m7.5 12.5 5 5", "m12.5 12.5-5 5"],
  removeColumn: ["M4 3v14h5V3z", "M4 10h5", "m12.5 7.5 5 5", "m17.5 7.5-5 5"],
  removeTable: ["M3 4h14v12H3z", "m7.5 7.5 5 5", "m12.5 7.5-5 5"],
  headerRow: ["M3 4h14v12H3z", "M3 8h14", "M5 6h2", "M9 6h2", "M13 6h2"],
  headerColumn: ["M3 4h14v12H3z", "M8 4v12", "M5 6.5h1", "M5 10h1", "M5 13.5h1"],
  merge: ["M3 4h14v12H3z", "M2 10h5", "m5 8 2 2-2 2", "M18 10h-5", "m15 8-2 2 2 2"],
  split: ["M3 4h14v12H3z", "M10 4v12", "M10 10h4", "m12.5 8.5 1.5 1.5-1.5 1.5", "M10 10H6", "M7.5 8.5 6 10l1.5 1.5"],
};
const SVG = "http://www.w3.org/2000/svg";

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  for (const stroke of STROKES[name]) {
    svg.appendChild(document.createElementNS(SVG, "path")).setAttribute("d", stroke);
  }
  return svg;
}
