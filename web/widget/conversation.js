const RESEND_BY_ITSELF_MS = 15 * 60_000;
const ATTEMPTS = 4;

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID(); // on secure pages only
  const hex = [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, "0"))
    .join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** Messages not accepted yet. They outlive the page and keep their id however often they are sent. */
class Outbox {
  #memory;
  #sentOn = new Map();
  #attempts = new Map();

  constructor(memory) {
    this.#memory = memory;
    for (const item of memory.unsent) {
      const isOld = Date.now() - item.at > RESEND_BY_ITSELF_MS;
      if (isOld) this.refuse(item.id, "notSent"); // days later, a shopper is asked first
    }
  }

  get all() {
    return this.#memory.unsent;
  }

  get sendable() {
    return this.all.filter(({ state }) => state === "sending");
  }

  #get(id) {
    return this.all.find((item) => item.id === id);
  }

  add({ text, payload, title }) {
    const item = { id: newId(), at: Date.now(), state: "sending", text, payload, title };
    this.#memory.keep(item);
    return item;
  }

  drop(id) {
    this.#memory.drop(id);
    this.#sentOn.delete(id);
    this.#attempts.delete(id);
  }

  refuse(id, problem) {
    const item = this.#get(id);
    if (item) this.#memory.keep({ ...item, state: "failed", problem });
  }

  retry(id) {
    const again = { ...this.#get(id), at: Date.now(), state: "sending", problem: undefined };
    this.#sentOn.delete(id);
    this.#attempts.delete(id);
    this.#memory.keep(again);
    return again;
  }

  /** The same words for another conversation, where the payload was never offered. */
  readdress({ text, title, payload: _unoffered, ...rest }) {
    this.#memory.keep({ ...rest, id: newId(), text: title ?? text });
  }

  /** What has not gone over this socket yet; counts as sent from now on. */
  notYetOn(socket) {
    const items = this.sendable.filter(({ id }) => this.#sentOn.get(id) !== socket);
    for (const { id } of items) this.#sentOn.set(id, socket);
    return items.map(({ id, text, payload }) => ({ id, text, payload }));
  }

  resendAll() {
    this.#sentOn.clear();
  }

  /** Whether it is time to give up. */
  failedAgain(id) {
    const attempts = (this.#attempts.get(id) ?? 0) + 1;
    this.#attempts.set(id, attempts);
    return attempts >= ATTEMPTS;
  }
}

/** The conversation as shown: the server's messages in its order, each once, then what is on its way. */
class Timeline {
  entries = [];
  cursor = null; // of the newest message that came in order
  seenUntil = null; // the shopper's last message that a person has seen

  queue({ id, text, title, at, state, problem }) {
    this.entries.push({
      clientId: id,
      from: "shopper",
      text: title ?? text,
      at: new Date(at),
      state,
      problem,
    });
  }

  noteFirst(text) {
    this.entries.unshift({ from: "system", text, at: new Date(), state: "sent" });
  }

  own(clientId) {
    return this.entries.find((entry) => entry.clientId === clientId);
  }

  /** `inOrder` is false for an answer that may have overtaken others: it does not move the cursor. */
  merge(message, { inOrder = true } = {}) {
    if (inOrder) this.cursor = message.id;
    const known = this.entries.find(
      ({ id, clientId }) => id === message.id || (clientId && clientId === message.client_id),
    );
    if (known) {
      Object.assign(known, { id: message.id, state: "sent", problem: null });
      return known;
    }
    const entry = {
      id: message.id,
      clientId: message.client_id,
      from: message.from,
      text: message.text ?? "",
      quickReplies: message.quick_replies ?? [],
      cards: message.cards ?? [],
      at: message.at ? new Date(message.at) : new Date(),
      state: "sent",
    };
    this.entries.splice(this.#placeOf(entry), 0, entry);
    return entry;
  }

  remove(entry) {
    this.entries = this.entries.filter((other) => other !== entry);
  }

  get quickReplies() {
    const last = this.entries.findLast(({ from }) => from !== "system");
    return last?.from === "bot" ? (last.quickReplies ?? []) : [];
  }

  unreadAfter(cursor) {
    const from = this.entries.findIndex(({ id }) => id && id === cursor) + 1;
    return this.entries.slice(from).filter(({ id, from: sender }) => id && sender !== "shopper").length;
  }

  /** Whether this is the shopper's last message and a person has seen it. */
  isSeen(entry) {
    if (!this.seenUntil || entry.id !== this.seenUntil) return false;
    return entry === this.entries.findLast(({ from }) => from === "shopper");
  }

  /** The answer that may be given a thumb: the last that was said, by the assistant, if it asks nothing. */
  get rateable() {
    const last = this.entries.findLast(({ from }) => from !== "system");
    const isAnswer = last?.from === "bot" && !last.quickReplies?.length && !/[?？؟]\s*$/.test(last.text);
    return isAnswer && last.id && !last.isThumbed ? last : null;
  }

  thumbed(id) {
    const entry = this.entries.find((each) => each.id === id);
    if (entry) entry.isThumbed = true;
  }

  get lastReceived() {
    return this.entries.findLast(({ id }) => id)?.id ?? null;
  }

  #placeOf({ at }) {
    const isLater = (other) => !other.id && other.clientId && (other.state === "sending" || other.at > at);
    let place = this.entries.length;
    while (place > 0 && isLater(this.entries[place - 1])) place -= 1;
    return place;
  }
}

export class Conversation {
  owner = "bot";
  typing = null; // "bot", "agent" or nobody
  record = null; // {id, token} once the server has begun it
  timeline = new Timeline();

  constructor(memory) {
    this.memory = memory;
    this.outbox = new Outbox(memory);
    this.record = memory.conversation;
    for (const item of this.outbox.all) this.timeline.queue(item);
  }

  get unread() {
    return this.timeline.unreadAfter(this.memory.read);
  }

  markRead() {
    const last = this.timeline.lastReceived;
    if (last && last !== this.memory.read) this.memory.read = last;
  }

  get isUnderWay() {
    return Boolean(this.record) || this.outbox.sendable.length > 0;
  }

  /** Takes up what another tab has begun meanwhile. */
  join() {
    this.record ??= this.memory.conversation;
  }

  welcomed({ conversation, conversation_token: token, owner }) {
    this.owner = owner;
    this.typing = null;
    if (!token) return;
    this.record = { id: conversation, token };
    this.memory.conversation = this.record;
  }

  accepted(id, cursor) {
    this.outbox.drop(id);
    const entry = this.timeline.own(id);
    if (entry) Object.assign(entry, { state: "sent", problem: null }, cursor && { id: cursor });
  }

  take(messages, options) {
    for (const message of messages) {
      const entry = this.timeline.merge(message, options);
      if (entry.clientId) this.outbox.drop(entry.clientId);
      if (entry.from !== "shopper") this.typing = null;
    }
  }

  /** `problem` names the sentence that says why. */
  fail(id, problem) {
    this.outbox.refuse(id, problem);
    const entry = this.timeline.own(id);
    if (entry) Object.assign(entry, { state: "failed", problem });
  }

  retry(id) {
    this.timeline.remove(this.timeline.own(id));
    this.timeline.queue(this.outbox.retry(id));
  }

  discard(id) {
    this.outbox.drop(id);
    this.timeline.remove(this.timeline.own(id));
  }
}
