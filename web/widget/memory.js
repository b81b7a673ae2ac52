/* What outlives a page. Each thing has its own key, so that two tabs never overwrite each other's. */

const PREFIX = "aisle:";

function usable(kind) {
  try {
    const storage = window[kind];
    storage.setItem(`${PREFIX}probe`, "");
    storage.removeItem(`${PREFIX}probe`);
    return storage;
  } catch {
    return volatile(); // blocked: then it lasts as long as the page
  }
}

function volatile() {
  const held = new Map();
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => held.set(key, value),
    removeItem: (key) => held.delete(key),
    keys: () => [...held.keys()],
  };
}

const keysOf = (storage) => storage.keys?.() ?? Object.keys(storage);
const tab = usable("sessionStorage");
const site = usable("localStorage");

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null; // not ours
  }
}

export const tabMemory = {
  get: (name) => tab.getItem(PREFIX + name),
  set: (name, value) => (value ? tab.setItem(PREFIX + name, value) : tab.removeItem(PREFIX + name)),
};

export class Memory {
  /** `identity`: whose; the empty string is nobody signed in. */
  constructor(identity) {
    this.identity = identity;
    this.prefix = `${PREFIX}${identity || "guest"}:`;
  }

  get conversation() {
    const record = parsed(site.getItem(`${this.prefix}conversation`));
    return record?.id && record.token ? record : null;
  }

  set conversation(record) {
    this.#write("conversation", record && JSON.stringify(record));
  }

  get read() {
    return site.getItem(`${this.prefix}read`);
  }

  set read(cursor) {
    this.#write("read", cursor);
  }

  get unsent() {
    return keysOf(site)
      .filter((key) => key.startsWith(`${this.prefix}unsent:`))
      .map((key) => parsed(site.getItem(key)))
      .filter((item) => item?.id)
      .sort((a, b) => a.at - b.at);
  }

  keep(item) {
    this.#write(`unsent:${item.id}`, JSON.stringify(item));
  }

  drop(id) {
    this.#write(`unsent:${id}`, null);
  }

  forget() {
    for (const key of keysOf(site)) if (key.startsWith(this.prefix)) site.removeItem(key);
  }

  /** What `guest` has begun becomes this identity's, and nobody else's remains. */
  signIn(guest) {
    if (guest.conversation || guest.unsent.length) {
      this.forget();
      for (const key of keysOf(site)) {
        if (!key.startsWith(guest.prefix)) continue;
        site.setItem(this.prefix + key.slice(guest.prefix.length), site.getItem(key));
      }
    }
    for (const key of keysOf(site)) {
      if (key.startsWith(PREFIX) && !key.startsWith(this.prefix)) site.removeItem(key);
    }
  }

  /** Tells what another tab changes ("conversation", "read"); returns how to stop. */
  watch(onChange) {
    const listener = ({ key }) => {
      if (key === null)
        onChange("conversation"); // everything was cleared
      else if (key.startsWith(this.prefix)) onChange(key.slice(this.prefix.length));
    };
    addEventListener("storage", listener);
    return () => removeEventListener("storage", listener);
  }

  #write(name, value) {
    if (value) site.setItem(this.prefix + name, value);
    else site.removeItem(this.prefix + name);
  }
}

/** 53 bits that tell customers apart without keeping who they are. */
function digest(text) {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (const character of text) {
    const code = character.codePointAt(0);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** Whose token this is, the same for a renewed one. Unverified: it only chooses among what this browser has kept. */
export function identityOf(shopperToken) {
  if (!shopperToken) return "";
  try {
    const payload = shopperToken.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    const { sub } = JSON.parse(atob(payload));
    if (sub) return digest(String(sub));
  } catch {
    // Not a JWT: only the very same token is the same customer.
  }
  return digest(shopperToken);
}
