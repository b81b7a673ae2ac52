// Live parts of a page: an element with data-news is told what a stream of server-sent events says, as the
// event "news", and asks for itself anew.
"use strict";

function follow(element) {
  const source = new EventSource(element.dataset.news);
  source.addEventListener("news", () => {
    showTyping(element, false); // what was typed is there; who goes on says so
    window.htmx.trigger(element, "news");
  });
  source.addEventListener("typing", ({ data }) => showTyping(element, data === "on"));
  source.addEventListener("open", () => window.htmx.trigger(element, "news")); // what was missed meanwhile
  window.addEventListener("pagehide", () => source.close());
}

let typingEnds;

// Who says no more that they type has stopped: their connection may be gone.
function showTyping(element, isOn) {
  const line = document.getElementById("typing");
  if (!line) return;
  clearTimeout(typingEnds);
  line.textContent = isOn ? element.dataset.typing : "";
  if (isOn) typingEnds = setTimeout(() => (line.textContent = ""), 8000);
}

function tell(path, fields) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers"));
  fetch(path, { method: "POST", headers, body: new URLSearchParams(fields), keepalive: true }); // a page that is left
}

// What is told to the shopper of who has their case: that they type, and what they have seen.
function sign(box) {
  let toldAt = 0;
  const typing = (isOn) => {
    toldAt = isOn ? Date.now() : 0;
    tell(`${box.dataset.signs}/typing`, { on: isOn ? "yes" : "no" });
  };
  box.addEventListener("input", () => {
    const isOn = box.value.trim() !== "";
    if (!isOn || Date.now() - toldAt >= 3000) typing(isOn);
  });
  box.form.addEventListener("submit", () => toldAt && typing(false));
  let seen = "0";
  const look = () => {
    const until = document.querySelector(".entries")?.dataset.until ?? "0";
    if (document.visibilityState !== "visible" || until === seen) return;
    seen = until;
    tell(`${box.dataset.signs}/seen`, { until });
  };
  document.addEventListener("htmx:afterSwap", look);
  document.addEventListener("visibilitychange", look);
  look();
}

const LARGEST_FILE = 5 * 1024 * 1024;

// What is refused in any case need not be sent first.
document.addEventListener("change", ({ target }) => {
  if (target.type !== "file") return;
  const large = [...target.files].find(({ size }) => size > LARGEST_FILE);
  target.setCustomValidity(large ? `${large.name} is larger than 5 MB.` : "");
  target.reportValidity();
});

function toTheEnd() {
  for (const element of document.querySelectorAll("[data-scrolls-to-end]")) {
    element.scrollTop = element.scrollHeight;
  }
}

// Ctrl+Enter or Cmd+Enter sends what is being written.
document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-quick-send]");
  if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// A second click is the same click.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = form.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  if (!form.hasAttribute("hx-post")) {
    for (const button of form.querySelectorAll("button")) {
      button.setAttribute("aria-disabled", "true");
    }
  }
});

document.addEventListener("htmx:afterSwap", toTheEnd);

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-news]").forEach(follow);
  document.querySelectorAll("[data-signs]").forEach(sign);
  toTheEnd();
});
