const SVG = "http://www.w3.org/2000/svg";

/** An element. Functions among the attributes become listeners (`onclick`); strings become text, never markup. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (typeof value === "function") node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const ICONS = {
  chat: "M12 3.5c-5 0-9 3.3-9 7.6 0 2.4 1.3 4.5 3.2 5.9-.1 1.2-.6 2.3-1.4 3.2 1.8-.1 3.4-.7 4.7-1.7.8.2 1.6.2 2.5.2 5 0 9-3.3 9-7.6S17 3.5 12 3.5ZM8 9.7h8M8 12.9h5",
  close: "M6 6l12 12M18 6L6 18",
  down: "M12 5v14M6 13l6 6 6-6",
  menu: "M5 12h.01M12 12h.01M19 12h.01",
  clip: "M8 12.5l6-6a3 3 0 0 1 4.3 4.3l-8 8a5 5 0 0 1-7-7l7.5-7.5",
  up: "M7 11v9H4v-9ZM7 11l4-8c1.5 0 2.5 1 2.5 2.5V9H19l-1.5 10.5H7",
  send: "M12 19V5M6 11l6-6 6 6",
  out: "M8 16L16 8M9 8h7v7",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of [
    ["viewBox", "0 0 24 24"],
    ["aria-hidden", "true"],
    ["class", `icon icon-${name}`],
  ]) {
    svg.setAttribute(key, value);
  }
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A live region speaks whenever its text is set, so it is set only when it changes. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
