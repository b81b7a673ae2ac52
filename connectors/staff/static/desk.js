// Live parts of a page: an element with data-news is told what a stream of server-sent events says, as the
// event "news", and asks for itself anew.
"use strict";

function follow(element) {
  const source = new EventSource(element.dataset.news);
  source.addEventListener("news", () => window.htmx.trigger(element, "news"));
  source.addEventListener("open", () => window.htmx.trigger(element, "news")); // what was missed meanwhile
  window.addEventListener("pagehide", () => source.close());
}

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
  toTheEnd();
});
