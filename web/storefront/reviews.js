import { byId, h } from "./elements.js";
import { fetchReviews, postHelpful, postReview } from "./store-api.js";

const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium" });
const MOST = 5;
const REFUSED = {
  not_arrived_yet: "You can review this once it has arrived.",
  not_signed_in: "Sign in to write a review.",
  account_locked: "Your account is locked. Use the link in our e-mail to unlock it, then send the review again.",
};

const stars = (count) =>
  h("span", { class: "stars", role: "img", "aria-label": `${count} of ${MOST} stars` }, "★".repeat(count) + "☆".repeat(MOST - count));

/** What shoppers think of the product that the page shows, and the form for one's own view. */
export class Reviews {
  #product = "";
  #token = null;
  #stars = null;
  #request = new AbortController();

  constructor() {
    document.addEventListener("store-product", ({ detail }) => this.#show(detail.product));
    byId("reviews-more").onclick = () => this.#load(byId("reviews-list").childElementCount);
    byId("review-form").onsubmit = (event) => {
      event.preventDefault();
      this.#send(event.target);
    };
  }

  /** Who is signed in from now on: only they write a review. */
  identify(token) {
    this.#token = token;
    byId("review-form").hidden = !token;
    byId("review-sign-in").hidden = Boolean(token);
  }

  #show(product) {
    this.#product = product;
    this.#stars = null;
    byId("reviews").hidden = !product;
    byId("review-note").textContent = "";
    byId("review-form").reset();
    if (product) this.#load(0);
  }

  async #load(skip) {
    this.#request.abort();
    this.#request = new AbortController();
    try {
      const found = await fetchReviews({ product: this.#product, stars: this.#stars, skip }, this.#request.signal);
      this.#draw(found, skip > 0);
    } catch (error) {
      if (error.name === "AbortError") return; // another product is shown by now
      byId("reviews-sum").textContent = "The reviews cannot be loaded now. Try again in a moment.";
    }
  }

  #draw({ rating, count, by_stars: byStars, reviews, more }, isMore) {
    const told = count === 1 ? "1 review" : `${count} reviews`;
    byId("reviews-sum").textContent = count ? `${rating.toFixed(1)} of ${MOST}, ${told}` : "Nobody has reviewed this yet.";
    const rows = Object.entries(byStars).sort(([one], [other]) => other - one);
    byId("reviews-by-stars").replaceChildren(...(count ? rows.map(([number, many]) => this.#row(Number(number), many, count)) : []));
    const items = reviews.map((review) => this.#item(review));
    if (isMore) byId("reviews-list").append(...items);
    else byId("reviews-list").replaceChildren(...items);
    byId("reviews-more").hidden = !more;
  }

  #row(number, many, count) {
    const choose = () => {
      this.#stars = this.#stars === number ? null : number;
      this.#load(0);
    };
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", "aria-pressed": String(this.#stars === number), "aria-label": `${number} stars: ${many}`, onclick: choose },
        `${number} ★`,
        h("meter", { max: count, value: many }),
        String(many),
      ),
    );
  }

  #item({ id, author, stars: given, title, text, is_verified_purchase: isVerified, helpful, answer, at }) {
    const vote = h("button", { type: "button", onclick: () => this.#vote(id, vote) }, this.#helpful(helpful));
    return h(
      "li",
      {},
      h("p", { class: "head" }, stars(given), title && h("strong", {}, title)),
      h(
        "p",
        { class: "by" },
        `${author || "A customer"}, ${day.format(new Date(at))}`,
        isVerified && h("span", { class: "verified" }, "Verified purchase"),
      ),
      text && h("p", { class: "words" }, text),
      answer && h("blockquote", {}, h("strong", {}, "Our answer: "), answer),
      vote,
    );
  }

  #helpful(count) {
    return count ? `Helpful (${count})` : "Helpful";
  }

  async #vote(review, button) {
    button.disabled = true;
    try {
      button.textContent = this.#helpful((await postHelpful(review, this.#token)).helpful);
    } catch {
      button.disabled = false;
    }
  }

  async #send(form) {
    const { stars: given, title, text } = Object.fromEntries(new FormData(form));
    const note = byId("review-note");
    try {
      await postReview({ product: this.#product, stars: Number(given), title, text }, this.#token);
      form.reset();
      note.textContent = "Thank you! Your review is shown here once it has been checked.";
    } catch (error) {
      note.textContent = REFUSED[error.code] ?? "Your review could not be sent. Try again in a moment.";
    }
  }
}
