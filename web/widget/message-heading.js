import { h } from "./dom.js";

const SAME_GROUP_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

/** Who speaks and when, above the first of a few messages in a row, and the day. */
export class MessageHeading {
  #strings;
  #time;
  #day;

  constructor({ strings, language }) {
    this.#strings = strings;
    this.#time = new Intl.DateTimeFormat(language, { timeStyle: "short" });
    this.#day = new Intl.DateTimeFormat(language, { weekday: "long", day: "numeric", month: "long" });
  }

  update(node, entry, previous) {
    const isNewDay = !previous || previous.at.toDateString() !== entry.at.toDateString();
    const isNewGroup = isNewDay || previous.from !== entry.from || entry.at - previous.at > SAME_GROUP_MS;
    const key = `${isNewDay}${isNewGroup}${entry.at.getTime()}`;
    if (node.dataset.heading === key) return;
    node.dataset.heading = key;
    node.querySelectorAll(".day, .meta").forEach((old) => old.remove());
    node.classList.toggle("first", isNewGroup);
    const heading = [];
    if (isNewDay) heading.push(h("p", { class: "day" }, this.#dayOf(entry.at)));
    if (isNewGroup && entry.from !== "system") heading.push(this.#meta(entry));
    node.prepend(...heading);
  }

  #meta({ from, at }) {
    const name = h("span", { class: from === "shopper" ? "sr" : "name" }, this.#strings.from[from] ?? from);
    return h(
      "p",
      { class: "meta" },
      name,
      " ",
      h("time", { datetime: at.toISOString() }, this.#time.format(at)),
    );
  }

  #dayOf(at) {
    const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / DAY_MS);
    if (days === 0) return this.#strings.today;
    return days === 1 ? this.#strings.yesterday : this.#day.format(at);
  }
}
