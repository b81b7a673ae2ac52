import { SHAPES, WORDS } from "./art-shapes.js";

const SVG = "http://www.w3.org/2000/svg";

/** Quiet backdrops, each with the tones of what stands in front of it; the style sheet adapts them to the dark. */
const PALETTES = [
  { from: "#e9efe9", to: "#d5e2d9", m: "#2f7463", d: "#1f5548", l: "#9cc9b8", i: "#1c2b27", w: "#f4faf6" },
  { from: "#f6ece0", to: "#ecdac4", m: "#c4703a", d: "#95502a", l: "#f0bd8b", i: "#3a2a20", w: "#fff8ef" },
  { from: "#e8ecf4", to: "#d3dbeb", m: "#41629f", d: "#2c4677", l: "#a4bbe4", i: "#1d2638", w: "#f5f8ff" },
  { from: "#f6e8e6", to: "#ecd2ce", m: "#b84f4c", d: "#8a3638", l: "#efaca4", i: "#36201f", w: "#fff5f3" },
  { from: "#f5f0dd", to: "#ebe1bd", m: "#c79a1e", d: "#94710f", l: "#f1d887", i: "#332b14", w: "#fffbea" },
  { from: "#ece9f3", to: "#dad4e8", m: "#6a5a9c", d: "#4a3d75", l: "#bfb3e0", i: "#26203a", w: "#f9f7ff" },
  { from: "#e4f0f2", to: "#cbe1e5", m: "#2b7c8c", d: "#1b5966", l: "#95cdd6", i: "#182b30", w: "#f2fcfd" },
  { from: "#efeeea", to: "#dedbd3", m: "#6f6a5f", d: "#4c4840", l: "#c1bbad", i: "#25231f", w: "#fbfaf7" },
];

function hash(text) {
  let value = 2166136261;
  for (const character of text) value = Math.imul(value ^ character.codePointAt(0), 16777619);
  return value >>> 0;
}

function node(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function part([tone, d, width]) {
  const colour = `var(--${tone})`;
  if (!width) return node("path", { d, fill: colour });
  const line = { "stroke-width": width, "stroke-linecap": "round", "stroke-linejoin": "round" };
  return node("path", { d, fill: "none", stroke: colour, ...line });
}

/** The last words that name a thing decide: a "desk lamp" is a lamp, and a "bed frame" a bed rather than a frame. */
function shapeOf(title) {
  let best = { end: -1, length: 0, shape: "box" };
  for (const [pattern, shape] of WORDS) {
    for (const { 0: words, index } of title.matchAll(pattern)) {
      const found = { end: index + words.length, length: words.length, shape };
      const isLast = found.end > best.end || (found.end === best.end && found.length > best.length);
      if (isLast) best = found;
    }
  }
  return SHAPES[best.shape];
}

/** A drawing for a product that has no photograph; the same for the same title. Decorative: the title is beside it. */
export function drawProduct(title) {
  const svg = node("svg", { viewBox: "0 0 240 240", "aria-hidden": "true", class: "art" });
  for (const [tone, colour] of Object.entries(PALETTES[(hash(title) >>> 7) % PALETTES.length])) {
    svg.style.setProperty(`--tone-${tone}`, colour);
  }
  const shadow = node("ellipse", { cx: 120, cy: 191, rx: 82, ry: 8, opacity: 0.13 });
  svg.append(shadow, ...shapeOf(title).map(part));
  return svg;
}
