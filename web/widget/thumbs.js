import { h, icon } from "./dom.js";

/** Two thumbs under the assistant's last answer. */
export class Thumbs {
  #strings;
  #on;
  #onThumb;

  constructor({ strings, on, onThumb }) {
    this.#strings = strings;
    this.#on = on;
    this.#onThumb = onThumb;
    this.node = h("div", { class: "thumbs", role: "group", "aria-label": strings.helpful, hidden: true });
  }

  render({ timeline, owner }, isLive) {
    const entry = owner === "bot" && isLive ? timeline.rateable : null;
    this.node.hidden = !entry;
    if (!entry || this.node.dataset.of === entry.id) return;
    this.node.dataset.of = entry.id;
    this.node.replaceChildren(this.#thumb(entry, true), this.#thumb(entry, false));
  }

  #thumb({ id }, up) {
    const title = up ? this.#strings.thumbUp : this.#strings.thumbDown;
    const onclick = () => {
      this.#on.thumb(id, up);
      this.#onThumb(this.#strings.thumbThanks);
    };
    return h("button", { type: "button", class: up ? "plain" : "plain down", "aria-label": title, title, onclick }, icon("up"));
  }
}
