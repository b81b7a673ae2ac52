import { price } from "./catalogue.js";
import { byId, h } from "./elements.js";
import { checkOut, postCart } from "./store-api.js";

const FAILED = "The cart cannot be changed now. Try again in a moment.";

/** The cart, which is the assistant's too: what one puts in, the other shows. */
export class Cart {
  #token = null;
  #cart = { lines: [], discounts: [], count: 0 };

  constructor() {
    document.addEventListener("store-add", ({ detail }) => this.#add(detail));
    document.addEventListener("aisle-message", () => this.#change({}));
    byId("cart-checkout").onclick = () => this.#checkOut();
    this.#draw();
  }

  /** Whose cart it is from now on; a guest's goods come along when they sign in. */
  async identify(token) {
    this.#token = token;
    if (token || window.aisleChat.conversation) await this.#change({});
  }

  async #add({ product, title }) {
    const answer = await this.#change({ product }, `${title} is in your cart.`);
    if (answer?.choices.length) this.#offer(title, answer.choices);
    byId("cart").showPopover();
  }

  async #change(changes, note = "") {
    try {
      const answer = await postCart(changes, this.#token);
      this.#cart = answer.cart;
      byId("cart-note").textContent = answer.choices.length ? "" : note;
      byId("cart-choices").hidden = true;
      this.#draw();
      return answer;
    } catch {
      byId("cart-note").textContent = FAILED;
      return null;
    }
  }

  #offer(title, choices) {
    byId("cart-note").textContent = `Which ${title}?`;
    const choose = (choice) => this.#change({ adds: { [choice.sku]: 1 } }, `${title}, ${choice.title}: in your cart.`);
    const buttons = choices.map((choice) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", disabled: !choice.available, onclick: () => choose(choice) },
          `${choice.title}, ${choice.available ? price(choice.price_minor, choice.currency) : "sold out"}`,
        ),
      ),
    );
    byId("cart-choices").replaceChildren(...buttons);
    byId("cart-choices").hidden = false;
  }

  async #checkOut() {
    try {
      location.assign(await checkOut(this.#token));
    } catch {
      byId("cart-note").textContent = FAILED;
    }
  }

  #draw() {
    const { lines, discounts, count, currency } = this.#cart;
    byId("cart-count").textContent = count || "";
    byId("cart-lines").replaceChildren(...lines.map((line) => this.#line(line, currency)));
    const sums = [
      ...discounts.map(({ name, amount_minor: off }) => [name, `−${price(off, currency)}`]),
      ...(count ? [["Delivery", this.#cart.delivery_minor ? price(this.#cart.delivery_minor, currency) : "free"]] : []),
      ...(count ? [["Total", price(this.#cart.total_minor, currency)]] : []),
    ];
    byId("cart-sums").replaceChildren(...sums.map(([name, sum]) => h("div", {}, h("dt", {}, name), h("dd", {}, sum))));
    byId("cart-checkout").hidden = !count;
    if (!lines.length && !byId("cart-note").textContent) byId("cart-note").textContent = "Your cart is empty.";
  }

  #line({ sku, title, options, quantity, wanted, total_minor: total }, currency) {
    const named = [title, ...Object.values(options)].join(", ");
    const step = (sign, count, label) =>
      h("button", { type: "button", "aria-label": `${label} ${named}`, onclick: () => this.#change({ sets: { [sku]: count } }) }, sign);
    return h(
      "li",
      {},
      h("span", {}, named, quantity < wanted && h("small", {}, quantity ? ` only ${quantity} left` : " sold out")),
      h("span", { class: "steps" }, step("−", wanted - 1, "One less:"), String(wanted), step("+", wanted + 1, "One more:")),
      h("span", { class: "sum" }, price(total, currency)),
      step("×", 0, "Remove"),
    );
  }
}
