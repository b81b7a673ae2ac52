/* Every word of the widget; a page may replace any of them. */
export const ENGLISH = {
  title: "Store assistant",
  open: "Open chat",
  close: "Close chat",
  unread: { one: "{n} new message", other: "{n} new messages" },
  automated: "Automated assistant",
  person: "You are chatting with a person",
  welcome: "Hi! Ask me about an order, a return or what to buy.",
  starters: ["Where is my order?", "I want to return something", "Help me choose"],
  conversation: "Conversation",
  suggestions: "Suggested replies",
  from: { bot: "Assistant", agent: "Support", shopper: "You", system: "Notice" },
  typing: { bot: "The assistant is typing", agent: "Support is typing" },
  message: "Your message",
  placeholder: "Write a message",
  send: "Send",
  attach: "Attach a file",
  sendingFile: "Sending {name}…",
  fileTooLarge: "{name} is larger than 5 MB.",
  fileNotSent: "{name} could not be sent. Try again.",
  seen: "Seen",
  helpful: "Was this helpful?",
  thumbUp: "Yes, this helped",
  thumbDown: "No, this didn't help",
  thumbThanks: "Thanks for telling us.",
  charactersLeft: { one: "{n} character left", other: "{n} characters left" },
  charactersOver: { one: "{n} character too long", other: "{n} characters too long" },
  latest: "Go to the latest message",
  menu: "Chat menu",
  talkToPerson: "Talk to a person",
  talkToPersonText: "I want to talk to a person",
  startOver: "Start over",
  sending: "Sending…",
  retry: "Try again",
  edit: "Edit",
  reconnecting: "Reconnecting. What you write is sent as soon as we are back.",
  slowDown: "That was a lot at once. Your message goes out in a moment.",
  notSent: "Not sent.",
  tooLong: "Not sent: this message is too long. Shorten it and send it again.",
  notOffered: "Not sent: that choice is no longer available.",
  renewed: "Your last conversation had ended, so this is a new one.",
  today: "Today",
  yesterday: "Yesterday",
  newTab: "(opens in a new tab)",
  cards: "Details",
};

export function withDefaults(own) {
  const all = { ...ENGLISH, ...own };
  for (const [key, value] of Object.entries(ENGLISH)) {
    const isGroup = typeof value === "object" && !Array.isArray(value);
    if (isGroup) all[key] = { ...value, ...own?.[key] };
  }
  return all;
}

export function counted(forms, n, language) {
  const form = forms[new Intl.PluralRules(language).select(n)] ?? forms.other;
  return form.replace("{n}", new Intl.NumberFormat(language).format(n));
}
