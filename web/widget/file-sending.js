const LARGEST_FILE = 5 * 1024 * 1024;

/** A file on its way to the store, and what is said of it meanwhile. */
export class FileSending {
  note = "";
  #say;
  #onChange;

  constructor({ say, onChange }) {
    this.#say = say;
    this.#onChange = onChange;
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
      if (error.code === "file_refused") this.#tell(error.reason);
      else say("fileNotSent");
    }
  }

  #tell(text) {
    this.note = text;
    this.#onChange();
  }
}
