import { byId, h } from "./elements.js";
import { drawProduct } from "./product-art.js";
import { fetchProducts, fetchSuggestions, tellSearched, tellViewed } from "./store-api.js";

const PAGE = 24;
const TYPING_PAUSE_MS = 200;
const SETTLED_MS = 2000;
const language = document.documentElement.lang;
const formats = new Map();

const addToCart = ({ id, title }) =>
  document.dispatchEvent(new CustomEvent("store-add", { detail: { product: id, title } }));

/** An amount in minor units as the shopper reads it. */
export function price(minor, currency) {
  if (!formats.has(currency))
    formats.set(currency, new Intl.NumberFormat(language, { style: "currency", currency }));
  const format = formats.get(currency);
  return format.format(minor / 10 ** format.resolvedOptions().maximumFractionDigits);
}

function card(product, categories) {
  const { title, category, image, price_minor: minor, currency, variants, rating, reviews } = product;
  const at = categories.findIndex(({ id }) => id === category);
  const picture = image
    ? h("img", { class: "art", src: image, alt: "", loading: "lazy" })
    : drawProduct(title);
  return h(
    "li",
    { class: "product" },
    h("div", { class: "frame" }, picture),
    h("h3", {}, h("a", { href: `?product=${encodeURIComponent(product.id)}` }, title)),
    h("p", { class: "price" }, variants > 1 && h("span", {}, "from "), price(minor, currency)),
    reviews > 0 && h("p", { class: "rating", "aria-label": `${rating.toFixed(1)} of 5 stars, ${reviews === 1 ? "1 review" : `${reviews} reviews`}` }, `★ ${rating.toFixed(1)} (${reviews})`),
    at >= 0 && h("p", { class: "where" }, `Aisle ${at + 1}`, variants > 1 && ` · ${variants} options`),
    h(
      "button",
      { type: "button", class: "add", "aria-label": `Add ${title} to cart`, onclick: () => addToCart(product) },
      "Add to cart",
    ),
  );
}

/** The shelves: categories, search and what is found, kept in the page's address. */
export class Catalogue {
  #categories = [];
  #request = new AbortController();
  #next = null;
  #typing;
  #settling;
  #searched = null; // what was searched for and is not told yet
  #suggesting = new AbortController();

  constructor() {
    const search = new URLSearchParams(location.search);
    this.category = search.get("category") ?? "";
    this.words = search.get("q") ?? "";
    this.product = search.get("product") ?? "";
    const input = byId("search");
    input.value = this.words;
    input.oninput = () => {
      clearTimeout(this.#typing);
      this.#suggest(input.value.trim());
      this.#typing = setTimeout(() => this.show({ words: input.value.trim() }), TYPING_PAUSE_MS);
    };
    input.form.onsubmit = (event) => {
      event.preventDefault();
      clearTimeout(this.#typing);
      this.show({ words: input.value.trim() });
    };
    byId("more").onclick = () => this.#load(this.#next);
    window.addEventListener("pagehide", () => this.#tellSearched());
  }

  /** Shows the first page of a category, of a search, or of both. */
  show({ category = this.category, words = this.words, product = "" } = {}) {
    Object.assign(this, { category, words, product });
    clearTimeout(this.#settling);
    this.#searched = null; // the shopper goes on searching
    const search = new URLSearchParams();
    if (category) search.set("category", category);
    if (words) search.set("q", words);
    if (product) {
      search.set("product", product);
      tellViewed(product);
    }
    document.dispatchEvent(new CustomEvent("store-product", { detail: { product } }));
    history.replaceState(null, "", search.size ? `?${search}` : location.pathname);
    return this.#load(null);
  }

  async #load(after) {
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    const grid = byId("grid");
    grid.setAttribute("aria-busy", "true");
    try {
      const answer = await fetchProducts(
        { category: this.category, q: this.words, product: this.product, after, limit: PAGE },
        signal,
      );
      this.#categories = answer.categories;
      this.#draw(answer, after !== null);
      if (after === null) this.#noteSearched(answer.products);
    } catch (error) {
      if (error.name === "AbortError") return; // a newer search has taken over
      byId("count").textContent = "The products cannot be loaded now. Try again in a moment.";
    }
    grid.removeAttribute("aria-busy");
  }

  /** What was searched for is told once the shopper has stopped typing, or leaves. */
  #noteSearched(products) {
    if (!this.words || this.product) return;
    this.#searched = { words: this.words, found: products.map(({ id }) => id) };
    this.#settling = setTimeout(() => this.#tellSearched(), SETTLED_MS);
  }

  #tellSearched() {
    clearTimeout(this.#settling);
    if (this.#searched) tellSearched(this.#searched);
    this.#searched = null;
  }

  /** Offers what may be meant; what cannot be loaded is not offered, and searching goes on without. */
  async #suggest(typed) {
    this.#suggesting.abort();
    this.#suggesting = new AbortController();
    try {
      const found = await fetchSuggestions(typed, this.#suggesting.signal);
      byId("suggestions").replaceChildren(...found.map(({ text }) => h("option", { value: text })));
    } catch {
      byId("suggestions").replaceChildren();
    }
  }

  #draw({ products, next, is_near: isNear, is_sold_out: isSoldOut, read_as: readAs = [] }, isMore) {
    const grid = byId("grid");
    const cards = products.map((product) => card(product, this.#categories));
    if (isMore) grid.append(...cards);
    else grid.replaceChildren(...cards);
    this.#next = next ?? null;
    byId("more").hidden = this.#next === null;
    const read = readAs.length ? ` Read as “${readAs.join(", ")}”.` : "";
    byId("count").textContent = this.#found(grid.childElementCount, { isNear, isSoldOut }) + read;
    this.#drawCategories();
  }

  #found(count, { isNear, isSoldOut }) {
    if (!count) return this.words ? `Nothing matches “${this.words}”.` : "These shelves are empty.";
    if (!this.words) return "";
    if (isNear) return `Nothing fits all of “${this.words}”. This comes closest:`;
    if (isSoldOut) return `“${this.words}” is sold out right now:`;
    return `${count}${this.#next === null ? "" : "+"} found for “${this.words}”`;
  }

  #drawCategories() {
    const all = [{ id: "", title: "Everything" }, ...this.#categories];
    const chip = ({ id, title }, aisle) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            "data-category": id,
            "aria-pressed": String(id === this.category),
            onclick: () => this.#choose(id),
          },
          aisle > 0 && h("span", { class: "sign", "aria-hidden": "true" }, String(aisle)),
          title,
        ),
      );
    const list = byId("categories");
    list.hidden = !this.#categories.length;
    const focused = list.contains(document.activeElement) && document.activeElement.dataset.category;
    list.replaceChildren(...all.map(chip));
    if (focused !== false) list.querySelector(`[data-category="${CSS.escape(focused)}"]`)?.focus();
  }

  #choose(id) {
    this.show({ category: id });
  }
}
