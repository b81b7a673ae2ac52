import { byId, h } from "./elements.js";
import { fetchShopperToken } from "./store-api.js";

const REMEMBERED = "storefront:customer";
const FRESH_MS = 60_000;
const language = document.documentElement.lang;
const day = new Intl.DateTimeFormat(language, {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** What somebody with such an order would ask. */
const QUESTIONS = {
  pending: (number) => `Please cancel order ${number}`,
  delivered: (number) => `I want to return something from order ${number}`,
  cancelled: (number) => `Did I get my money back for order ${number}?`,
};
const aboutOrder = ({ number, status }) => QUESTIONS[status]?.(number) ?? `Where is order ${number}?`;

const GENERAL = [
  "Where is my order?",
  "What is your return policy?",
  "How long does shipping take?",
  "I want to talk to a person",
];

const initials = (name) =>
  name
    .split(/\s+/)
    .map(([letter]) => letter)
    .slice(0, 2)
    .join("");
const avatar = (customer) =>
  h("span", { class: "avatar", "aria-hidden": "true" }, customer ? initials(customer.name) : "?");

/** Who of the demo customers is signed in: the switcher, their orders, and what to ask. */
export class Account {
  #customers;
  #current = null;
  #broughtAt = 0;

  #onToken;

  /** `onToken` is told whose token it is now, null for nobody's. */
  constructor(customers, onToken = () => {}) {
    this.#customers = customers;
    this.#onToken = onToken;
    byId("account").hidden = false;
    byId("orders").hidden = false;
    document.addEventListener("aisle-token-refused", () => this.#renewToken());
  }

  /** Signs in whoever was signed in on the last visit. */
  async resume() {
    const remembered = this.#customers.find(({ id }) => id === localStorage.getItem(REMEMBERED));
    if (remembered) return this.#signIn(remembered);
    this.#draw();
    this.#onToken(null);
  }

  async #signIn(customer) {
    this.#current = customer;
    if (customer) localStorage.setItem(REMEMBERED, customer.id);
    else localStorage.removeItem(REMEMBERED);
    this.#draw();
    await this.#bringToken();
  }

  /** The page vouches for the shopper; the token is what the assistant believes. */
  async #bringToken() {
    const customer = this.#current;
    this.#broughtAt = Date.now();
    const token = customer && (await fetchShopperToken(customer.id));
    if (customer !== this.#current) return;
    window.aisleChat.setShopperToken(token);
    this.#onToken(token);
  }

  /** A token that is refused while it is fresh will not get better by asking again. */
  #renewToken() {
    if (this.#current && Date.now() - this.#broughtAt > FRESH_MS) this.#bringToken();
  }

  #draw() {
    const customer = this.#current;
    byId("account").replaceChildren(
      avatar(customer),
      h("span", { class: "name" }, customer?.name ?? "Sign in"),
    );
    byId("account").setAttribute("aria-label", customer ? `Account: ${customer.name}` : "Sign in");
    byId("customers").replaceChildren(...[null, ...this.#customers].map((each) => this.#choice(each)));
    byId("orders-body").replaceChildren(...(customer ? this.#orders(customer) : this.#invitation()));
    drawQuestions(
      customer ? [...customer.orders.slice(0, 3).map(aboutOrder), ...GENERAL.slice(1)].slice(0, 5) : GENERAL,
    );
  }

  #choice(customer) {
    const choose = () => {
      byId("accounts").hidePopover();
      this.#signIn(customer);
    };
    const count = customer?.orders.length;
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", "aria-pressed": String(customer === this.#current), onclick: choose },
        avatar(customer),
        h(
          "span",
          {},
          h("strong", {}, customer?.name ?? "Nobody"),
          h(
            "small",
            {},
            customer ? `${customer.email} · ${count} ${count === 1 ? "order" : "orders"}` : "Shop signed out",
          ),
        ),
      ),
    );
  }

  #invitation() {
    return [
      h(
        "p",
        { class: "hint" },
        "You are signed out. Sign in as a demo customer to see their orders here and ask about them.",
      ),
      h("button", { type: "button", class: "primary", popovertarget: "accounts" }, "Choose a demo customer"),
    ];
  }

  #orders({ orders }) {
    if (!orders.length) return [h("p", { class: "hint" }, "Nothing ordered yet.")];
    const rows = orders.map((order) => {
      const question = aboutOrder(order);
      return h(
        "li",
        {},
        h("span", { class: "number" }, order.number),
        h("span", { class: `status ${order.status}` }, order.status.replaceAll("_", " ")),
        order.placed_on && h("time", { datetime: order.placed_on }, day.format(new Date(order.placed_on))),
        h(
          "button",
          { type: "button", "aria-label": `Ask: ${question}`, title: question, onclick: () => ask(question) },
          "Ask",
        ),
      );
    });
    return [h("ul", { class: "order-list" }, ...rows)];
  }
}

const ask = (question) => window.aisleChat.send(question);

/** Questions that are sent with a click. */
export function drawQuestions(questions = GENERAL) {
  const items = questions.map((question) =>
    h("li", {}, h("button", { type: "button", onclick: () => ask(question) }, question)),
  );
  byId("questions").replaceChildren(...items);
}
