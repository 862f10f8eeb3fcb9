const LF = 10;
const CR = 13;

/** Counts lines as an editor does: CRLF, LF and a lone CR each end one, also where a CR and its LF come in two chunks. */
export class LineCounter {
  /** Line of the next byte, from 1. */
  line = 1;
  #last = 0;

  /** Passes over `bytes[from…to)`. */
  pass(bytes: Uint8Array, from = 0, to = bytes.length): void {
    let ends = 0;
    let last = this.#last;
    for (let at = from; at < to; at++) {
      const byte = bytes[at] ?? 0;
      if (byte <= CR && (byte === CR || (byte === LF && last !== CR))) ends++;
      last = byte;
    }
    this.line += ends;
    this.#last = last;
  }
}
