import { ChatSocket, Link, meaning } from "./connection.js";
import { Conversation } from "./conversation.js";
import { FileSending } from "./file-sending.js";
import { identityOf, Memory } from "./memory.js";
import { Signs } from "./signs.js";

const HOLD_BACK_MS = 5_000;
const ANSWER_EXPECTED_MS = 60_000;

const exclusively = (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work());

/** Keeps a conversation going: all that is written sent once, nothing missed, nobody shown another's. */
export class ChatSession {
  held = null; // why nothing is sent for a moment: "slow_down", "unavailable"
  catchingUp = false; // whether what arrives is history
  #api;
  #say;
  #isOpen;
  #onChange;
  #onTokenRefused;
  #onMessage;
  #link;
  #unwatch;
  #shopperToken = null;
  #life = new AbortController();
  #holding;

  constructor({ api, say, isOpen, onChange, onTokenRefused, onMessage }) {
    this.#api = api;
    this.#say = say;
    this.#isOpen = isOpen;
    this.#onChange = onChange;
    this.#onTokenRefused = onTokenRefused;
    this.#onMessage = onMessage;
    this.conversation = new Conversation(new Memory(""));
    this.files = new FileSending({ say, onChange, onEnded: (error) => this.#refused(error) });
    this.signs = new Signs(() => ({ conversation: this.conversation, socket: this.#link.socket }), onChange);
    this.#link = new Link({
      open: (signal) => this.#openSocket(signal),
      poll: (signal) => this.#sync(signal),
      pollDelay: () => this.#pollDelay(),
      onState: () => {
        this.#flush();
        this.#onChange();
      },
    });
  }

  get state() {
    return this.#link.state;
  }

  start(shopperToken) {
    this.#shopperToken = shopperToken || null;
    const memory = new Memory(identityOf(shopperToken));
    if (memory.identity) memory.signIn(new Memory(""));
    this.#begin(memory);
  }

  /** Returns whether this is another person than before. */
  identify(shopperToken) {
    const before = this.conversation.memory;
    const after = new Memory(identityOf(shopperToken));
    this.#shopperToken = shopperToken || null;
    if (after.identity === before.identity) {
      if (this.state !== "off") this.#link.restart(); // the hello carries the token
      return false;
    }
    if (before.identity) before.forget();
    else after.signIn(before);
    this.#begin(after);
    return Boolean(before.identity);
  }

  send({ text, payload, title }) {
    this.conversation.timeline.queue(this.conversation.outbox.add({ text, payload, title }));
    this.#dispatch();
  }

  sendFile(file) {
    const { conversation } = this;
    const { signal } = this.#life;
    const send = async () => {
      const { id, token } = conversation.record;
      await this.#api.sendFile(id, crypto.randomUUID(), file, token, signal);
      if (!this.#link.socket?.live) this.#link.pollNow();
    };
    this.files.send(file, send, signal);
  }

  thumb(message, up) {
    if (!this.signs.thumb(message, up)) return;
    this.conversation.timeline.thumbed(message);
    this.#onChange();
  }

  retry(clientId) {
    this.conversation.retry(clientId);
    this.#dispatch();
  }

  discard(clientId) {
    this.conversation.discard(clientId);
    this.#onChange();
  }

  join(record) {
    const { memory } = this.conversation;
    if (this.conversation.record) return;
    memory.conversation = record;
    this.#begin(memory);
  }

  startOver() {
    this.conversation.memory.forget();
    this.#begin(this.conversation.memory);
  }

  pause() {
    this.#link.stop();
  }

  wake() {
    if (this.conversation.isUnderWay) this.#link.start();
  }

  stop() {
    this.#letGo();
    this.#unwatch?.();
  }

  #letGo() {
    this.#life.abort();
    this.#life = new AbortController();
    this.#link.stop();
    clearTimeout(this.#holding);
    this.held = null;
    this.files.note = "";
    this.signs.forget();
    this.catchingUp = false;
  }

  async #begin(memory) {
    this.#letGo();
    this.#watch(memory);
    const { signal } = this.#life;
    this.conversation = new Conversation(memory);
    this.catchingUp = Boolean(this.conversation.record);
    this.#onChange();
    if (this.catchingUp) {
      await this.#fetch(signal).catch((error) => {
        if (!signal.aborted && error.status) this.#refused(error); // else the link tries again
      });
    }
    if (signal.aborted) return;
    this.catchingUp = false;
    this.#onChange();
    this.wake();
  }

  #watch(memory) {
    this.#unwatch?.();
    this.#unwatch = memory.watch((name) => {
      const isOther = memory.conversation?.id !== this.conversation.record?.id;
      if (name === "conversation" && isOther) this.#begin(memory);
      else if (name === "read") this.#onChange();
    });
  }

  #dispatch() {
    this.#onChange();
    this.#link.start();
    this.#flush();
  }

  #flush() {
    if (this.held) return;
    const { outbox } = this.conversation;
    const { socket } = this.#link;
    if (socket?.live) for (const item of outbox.notYetOn(socket)) socket.send({ type: "message", ...item });
    else if (outbox.sendable.length) this.#link.pollNow();
  }

  #openSocket(signal) {
    return this.#alone(signal, async () => {
      const onFrame = (frame) => this.#receive(frame);
      const socket = new ChatSocket(this.#api.socketUrl, () => this.#hello(), onFrame, signal);
      await socket.ready;
      return socket;
    });
  }

  /** One tab begins a conversation, the others join it. */
  #alone(signal, work) {
    if (this.conversation.record) return work();
    return exclusively(`aisle:${this.conversation.memory.identity}`, () => {
      if (!signal.aborted) this.conversation.join();
      return work();
    });
  }

  #hello() {
    const { record, timeline } = this.conversation;
    return {
      type: "hello",
      conversation: record?.id,
      conversation_token: record?.token,
      shopper_token: this.#shopperToken ?? undefined,
      after: timeline.cursor ?? undefined,
    };
  }

  #receive(frame) {
    const { conversation } = this;
    const handlers = {
      welcome: () => conversation.welcomed(frame),
      accepted: () => conversation.accepted(frame.id, frame.message),
      message: () => conversation.take([frame.message]),
      typing: () => this.signs.take(frame),
      seen: () => (conversation.timeline.seenUntil = frame.until),
      owner: () => (conversation.owner = frame.owner),
      error: () => this.#refused(frame, frame.id),
    };
    handlers[frame.type]?.();
    if (frame.type === "message") this.#onMessage?.();
    this.#onChange();
  }

  async #fetch(signal) {
    const { conversation } = this;
    let answer;
    do {
      const { id, token } = conversation.record;
      answer = await this.#api.messages(id, conversation.timeline.cursor, token, signal);
      if (signal.aborted) return;
      conversation.owner = answer.owner;
      conversation.take(answer.messages);
    } while (answer.more && answer.messages.length);
    this.#onChange();
  }

  /** One round over HTTP. Rejects when the server is out of reach. */
  async #sync(signal) {
    const { conversation } = this;
    let current;
    try {
      for (const item of this.held ? [] : conversation.outbox.sendable) {
        current = item.id;
        await this.#alone(signal, () => this.#post(item, signal));
      }
      current = undefined;
      if (conversation.record) await this.#fetch(signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!error.status) throw error;
      this.#refused(error, current);
      if (meaning(error) === "unavailable") throw error;
      this.#flush();
    }
  }

  async #post({ id, text, payload }, signal) {
    const { conversation } = this;
    conversation.typing = conversation.owner === "bot" ? "bot" : null;
    this.#onChange();
    try {
      const { record } = conversation;
      const shopper_token = this.#shopperToken ?? undefined;
      const message = { id, text, payload, conversation: record?.id, shopper_token };
      const answer = await this.#api.send(message, record?.token, signal);
      if (signal.aborted) return;
      conversation.welcomed(answer);
      conversation.accepted(id);
      conversation.take(answer.messages, { inOrder: false });
      this.#onMessage?.();
    } finally {
      conversation.typing = null;
      this.#onChange();
    }
  }

  #refused(error, id) {
    const { conversation } = this;
    const why = meaning(error);
    const hasFailed = why === "unavailable" && id && conversation.outbox.failedAgain(id);
    if (why === "slow_down" || (why === "unavailable" && !hasFailed)) this.#holdBack(why, error.retryAfterMs);
    else if (why === "shopper_token" && this.#shopperToken) this.#goOnUnknown();
    else if (why === "ended" && conversation.record) this.#renew();
    else if (id) conversation.fail(id, { too_long: "tooLong", not_offered: "notOffered" }[why] ?? "notSent");
    else for (const item of conversation.outbox.sendable) conversation.fail(item.id, "notSent");
    this.#onChange();
  }

  #holdBack(why, ms) {
    this.held = why;
    this.conversation.outbox.resendAll();
    clearTimeout(this.#holding);
    this.#holding = setTimeout(() => {
      this.held = null;
      this.#flush();
      this.#onChange();
    }, ms || HOLD_BACK_MS);
  }

  /** The shopper token is not believed: the page may bring a new one, meanwhile we are anonymous. */
  #goOnUnknown() {
    this.#shopperToken = null;
    this.#onTokenRefused();
    this.#link.restart();
  }

  /** The server no longer knows this conversation: another one begins with what is unsent. */
  #renew() {
    const { memory, outbox, record } = this.conversation;
    const stored = memory.conversation;
    if (stored && stored.id !== record.id) return void this.#begin(memory); // another tab was faster
    const unsent = outbox.all;
    memory.forget();
    for (const item of unsent) outbox.readdress(item);
    this.#begin(memory);
    this.conversation.timeline.noteFirst(this.#say("renewed"));
  }

  #pollDelay() {
    const last = this.conversation.timeline.entries.at(-1);
    if (last?.from === "shopper" && Date.now() - last.at < ANSWER_EXPECTED_MS) return 1_000;
    if (document.visibilityState === "hidden") return 60_000;
    return this.#isOpen() ? 4_000 : 20_000;
  }
}
