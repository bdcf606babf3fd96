// Everything the widget says; a sentence is never put together from pieces.

const WORDS = {
  title: "Chat with us",
  greeting: "Hello! How can we help you?",
  open: "Open chat",
  openOne: "Open chat, 1 new message",
  openMany: "Open chat, {count} new messages",
  close: "Close chat",
  messages: "Messages",
  field: "Your message",
  placeholder: "Write a message",
  send: "Send",
  you: "You",
  agent: "Our team",
  sending: "Sending",
  deleted: "This message was deleted.",
  joined: "{name} joined the chat",
  ended: "The chat has ended",
  leave: "End chat",
  leaveAsk: "End this chat?",
  stay: "Stay",
  again: "Start a new chat",
  retry: "Try again",
  connecting: "Connecting",
  offline: "No connection. What you write is kept and sent as soon as we are back.",
  stopped: "The chat is not available at the moment.",
  waiting: "Thank you. Someone will be with you shortly.",
  talking: "You are talking to {name}.",
  over: "This chat has ended.",
  refused: "Your message could not be sent. It is back in the field below.",
  refusedOver: "The chat ended before your message arrived. It is back in the field below.",
  notLeft: "The chat could not be ended. Please try again.",
};

/** Return the words for `name`, with its {members} filled in; nothing for what has none. */
export function say(name, values = {}) {
  return WORDS[name]?.replace(/\{(\w+)\}/g, (_, member) => values[member]) ?? "";
}
