import { h, icon } from "./dom.js";
import { tabMemory } from "./memory.js";
import { counted } from "./strings.js";

const ACCEPTED = ".jpg,.jpeg,.png,.gif,.webp,.pdf,.txt,.csv";
const TYPING_EVERY_MS = 3_000;
const HINT_FROM = 0.85; // of the longest message

export class Composer {
  #strings;
  #language;
  #maxLength;
  #onSend;
  #onTyping;
  #toldAt = 0;

  constructor({ strings, language, maxLength, onSend, onFile, onTyping }) {
    this.#strings = strings;
    this.#language = language;
    this.#maxLength = maxLength;
    this.#onSend = onSend;
    this.#onTyping = onTyping;
    this.input = h("textarea", {
      id: "message",
      rows: "1",
      placeholder: strings.placeholder,
      enterkeyhint: "send",
      dir: "auto",
      "aria-describedby": "length",
      oninput: () => {
        this.#changed();
        this.#tellTyping();
      },
      onkeydown: (event) => this.#onKey(event),
    });
    const file = h("input", {
      type: "file",
      hidden: true,
      accept: ACCEPTED,
      onchange: () => {
        if (file.files[0]) onFile(file.files[0]);
        file.value = "";
      },
    });
    this.attach = h(
      "button",
      { type: "button", class: "plain", "aria-label": strings.attach, hidden: true, onclick: () => file.click() },
      icon("clip"),
    );
    this.note = h("p", { class: "length", role: "status" });
    this.length = h("p", { id: "length", class: "length", role: "status" });
    this.button = h("button", { type: "submit", class: "send", "aria-label": strings.send }, icon("send"));
    this.node = h(
      "form",
      { class: "composer", onsubmit: (event) => this.#submit(event) },
      h("label", { class: "sr", for: "message" }, strings.message),
      h("div", { class: "box" }, file, this.attach, this.input, this.button),
      this.note,
      this.length,
    );
    this.input.value = tabMemory.get("draft") ?? "";
    this.#changed();
    new ResizeObserver(() => this.#grow()).observe(this.node);
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  fill(text) {
    this.input.value = text;
    this.#changed();
    this.focus();
  }

  clear() {
    this.input.value = "";
    this.#changed();
  }

  get #tooMany() {
    return [...this.input.value.trim()].length - this.#maxLength;
  }

  #onKey(event) {
    const isComposing = event.isComposing || event.keyCode === 229; // Safari ends a composition with 229
    if (event.key === "Enter" && !event.shiftKey && !isComposing) this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text || this.#tooMany > 0) return;
    this.clear();
    if (this.#toldAt) this.#tellTyping(); // that it has stopped
    this.focus();
    this.#onSend(text);
  }

  #tellTyping() {
    const isOn = Boolean(this.input.value.trim());
    if (isOn && Date.now() - this.#toldAt < TYPING_EVERY_MS) return;
    this.#toldAt = isOn ? Date.now() : 0;
    this.#onTyping(isOn);
  }

  #changed() {
    tabMemory.set("draft", this.input.value);
    const tooMany = this.#tooMany;
    const isEmpty = !this.input.value.trim();
    this.button.setAttribute("aria-disabled", isEmpty || tooMany > 0);
    this.input.setAttribute("aria-invalid", tooMany > 0);
    this.#hint(tooMany);
    this.#grow();
  }

  #hint(tooMany) {
    const { charactersLeft, charactersOver } = this.#strings;
    let text = "";
    if (tooMany > 0) text = counted(charactersOver, tooMany, this.#language);
    else if (-tooMany < this.#maxLength * (1 - HINT_FROM))
      text = counted(charactersLeft, -tooMany, this.#language);
    this.length.textContent = text;
  }

  #grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }
}
