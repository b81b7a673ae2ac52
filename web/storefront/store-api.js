/** The storefront's JSON routes. Each call rejects when the server cannot be reached or refuses. */

async function ask(path, options) {
  const response = await fetch(path, { headers: { Accept: "application/json" }, ...options });
  if (response.ok) return response.json();
  const { code } = (await response.json().catch(() => ({}))).error ?? {};
  throw Object.assign(new Error(`${path} answered ${response.status}`), { status: response.status, code });
}

export function fetchProducts({ category, q, product, after, limit }, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ category, q, product, after, limit }))
    if (value) query.set(name, value);
  return ask(`/store/products?${query}`, { signal });
}

/** The cart that the assistant knows too: what is in it after `changes` (`product`, `adds`, `sets`). */
export const postCart = (changes, shopperToken) => postAsShopper("/store/cart/", changes, shopperToken);

/** A product's reviews: their sum, and those from `skip` on, of so many `stars` where they are given. */
export function fetchReviews({ product, stars, skip }, signal) {
  const query = new URLSearchParams({ product, skip: String(skip) });
  if (stars) query.set("stars", String(stars));
  return ask(`/store/reviews/?${query}`, { signal });
}

export const postReview = (review, shopperToken) => postAsShopper("/store/reviews/write", review, shopperToken);

/** Says that a review was helpful; how often that was said by now. */
export const postHelpful = (review, shopperToken) =>
  postAsShopper("/store/reviews/helpful", { review }, shopperToken);

/** Posts in the shopper's own conversation; who has none gets one, which the assistant joins. */
async function postAsShopper(path, body, shopperToken) {
  const known = window.aisleChat.conversation;
  const answer = await post(path, { ...body, ...identity(known, shopperToken) }, known);
  if (answer.conversation_token)
    window.aisleChat.join({ id: answer.conversation, token: answer.conversation_token });
  return answer;
}

/** Where the cart is paid; its goods are held from now on. */
export async function checkOut(shopperToken) {
  const known = window.aisleChat.conversation;
  return (await post("/store/cart/checkout", identity(known, shopperToken), known)).url;
}

const identity = (known, shopperToken) => ({
  conversation: known?.id,
  shopper_token: shopperToken ?? undefined,
});

function post(path, body, known, options) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  if (known) headers.Authorization = `Bearer ${known.token}`;
  return ask(path, { method: "POST", headers, body: JSON.stringify(body), ...options });
}

/** What may be meant by what is typed so far: texts, some of them the title of a product. */
export async function fetchSuggestions(typed, signal) {
  const query = new URLSearchParams({ q: typed });
  return (await ask(`/store/suggestions?${query}`, { signal })).suggestions;
}

/** Tells the shopper's own conversation what they look at, where there is one; the page goes on without. */
export const tellViewed = (product) => tell("/store/viewed", { product });

/** Tells it what was searched for and the ids of what was found, in the same way. */
export const tellSearched = ({ words, found }) => tell("/store/searched", { words, found });

async function tell(path, body) {
  const known = window.aisleChat?.conversation;
  if (!known) return;
  const telling = post(path, { ...body, conversation: known.id }, known, { keepalive: true }); // should the page go
  await telling.catch(() => null);
}

/** The demo customers, or null where the store has none (it is not a demo). */
export function fetchDemoCustomers() {
  return ask("/store/demo-customers").then(
    ({ customers }) => customers,
    () => null,
  );
}

export async function fetchShopperToken(customer) {
  const body = JSON.stringify({ customer });
  const headers = { "Content-Type": "application/json" };
  return (await ask("/store/demo-token", { method: "POST", headers, body })).shopper_token;
}
