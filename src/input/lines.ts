const LF = 10;
const CR = 13;

/** Counts lines as an editor does: CRLF, LF and a lone CR each end one, also where a CR and its LF come in two chunks. */
export class LineCounter {
  /** Line of the next byte, from 1. */
  line = 1;
  #afterCr = false;

  /** Passes over `bytes[from…to)`. */
  pass(bytes: Uint8Array, from = 0, to = bytes.length): void {
    if (from >= to) return;
    let ends = 0;
    for (let i = from; i < to; i++) {
      const byte = bytes[i];
      if (byte === CR || (byte === LF && (i === from || bytes[i - 1] !== CR))) ends++;
    }
    const halved = this.#afterCr && bytes[from] === LF;
    this.line += halved ? ends - 1 : ends;
    this.#afterCr = bytes[to - 1] === CR;
  }
}
