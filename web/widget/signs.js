const TYPING_ENDS_MS = 8_000;

/** What is told beside messages: who types, what was seen, thumbs. Only while the WebSocket is there. */
export class Signs {
  #now;
  #onChange;
  #typingEnds;
  #toldSeen;

  /** `now()` gives the conversation and the socket of this moment. */
  constructor(now, onChange) {
    this.#now = now;
    this.#onChange = onChange;
  }

  typing(on) {
    if (this.#now().conversation.owner === "agent") this.#tell({ type: "typing", on });
  }

  /** Which of a person's messages have been seen: nobody asks that of the assistant's. */
  seen() {
    const { entries } = this.#now().conversation.timeline;
    const last = entries.findLast(({ id, from }) => id && from === "agent");
    if (!last || last.id === this.#toldSeen) return;
    if (this.#tell({ type: "seen", until: last.id })) this.#toldSeen = last.id;
  }

  thumb(message, up) {
    return this.#tell({ type: "thumb", message, up });
  }

  /** Who says no more that they type has stopped: their connection may be gone. */
  take({ from, on }) {
    const { conversation } = this.#now();
    conversation.typing = on ? from : null;
    clearTimeout(this.#typingEnds);
    if (!on || from !== "agent") return;
    this.#typingEnds = setTimeout(() => {
      conversation.typing = null;
      this.#onChange();
    }, TYPING_ENDS_MS);
  }

  forget() {
    clearTimeout(this.#typingEnds);
    this.#toldSeen = undefined;
  }

  #tell(frame) {
    const { socket } = this.#now();
    if (!socket?.live) return false;
    socket.tell(frame);
    return true;
  }
}
