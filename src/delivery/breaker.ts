/** Calls in a row without a trustworthy answer after which nothing new starts. */
const LIMIT = 5;

/** Tells an outage from bad luck, by counting calls in a row without a trustworthy answer. */
export class Breaker {
  #silent = 0;
  readonly #limit: number;

  /** With more than five calls at once, all of them may meet the same bad moment: then it takes that many. */
  constructor(concurrency: number) {
    this.#limit = Math.max(LIMIT, concurrency);
  }

  /** While open, nothing new starts. */
  get open(): boolean {
    return this.#silent >= this.#limit;
  }

  answered(): void {
    this.#silent = 0;
  }

  silent(): void {
    this.#silent += 1;
  }
}
