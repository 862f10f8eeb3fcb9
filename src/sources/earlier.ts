import type { Fate, Ledger } from '../ledger/ledger.js';

/** The fates that rows of a run have already, asked for in the order of rows. Holds one page of them. */
export class Earlier {
  readonly #pages: AsyncIterator<readonly Fate[]>;
  #page: readonly Fate[] = [];
  #at = 0;
  #done = false;
  /** The row that was asked for last. */
  #row: number;

  /** Nothing is to be asked of rows up to `after`. */
  constructor(ledger: Ledger, run: string, after = 0) {
    this.#row = after;
    this.#pages = ledger.fates(run, after)[Symbol.asyncIterator]();
  }

  /** The fate of a row, if it has one. Rows may be left out, but not asked for again. */
  async of(row: number): Promise<Fate | undefined> {
    this.#row = row;
    const fate = await this.#from(row);
    return fate?.row === row ? fate : undefined;
  }

  /** How many fates there are of rows after the last one that was asked for. Nothing may be asked for after this. */
  async countRest(): Promise<number> {
    let count = 0;
    for (let fate = await this.#from(this.#row + 1); fate !== undefined; fate = await this.#from(fate.row + 1)) {
      count += 1;
    }
    return count;
  }

  /** The first fate of that row or of one after it. */
  async #from(row: number): Promise<Fate | undefined> {
    for (;;) {
      const fate = this.#page[this.#at];
      if (fate !== undefined) {
        if (fate.row >= row) return fate;
        this.#at += 1;
        continue;
      }
      if (this.#done) return undefined;
      const next = await this.#pages.next();
      this.#done = next.done === true;
      this.#page = next.done === true ? [] : next.value;
      this.#at = 0;
    }
  }
}
