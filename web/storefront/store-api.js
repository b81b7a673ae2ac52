/** The storefront's JSON routes. Each call rejects when the server cannot be reached or refuses. */

async function ask(path, options) {
  const response = await fetch(path, { headers: { Accept: "application/json" }, ...options });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

export function fetchProducts({ category, q, after, limit }, signal) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ category, q, after, limit }))
    if (value) query.set(name, value);
  return ask(`/store/products?${query}`, { signal });
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
