const LF = 10;
const CR = 13;

/** Sees how the first line of a text ends. */
export class LineEndFinder {
  found: 'lf' | 'crlf' | undefined;
  #afterCr = false;

  /** Hands the chunks on as they are. */
  async *watch(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      if (this.found === undefined) this.#look(chunk);
      yield chunk;
    }
  }

  #look(chunk: Buffer): void {
    for (const byte of chunk) {
      if (this.#afterCr) this.found = byte === LF ? 'crlf' : 'lf';
      else if (byte === LF) this.found = 'lf';
      if (this.found !== undefined) return;
      this.#afterCr = byte === CR;
    }
  }
}
