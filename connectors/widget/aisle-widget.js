/**
 * The store assistant on any page:
 *
 *   <script type="module" src="https://shop.example/widget/aisle-widget.js" data-shopper-token="..."></script>
 *
 * Every `data-` attribute of the tag becomes an attribute of the <aisle-chat> element it adds, unless the page
 * has placed one itself. The element is also `window.aisleChat`.
 */
import { ChatSession } from "./chat-session.js";
import { ChatApi } from "./connection.js";
import { tabMemory } from "./memory.js";
import { Panel } from "./panel.js";
import { withDefaults } from "./strings.js";
import { styleSheet } from "./styles.js";

const MARK = /^\(\d+\) /;

/** The number of unread messages in front of the document's title, as a mail programme does. */
class UnreadHint {
  show(count) {
    const plain = document.title.replace(MARK, "");
    const title = count ? `(${count}) ${plain}` : plain;
    if (title !== document.title && (count || this.shown)) document.title = title;
    this.shown = count > 0;
  }

  clear() {
    this.show(0);
  }
}

const DEFAULT_MAX_LENGTH = 2000;

/**
 * <aisle-chat>: attributes `api` (base address; the script's own site by default), `shopper-token`, `strings`
 * (JSON), `lang`, `theme` ("light", "dark"; else the system's), `max-length` (characters of a message).
 * Has the attribute `open` while it is open. Fires `aisle-token-refused` when the server does not accept the shopper token.
 */
class AisleChat extends HTMLElement {
  static observedAttributes = ["shopper-token"];
  #ownStrings;
  #session;
  #panel;
  #hint;
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
    this.#hint.clear();
  }

  attributeChangedCallback(name, before, after) {
    if (this.isConnected && this.#session && before !== after) this.#identify(after);
  }

  /** Who is shopping: the shop's signed token, or null when nobody is signed in (any more). */
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

  /** Opens the chat and says `text` for the shopper. */
  send(text) {
    this.open();
    this.#session.send({ text });
  }

  startOver() {
    this.#session.startOver();
  }

  get isOpen() {
    return this.#panel.isOpen;
  }

  /** What the widget says, whole; set it to an object with the words to replace. */
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
      onTokenRefused: () => this.dispatchEvent(new CustomEvent("aisle-token-refused", { bubbles: true })),
    });
    this.#hint = new UnreadHint();
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

  /** Whether what arrives is seen at once. */
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
      if (this.#isRead) conversation.markRead();
      this.#panel.render(this.#session);
      this.#hint.show(conversation.unread);
    });
  }
}

function addElement() {
  const tag = [...document.scripts].find(({ src }) => src === import.meta.url);
  const element = document.createElement("aisle-chat");
  for (const [name, value] of Object.entries(tag?.dataset ?? {})) {
    element.setAttribute(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`), value);
  }
  document.body.append(element);
  return element;
}

if (!customElements.get("aisle-chat")) {
  customElements.define("aisle-chat", AisleChat);
  window.aisleChat = document.querySelector("aisle-chat") ?? addElement();
  document.dispatchEvent(new CustomEvent("aisle-ready", { detail: window.aisleChat }));
}
