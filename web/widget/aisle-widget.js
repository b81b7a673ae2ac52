/* The store assistant on any page. README.md beside this file says how to place, theme, translate and drive it. */

import { ChatSession } from "./chat-session.js";
import { ChatApi } from "./connection.js";
import { tabMemory } from "./memory.js";
import { Panel } from "./panel.js";
import { withDefaults } from "./strings.js";
import { styleSheet } from "./styles.js";

let isMarked = false;

/** The number of unread messages before the document's title. */
function markTitle(count) {
  if (!count && !isMarked) return;
  isMarked = count > 0;
  const plain = document.title.replace(/^\(\d+\) /, "");
  document.title = count ? `(${count}) ${plain}` : plain;
}

const DEFAULT_MAX_LENGTH = 2000;

class AisleChat extends HTMLElement {
  static observedAttributes = ["shopper-token"];
  #ownStrings;
  #session;
  #panel;
  #isDrawing = false;
  #listening;

  connectedCallback() {
    if (!this.shadowRoot) this.#build();
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    const seen = () => this.#changed();
    document.addEventListener("visibilitychange", seen, { signal });
    addEventListener("focus", seen, { signal });
    addEventListener("pagehide", () => this.#session.pause(), { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && this.#session.wake(), { signal });
    this.#session.start(this.getAttribute("shopper-token"));
    if (tabMemory.get("open") && !this.#panel.coversPage) this.#setOpen(true);
  }

  disconnectedCallback() {
    this.#listening.abort();
    this.#session.stop();
    markTitle(0);
  }

  attributeChangedCallback(name, before, after) {
    if (this.isConnected && this.#session && before !== after) this.#identify(after);
  }

  /** Who is shopping, in the shop's word; null for nobody. */
  setShopperToken(token) {
    if (token) this.setAttribute("shopper-token", token);
    else this.removeAttribute("shopper-token");
  }

  open() {
    this.#setOpen(true);
    this.#panel.focus();
  }

  close() {
    const hadFocus = Boolean(this.shadowRoot.activeElement);
    this.#setOpen(false);
    if (hadFocus) this.#panel.focusLauncher();
  }

  send(text) {
    this.open();
    this.#session.send({ text });
  }

  startOver() {
    this.#session.startOver();
  }

  /** The conversation as the page may use it elsewhere, such as for its cart: `{id, token}`; null before it begins. */
  get conversation() {
    return this.#session.conversation.record ?? null;
  }

  /** Go on with a conversation that the page has begun; the one that is under way stays. */
  join(record) {
    this.#session.join(record);
  }

  get isOpen() {
    return this.#panel.isOpen;
  }

  get strings() {
    return withDefaults(this.#ownStrings ?? JSON.parse(this.getAttribute("strings") || "{}"));
  }

  set strings(own) {
    this.#ownStrings = own;
    if (!this.shadowRoot) return;
    const { isOpen } = this.#panel;
    this.#drawPanel();
    this.#setOpen(isOpen);
  }

  #build() {
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [styleSheet()];
    const base = this.getAttribute("api") || new URL("..", import.meta.url);
    const api = new ChatApi(new URL(String(base).replace(/\/?$/, "/"), document.baseURI).href);
    this.#session = new ChatSession({
      api,
      say: (key) => this.strings[key],
      isOpen: () => this.#isRead,
      onChange: () => this.#changed(),
      onMessage: () => this.dispatchEvent(new CustomEvent("aisle-message", { bubbles: true })),
      onTokenRefused: () => this.dispatchEvent(new CustomEvent("aisle-token-refused", { bubbles: true })),
    });
    this.#drawPanel(api.base);
  }

  #drawPanel(base = this.#panel.base) {
    const session = this.#session;
    this.#panel = new Panel({
      base,
      strings: this.strings,
      language: this.lang || "en",
      maxLength: Number(this.getAttribute("max-length")) || DEFAULT_MAX_LENGTH,
      on: {
        toggle: () => (this.isOpen ? this.close() : this.open()),
        close: () => this.close(),
        send: (message) => session.send(message),
        file: (file) => session.sendFile(file),
        typing: (isOn) => session.signs.typing(isOn),
        thumb: (id, up) => session.thumb(id, up),
        retry: (id) => session.retry(id),
        discard: (id) => session.discard(id),
        startOver: () => this.startOver(),
      },
    });
    this.shadowRoot.replaceChildren(this.#panel.node);
  }

  #identify(token) {
    const isAnotherPerson = this.#session.identify(token);
    if (isAnotherPerson) this.#panel.clearDraft();
  }

  #setOpen(open) {
    tabMemory.set("open", open && "yes");
    this.#panel.setOpen(open);
    this.toggleAttribute("open", open);
    this.#changed();
  }

  get #isRead() {
    return this.isOpen && document.visibilityState === "visible";
  }

  #changed() {
    if (this.#isDrawing) return;
    this.#isDrawing = true; // many changes of one moment are drawn once
    queueMicrotask(() => {
      this.#isDrawing = false;
      if (!this.isConnected) return;
      const { conversation } = this.#session;
      if (this.#isRead) {
        conversation.markRead();
        this.#session.signs.seen();
      }
      this.#panel.render(this.#session);
      markTitle(conversation.unread);
    });
  }
}

function addElement() {
  const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
  const element = document.createElement("aisle-chat");
  for (const [name, value] of Object.entries(tag?.dataset ?? {})) {
    element.setAttribute(
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      value,
    );
  }
  document.body.append(element);
  return element;
}

if (!customElements.get("aisle-chat")) {
  customElements.define("aisle-chat", AisleChat);
  window.aisleChat = document.querySelector("aisle-chat") ?? addElement();
  document.dispatchEvent(new CustomEvent("aisle-ready", { detail: window.aisleChat }));
}
