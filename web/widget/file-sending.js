import { meaning } from "./connection.js";

const LARGEST_FILE = 5 * 1024 * 1024;
const TOLD = ["file_refused", "too_many_files"]; // by the server in words for the shopper

/** A file on its way to the store, and what is said of it meanwhile. */
export class FileSending {
  note = "";
  #say;
  #onChange;
  #onEnded;

  constructor({ say, onChange, onEnded }) {
    this.#say = say;
    this.#onChange = onChange;
    this.#onEnded = onEnded;
  }

  async send(file, send, signal) {
    const say = (key) => this.#tell(this.#say(key).replace("{name}", file.name));
    if (file.size > LARGEST_FILE) return void say("fileTooLarge");
    say("sendingFile");
    try {
      await send();
      if (!signal.aborted) this.#tell("");
    } catch (error) {
      if (signal.aborted) return;
      if (TOLD.includes(error.code)) return this.#tell(error.reason);
      if (meaning(error) === "ended") this.#onEnded(error);
      say("fileNotSent");
    }
  }

  #tell(text) {
    this.note = text;
    this.#onChange();
  }
}
