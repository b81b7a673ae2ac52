// The trainers' place by keyboard: groups are walked with j and k, and a key presses what carries its name.
"use strict";

const groups = () => [...document.querySelectorAll("[data-group]")];

function walk(step) {
  const all = groups();
  const at = all.findIndex((group) => group.contains(document.activeElement));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const group = groups().find((each) => each.contains(document.activeElement));
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const target = group?.querySelector(wanted) ?? document.querySelector(`.done ${wanted}`);
  if (target instanceof HTMLInputElement) {
    target.focus();
  } else {
    target?.click();
  }
  return Boolean(target);
}

function edit() {
  const group = groups().find((each) => each.contains(document.activeElement));
  const details = group?.querySelector("details");
  if (details) {
    details.open = true;
    details.querySelector("input")?.focus();
  }
}

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.matches("input:not([type=checkbox]), textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) {
    if (isTyping && event.key === "Escape") {
      (event.target.closest("[data-group]") ?? event.target).focus();
    }
    return;
  }
  if (event.key === "j" || event.key === "k") {
    walk(event.key === "j" ? 1 : -1);
  } else if (event.key === "e") {
    edit();
  } else if (!press(event.key)) {
    return;
  }
  event.preventDefault();
});

// The selected words of a sentence become an entity, as Rasa writes it.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark]");
  const line = button?.closest("details, form").querySelector("[data-line]");
  if (!line) {
    return;
  }
  const [start, end] = [line.selectionStart, line.selectionEnd];
  const words = line.value.slice(start, end).trim();
  if (words && !/[[\]]/.test(words)) {
    const from = line.value.indexOf(words, start);
    line.setRangeText(`[${words}](${button.dataset.mark})`, from, from + words.length, "end");
  }
  line.focus();
});

// What is typed shows as the shopper will read it.
document.addEventListener("input", (event) => {
  if (event.target.matches("[data-previewed]")) {
    const bubble = event.target.closest("details").previousElementSibling?.querySelector("[data-preview]");
    if (bubble) {
      bubble.textContent = event.target.value;
    }
  }
});
