import { h, icon, setText } from "./dom.js";
import { MessageHeading } from "./message-heading.js";
import { Thumbs } from "./thumbs.js";

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);
const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gi;
const TRAILING = /[.,;:!?'*_~]+$/;

/** The URL, or null when it is not safe to follow. */
function safeUrl(value, base) {
  if (typeof value !== "string" || !value.trim()) return null;
  try {
    const url = new URL(value, base);
    return SAFE_SCHEMES.has(url.protocol) ? url : null;
  } catch {
    return null; // not a URL
  }
}

function safeImageUrl(value, base) {
  const url = safeUrl(value, base);
  return url?.protocol.startsWith("http") ? url : null;
}

/** Inside this site a link stays in the tab, as the conversation comes along. */
function link(url, strings, ...content) {
  const elsewhere = url.protocol.startsWith("http") && url.origin !== location.origin;
  return h(
    "a",
    { href: url.href, target: elsewhere && "_blank", rel: elsewhere && "noopener noreferrer" },
    ...content,
    elsewhere && h("span", { class: "sr" }, ` ${strings.newTab}`),
  );
}

function withoutTail(match) {
  let found = match.replace(TRAILING, "");
  while (found.endsWith(")") && !found.includes("(")) found = found.slice(0, -1).replace(TRAILING, "");
  return found;
}

function href(found) {
  if (/^https?:/i.test(found)) return found;
  return found.includes("@") && !/^www\./i.test(found) ? `mailto:${found}` : `https://${found}`;
}

function linkify(text, strings) {
  const nodes = [];
  let rest = 0;
  for (const { 0: match, index } of text.matchAll(LINK)) {
    const found = withoutTail(match);
    const url = safeUrl(href(found));
    if (!url) continue;
    nodes.push(text.slice(rest, index), link(url, strings, found));
    rest = index + found.length;
  }
  nodes.push(text.slice(rest));
  return nodes.filter((node) => node !== "");
}

/** Nothing a message says is ever markup: all of it becomes text or a checked link. */
function drawMessage(entry, { base, strings }) {
  const { from, text, cards = [] } = entry;
  const node = h("div", { class: `entry ${from}` });
  if (text) node.append(h("div", { class: "bubble", dir: "auto" }, ...linkify(text, strings)));
  if (cards.length) {
    const hasImages = cards.length > 1 && cards.some(({ image }) => safeImageUrl(image, base));
    const row = hasImages && {
      class: "cards row",
      tabindex: "0",
      role: "group",
      "aria-label": strings.cards,
    };
    node.append(h("div", row || { class: "cards" }, ...cards.map((card) => drawCard(card, base, strings))));
  }
  return node;
}

function drawCard({ title, subtitle, image, facts = [], link: target }, base, strings) {
  const card = h("article", { class: "card" });
  const imageUrl = safeImageUrl(image, base);
  if (imageUrl)
    card.append(
      h("img", { src: imageUrl.href, alt: "", loading: "lazy", onerror: ({ target: img }) => img.remove() }),
    );
  const body = h("div", { class: "body" });
  if (title) body.append(h("h3", { dir: "auto" }, title));
  if (subtitle) body.append(h("p", { class: "subtitle", dir: "auto" }, subtitle));
  if (facts.length) {
    const rows = facts.map(({ label, value }) =>
      h("div", {}, h("dt", {}, label), h("dd", { dir: "auto" }, value)),
    );
    body.append(h("dl", {}, ...rows));
  }
  const url = safeUrl(target?.url, base);
  if (url) body.append(link(url, strings, target.title || url.host, icon("out")));
  card.append(body);
  return card;
}

function drawState(node, entry, isSeen, { strings, on }) {
  const state = isSeen ? "seen" : entry.state;
  if (entry.from !== "shopper" || node.dataset.state === state) return;
  node.dataset.state = state;
  node.querySelector(".state")?.remove();
  if (state === "seen") node.append(h("p", { class: "state" }, strings.seen));
  if (entry.state === "sent") return;
  node.append(
    entry.state === "sending" ? h("p", { class: "state" }, strings.sending) : failure(entry, strings, on),
  );
}

function failure(entry, strings, on) {
  const act = (title, run) => h("button", { type: "button", class: "text", onclick: run }, title);
  return h(
    "p",
    { class: "state" },
    h("span", {}, strings[entry.problem] ?? strings.notSent),
    entry.problem === "notSent" && act(strings.retry, () => on.retry(entry.clientId)),
    act(strings.edit, () => on.edit(entry)),
  );
}

const NEAR_BOTTOM_PX = 80;
const ANNOUNCE_AFTER_MS = 400;

export class MessageLog {
  #options;
  #nodes = new Map();
  #heading;
  #announcing;
  #follows = true;

  constructor(options) {
    const { strings } = options;
    this.#options = options;
    this.#heading = new MessageHeading(options);
    this.welcome = h("p", { class: "entry bot welcome" }, h("span", { class: "bubble" }, strings.welcome));
    this.list = h("div", { class: "entries" });
    this.typing = h(
      "div",
      { class: "entry bot typing" },
      h("div", { class: "bubble" }, h("i"), h("i"), h("i")),
    );
    this.thumbs = new Thumbs({ ...options, onThumb: (text) => setText(this.busy, text) });
    this.choices = h("div", { class: "choices", role: "group", "aria-label": strings.suggestions });
    this.log = h(
      "div",
      { class: "log", role: "log", "aria-label": strings.conversation, tabindex: "0" },
      this.welcome,
      this.list,
      this.choices,
    );
    this.busy = h("p", { class: "sr", role: "status" });
    this.scroller = h(
      "div",
      { class: "scroller", onscroll: () => this.#onScroll() },
      this.log,
      this.thumbs.node,
      this.typing,
      this.busy,
    );
    this.latest = h(
      "button",
      { type: "button", class: "latest", "aria-label": strings.latest, onclick: () => this.toLatest() },
      icon("down"),
    );
    this.node = h("div", { class: "said" }, this.scroller, this.latest);
    new ResizeObserver(() => this.#follows && this.toLatest()).observe(this.scroller);
  }

  focus() {
    this.log.focus({ preventScroll: true });
  }

  toLatest() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  render({ conversation, catchingUp, state }) {
    const { timeline, typing } = conversation;
    const follow = this.#isAtBottom || timeline.entries.at(-1)?.state === "sending";
    this.#announce(!catchingUp);
    this.#renderEntries(timeline);
    this.thumbs.render(conversation, state === "live");
    this.#renderChoices(conversation, catchingUp);
    this.#renderTyping(typing);
    if (follow) this.toLatest();
    this.#onScroll();
  }

  get #isAtBottom() {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
  }

  #onScroll() {
    this.latest.hidden = this.#follows = this.#isAtBottom;
  }

  /** History is not read out; what comes after it is. */
  #announce(on) {
    clearTimeout(this.#announcing);
    if (!on) this.log.setAttribute("aria-live", "off");
    else this.#announcing = setTimeout(() => this.log.setAttribute("aria-live", "polite"), ANNOUNCE_AFTER_MS);
  }

  #renderEntries(timeline) {
    const { entries } = timeline;
    const gone = new Set(this.#nodes.keys());
    let previous;
    let place = this.list.firstChild;
    for (const entry of entries) {
      gone.delete(entry);
      let node = this.#nodes.get(entry);
      if (!node) {
        node = drawMessage(entry, this.#options);
        this.#nodes.set(entry, node);
      }
      if (node === place) place = node.nextSibling;
      else this.list.insertBefore(node, place);
      this.#heading.update(node, entry, previous);
      drawState(node, entry, timeline.isSeen(entry), this.#options);
      previous = entry;
    }
    for (const entry of gone) {
      this.#nodes.get(entry).remove();
      this.#nodes.delete(entry);
    }
  }

  #renderChoices({ timeline, owner }, catchingUp) {
    const { strings, on } = this.#options;
    const isFresh = timeline.entries.every(({ from }) => from === "system");
    this.welcome.hidden = !isFresh || catchingUp;
    let offered = owner === "bot" ? timeline.quickReplies : [];
    if (isFresh && !catchingUp) offered = strings.starters.map((text) => ({ title: text, text }));
    const key = JSON.stringify(offered);
    if (this.choices.dataset.key === key) return;
    this.choices.dataset.key = key;
    this.choices.replaceChildren(
      ...offered.map(({ title, payload, text }) =>
        h(
          "button",
          {
            type: "button",
            class: "choice",
            dir: "auto",
            onclick: () => on.choose(payload ? { payload, title } : { text: text ?? title }),
          },
          title,
        ),
      ),
    );
  }

  #renderTyping(who) {
    const { strings } = this.#options;
    this.typing.hidden = !who;
    const text = who ? strings.typing[who] : "";
    setText(this.busy, text);
  }
}
