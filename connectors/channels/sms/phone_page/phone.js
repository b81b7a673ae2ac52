// Plays a phone: shows what its number sent and got, and texts as its owner.

const POLL_MS = 800;
const LINK = /https?:\/\/[^\s]+[^\s.,;:!?]/g;

const at = (id) => document.getElementById(id);
const numberField = at("number");
const bodyField = at("body");
const sendButton = document.querySelector("#send button");
const typed = new Map(); // what was typed, by the text's id: the log shows the quick reply it chose
let number = "";
let shown = "";

async function ask(path, options) {
  const response = await fetch(`/dev/phone/${path}`, options);
  if (!response.ok) throw new Error((await response.json()).error?.reason ?? response.statusText);
  return response.json();
}

function complain(element, error) {
  element.textContent = error ? `That did not work: ${error.message}` : "";
  element.hidden = !error;
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function bubble(text) {
  const made = element("span", "bubble");
  let end = 0;
  for (const link of text.matchAll(LINK)) {
    const anchor = element("a", "", link[0]);
    Object.assign(anchor, { href: link[0], target: "_blank", rel: "noopener" });
    made.append(text.slice(end, link.index), anchor);
    end = link.index + link[0].length;
  }
  made.append(text.slice(end));
  return made;
}

function entry(text) {
  const made = element("li", text.from);
  const segments = `${text.segments} segment${text.segments === 1 ? "" : "s"}`;
  const note = [text.encoding, segments, text.status].filter(Boolean).join(" · ");
  made.append(bubble(typed.get(text.id) ?? text.text), element("span", "note", note));
  return made;
}

function show(texts) {
  const state = JSON.stringify(texts);
  if (state === shown) return;
  shown = state;
  const list = at("texts");
  list.replaceChildren(...texts.map(entry));
  list.scrollTop = list.scrollHeight;
  const segments = texts.filter((text) => text.from === "store").reduce((sum, text) => sum + text.segments, 0);
  at("total").textContent = `${segments} segment${segments === 1 ? "" : "s"} from the store so far`;
}

async function look() {
  const looked = number;
  if (!looked) return;
  const { texts } = await ask(`texts?number=${encodeURIComponent(looked)}`);
  if (looked === number) show(texts);
}

async function keepLooking() {
  try {
    await look();
    complain(at("send-error"), null);
  } catch (error) {
    complain(at("send-error"), error);
  }
  setTimeout(keepLooking, POLL_MS);
}

function use(chosen, name = chosen) {
  number = numberField.value = chosen;
  shown = "";
  at("owner").textContent = name;
  at("total").textContent = "";
  at("texts").replaceChildren();
  bodyField.disabled = sendButton.disabled = false;
  for (const button of at("numbers").querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button.value === chosen));
  }
  bodyField.focus();
  look().catch((error) => complain(at("send-error"), error));
}

async function send() {
  const body = bodyField.value.trim();
  if (!body || !number) return;
  bodyField.value = "";
  try {
    const headers = { "Content-Type": "application/json" };
    const { id } = await ask("texts", { method: "POST", headers, body: JSON.stringify({ number, body }) });
    typed.set(id, body);
    await look();
  } catch (error) {
    bodyField.value = body;
    complain(at("send-error"), error);
  }
}

at("pick").addEventListener("submit", (event) => {
  event.preventDefault();
  use(numberField.value.trim());
});
at("send").addEventListener("submit", (event) => {
  event.preventDefault();
  send();
});
bodyField.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send();
  }
});

try {
  const { numbers } = await ask("numbers");
  at("numbers").replaceChildren(
    ...numbers.map((owner) => {
      const button = element("button", "");
      Object.assign(button, { type: "button", value: owner.number });
      button.setAttribute("aria-pressed", "false");
      button.append(element("span", "", owner.name), element("span", "", owner.number));
      button.addEventListener("click", () => use(owner.number, owner.name));
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
} catch (error) {
  complain(at("number-error"), error);
}
keepLooking();
