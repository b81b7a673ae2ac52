import { Composer } from "./composer.js";
import { h, icon, setText } from "./dom.js";
import { MessageLog } from "./messages.js";
import { counted } from "./strings.js";

/** A menu button by the ARIA pattern. */
class Menu {
  #items = new Map();

  /** `commands`: `[key, title, run]` each. */
  constructor(strings, commands) {
    for (const [key, title, run] of commands) {
      const choose = () => {
        this.close();
        run();
      };
      this.#items.set(
        key,
        h("button", { type: "button", role: "menuitem", tabindex: "-1", onclick: choose }, title),
      );
    }
    this.button = h(
      "button",
      {
        type: "button",
        class: "plain",
        "aria-label": strings.menu,
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        onclick: () => this.#toggle(),
      },
      icon("menu"),
    );
    this.list = h(
      "div",
      { class: "menu", role: "menu", "aria-label": strings.menu, hidden: true },
      ...this.#items.values(),
    );
    this.node = h(
      "div",
      {
        class: "more",
        onkeydown: (event) => this.#onKey(event),
        onfocusout: (event) => this.#onLeave(event),
      },
      this.button,
      this.list,
    );
  }

  offer(key, isOffered) {
    this.#items.get(key).hidden = !isOffered;
  }

  close() {
    this.list.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
  }

  get #visible() {
    return [...this.#items.values()].filter((item) => !item.hidden);
  }

  #toggle() {
    if (!this.list.hidden) return this.close();
    this.list.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.#visible[0].focus();
  }

  #onLeave({ relatedTarget }) {
    if (!this.node.contains(relatedTarget)) this.close();
  }

  #onKey(event) {
    const items = this.#visible;
    const at = items.indexOf(event.target);
    const moves = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 };
    if (event.key in moves) {
      if (this.list.hidden) this.#toggle();
      else items[moves[event.key] % items.length].focus();
    } else if (event.key === "Escape" && !this.list.hidden) {
      this.close();
      this.button.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

/** Screens the panel fills. */
const COVERS_PAGE = "(max-width: 520px), (max-height: 420px)";
const FOCUSABLE = "button:not([disabled]), a[href], textarea, [tabindex='0']";

export class Panel {
  #options;
  #covering = matchMedia(COVERS_PAGE);

  constructor({ base, strings, language, maxLength, on }) {
    this.base = base;
    this.#options = { strings, language, on };
    this.log = new MessageLog({
      base,
      strings,
      language,
      on: { ...on, choose: (item) => this.#choose(item), edit: (entry) => this.#edit(entry) },
    });
    this.composer = new Composer({
      strings,
      language,
      maxLength,
      onSend: (text) => on.send({ text }),
      onFile: on.file,
      onTyping: on.typing,
    });
    this.menu = new Menu(strings, [
      ["person", strings.talkToPerson, () => this.#say(strings.talkToPersonText)],
      ["over", strings.startOver, () => this.#startOver()],
    ]);
    this.#drawDialog(strings, language);
    this.#drawLauncher(strings);
    const onkeydown = (event) => this.isOpen && this.#onKey(event);
    this.node = h(
      "div",
      { class: "root", lang: language, onkeydown },
      this.dialog,
      this.launcher,
      this.arrival,
    );
    this.#covering.onchange = () => this.#fit();
    for (const kind of ["resize", "scroll"]) visualViewport?.addEventListener(kind, () => this.#fit());
  }

  get isOpen() {
    return !this.dialog.hidden;
  }

  get coversPage() {
    return this.#covering.matches;
  }

  setOpen(open) {
    this.dialog.hidden = !open;
    this.launcher.setAttribute("aria-expanded", open);
    this.menu.close();
    this.#fit();
    if (open) this.log.toLatest();
  }

  /** Where one goes on; but a touch screen's keyboard should not jump up by itself. */
  focus() {
    if (matchMedia("(pointer: coarse)").matches) this.log.focus();
    else this.composer.focus();
  }

  focusLauncher() {
    this.launcher.focus();
  }

  clearDraft() {
    this.composer.clear();
  }

  render(session) {
    const { strings, language } = this.#options;
    const { owner, unread } = session.conversation;
    this.log.render(session);
    setText(this.owner, owner === "agent" ? strings.person : strings.automated);
    this.dialog.dataset.owner = owner;
    this.menu.offer("person", owner !== "agent");
    this.composer.attach.hidden = !session.conversation.record;
    setText(this.composer.note, session.files.note);
    this.#renderNotice(session);
    this.badge.textContent = unread || "";
    const news = unread ? counted(strings.unread, unread, language) : "";
    const label = this.isOpen ? strings.close : strings.open;
    this.launcher.setAttribute("aria-label", news && !this.isOpen ? `${label}, ${news}` : label);
    setText(this.arrival, this.isOpen ? "" : news);
  }

  #renderNotice({ held, state }) {
    const slowed = held === "slow_down";
    const { strings } = this.#options;
    const isAway = state === "offline" || state === "connecting";
    const text = slowed ? strings.slowDown : isAway ? strings.reconnecting : "";
    setText(this.notice, text);
    this.notice.dataset.state = slowed ? "slowed" : state;
  }

  #drawDialog(strings) {
    const { on } = this.#options;
    this.owner = h("p", { class: "owner", role: "status" });
    this.notice = h("p", { class: "notice", role: "status" });
    this.dialog = h(
      "section",
      { class: "panel", role: "dialog", "aria-labelledby": "title", hidden: true },
      h(
        "header",
        {},
        h("div", { class: "who" }, h("h2", { id: "title" }, strings.title), this.owner),
        this.menu.node,
        h(
          "button",
          { type: "button", class: "plain", "aria-label": strings.close, onclick: on.close },
          icon("close"),
        ),
      ),
      this.notice,
      this.log.node,
      this.composer.node,
    );
  }

  #drawLauncher(strings) {
    this.badge = h("span", { class: "badge", "aria-hidden": "true" });
    this.arrival = h("p", { class: "sr", role: "status" });
    this.launcher = h(
      "button",
      {
        type: "button",
        class: "launcher",
        "aria-label": strings.open,
        "aria-expanded": "false",
        "aria-haspopup": "dialog",
        onclick: this.#options.on.toggle,
      },
      icon("chat"),
      icon("close"),
      this.badge,
    );
  }

  #onKey(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.#options.on.close();
    } else if (event.key === "Tab" && this.coversPage) this.#keepInside(event);
  }

  /** Where the page is covered, focus must not wander to what nobody can see. */
  #keepInside(event) {
    const all = [...this.dialog.querySelectorAll(FOCUSABLE)].filter(
      (node) => node.checkVisibility?.() ?? true,
    );
    const [first, last] = [all[0], all.at(-1)];
    const edge = event.shiftKey ? first : last;
    if (this.dialog.getRootNode().activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }

  /** On a full screen, stay above the keyboard, which shrinks the visual viewport only. */
  #fit() {
    const covers = this.isOpen && this.coversPage;
    this.dialog.setAttribute("aria-modal", covers);
    this.node.classList.toggle("covers", covers);
    const { height, offsetTop } = visualViewport ?? { height: innerHeight, offsetTop: 0 };
    this.dialog.style.setProperty("--_height", `${height}px`);
    this.dialog.style.setProperty("--_top", `${offsetTop}px`);
  }

  #choose(item) {
    this.#options.on.send(item);
    this.focus();
  }

  #say(text) {
    this.#options.on.send({ text });
    this.focus();
  }

  #startOver() {
    this.#options.on.startOver();
    this.focus();
  }

  #edit({ clientId, text }) {
    this.#options.on.discard(clientId);
    this.composer.fill(text);
  }
}
