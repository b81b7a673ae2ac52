class ChatError extends Error {
  constructor(status, { code = "", reason = "" }, retryAfterMs) {
    super(`chat API: ${status} ${code}`);
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What a refusal means, whichever way it came. */
export function meaning({ status, code = "" }) {
  if (/other_customer|conversation_ended/.test(code)) return "ended";
  if (/shopper_token/.test(code)) return "shopper_token";
  if (status === 429 || /rate|too_many/.test(code)) return "slow_down";
  if (status === 413 || /too_long|too_large/.test(code)) return "too_long";
  if (/not_offered/.test(code)) return "not_offered";
  if ([401, 403, 404].includes(status) || /unauthor|forbidden|token|not_found/.test(code)) return "ended";
  return status >= 500 || /unavailable|internal/.test(code) ? "unavailable" : "refused";
}

const REQUEST_MS = 45_000;

export class ChatApi {
  constructor(base) {
    this.base = base;
  }

  get socketUrl() {
    return new URL("chat/ws", this.base).href.replace(/^http/, "ws");
  }

  send(message, token, signal) {
    return this.#request("chat/messages", token, signal, { method: "POST", body: JSON.stringify(message) });
  }

  sendFile(conversation, id, file, token, signal) {
    const query = new URLSearchParams({ id, name: file.name });
    const path = `chat/conversations/${encodeURIComponent(conversation)}/files?${query}`;
    return this.#request(path, token, signal, { method: "POST", body: file }, "application/octet-stream");
  }

  messages(conversation, after, token, signal) {
    const query = after ? `?after=${encodeURIComponent(after)}` : "";
    return this.#request(
      `chat/conversations/${encodeURIComponent(conversation)}/messages${query}`,
      token,
      signal,
    );
  }

  async #request(path, token, signal, options, type = "application/json") {
    const headers = { Accept: "application/json" };
    if (options) headers["Content-Type"] = type;
    if (token) headers.Authorization = `Bearer ${token}`;
    const limit = new AbortController(); // AbortSignal.any is too young
    const abort = () => limit.abort();
    const timer = setTimeout(abort, REQUEST_MS);
    signal.addEventListener("abort", abort);
    try {
      const response = await fetch(new URL(path, this.base), {
        ...options,
        headers,
        cache: "no-store",
        credentials: "omit",
        signal: limit.signal,
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      throw new ChatError(
        response.status,
        errorIn(text),
        1000 * Number(response.headers.get("Retry-After") ?? 0),
      );
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    }
  }
}

function errorIn(text) {
  try {
    return JSON.parse(text).error;
  } catch {
    return {}; // not by our server
  }
}

const WELCOME_WITHIN_MS = 4_000;
const PING_EVERY_MS = 25_000;
const ANSWER_WITHIN_MS = 10_000;

/** One WebSocket: says hello, notices a silent death. `ready` resolves when it is welcomed or over, `closed` when over. */
export class ChatSocket {
  #socket;
  #deadline;
  #ping;
  #settle;
  #finish;

  constructor(url, hello, onFrame, signal) {
    this.live = false;
    this.ready = new Promise((resolve) => (this.#settle = resolve));
    this.closed = new Promise((resolve) => (this.#finish = resolve));
    signal.addEventListener("abort", () => this.close());
    try {
      this.#socket = new WebSocket(url);
    } catch {
      this.close(); // forbidden by the page's policy
      return;
    }
    this.#expectWithin(WELCOME_WITHIN_MS);
    this.#socket.onopen = () => this.#write(hello());
    this.#socket.onclose = () => this.close();
    this.#socket.onmessage = ({ data }) => {
      if (!signal.aborted) this.#receive(JSON.parse(data), onFrame);
    };
  }

  send(frame) {
    this.#write(frame);
    this.#expectWithin(ANSWER_WITHIN_MS);
  }

  /** Of what nobody answers. */
  tell(frame) {
    this.#write(frame);
  }

  close() {
    this.live = false;
    clearTimeout(this.#deadline);
    clearInterval(this.#ping);
    if (this.#socket) {
      this.#socket.onclose = this.#socket.onmessage = this.#socket.onopen = null;
      this.#socket.close();
    }
    this.#settle(false);
    this.#finish();
  }

  #receive(frame, onFrame) {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
    onFrame(frame);
    if (frame.type !== "welcome") return;
    this.live = true;
    this.#ping = setInterval(() => this.send({ type: "ping" }), PING_EVERY_MS);
    this.#settle(true);
  }

  #write(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  #expectWithin(ms) {
    this.#deadline ??= setTimeout(() => this.close(), ms);
  }
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 30_000;

/** Doubling, and half of it random, so that a crowd does not return at once. */
function retryDelay(failures) {
  const ceiling = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failures - 1));
  return (ceiling * (1 + Math.random())) / 2;
}

/**
 * Keeps the way to the server open: a WebSocket that comes back by itself and, while it cannot be had, HTTP.
 * States: "off", "connecting", "live" (WebSocket), "polling" (HTTP), "offline".
 */
export class Link {
  #open;
  #poll;
  #pollDelay;
  #onState;
  #failures = 0;
  #run; // aborted on stop
  #polling; // aborted when the WebSocket is back
  #pollAgain = false;
  #wakePoll;
  #redial;
  state = "off";
  socket = null;

  /** `open(signal)` resolves to a ChatSocket, live or not; `poll(signal)` rejects when the server is out of reach. */
  constructor({ open, poll, pollDelay, onState }) {
    this.#open = open;
    this.#poll = poll;
    this.#pollDelay = pollDelay;
    this.#onState = onState;
  }

  start() {
    if (this.#run) return;
    this.#run = new AbortController();
    const { signal } = this.#run;
    const wake = () => document.visibilityState === "visible" && this.#wake();
    addEventListener("online", wake, { signal });
    addEventListener("offline", () => this.socket?.close(), { signal });
    document.addEventListener("visibilitychange", wake, { signal });
    this.#become("connecting");
    this.#dial(signal);
  }

  stop() {
    this.#run?.abort();
    this.#polling?.abort();
    clearTimeout(this.#redial);
    this.#run = this.#polling = this.#wakePoll = this.#redial = undefined;
    this.socket = null;
    this.#failures = 0;
    this.#become("off");
  }

  restart() {
    this.stop();
    this.start();
  }

  pollNow() {
    this.#pollAgain = true;
    this.#wakePoll?.();
  }

  #wake() {
    this.pollNow();
    if (!this.#redial) return;
    clearTimeout(this.#redial);
    this.#redial = undefined;
    this.#dial(this.#run.signal);
  }

  async #dial(signal) {
    const socket = await this.#open(signal);
    if (signal.aborted) return;
    if (socket.live) {
      this.socket = socket;
      this.#failures = 0;
      this.#polling?.abort();
      this.#become("live");
      await socket.closed;
      if (signal.aborted) return;
      this.socket = null;
      this.#become("connecting");
    } else {
      this.#pollMeanwhile();
    }
    this.#failures += 1;
    this.#redial = setTimeout(() => {
      this.#redial = undefined;
      this.#dial(signal);
    }, retryDelay(this.#failures));
  }

  async #pollMeanwhile() {
    if (this.#polling && !this.#polling.signal.aborted) return;
    this.#polling = new AbortController();
    const { signal } = this.#polling;
    let misses = 0;
    while (!signal.aborted) {
      this.#pollAgain = false;
      const reached = await this.#poll(signal).then(
        () => true,
        () => false, // shown as offline, and tried again
      );
      if (signal.aborted) return;
      misses = reached ? 0 : misses + 1;
      this.#become(reached ? "polling" : "offline");
      await this.#nap(reached ? this.#pollDelay() : retryDelay(misses), signal);
    }
  }

  #nap(ms, signal) {
    if (this.#pollAgain) return null;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wakePoll = () => {
        clearTimeout(timer);
        resolve();
      };
      signal.addEventListener("abort", this.#wakePoll, { once: true });
    });
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.#onState(state);
  }
}
