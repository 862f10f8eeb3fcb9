/** Retries that a run always has. */
export const FREE_RETRIES = 20;
/** First calls that earn one more. */
export const CALLS_A_RETRY = 10;

/**
 * How often calls of a run may be tried again, so that retries never become most of what a struggling provider gets.
 * Calls with parts of a batch count as neither; nor does a try after a wait of a length that the provider named.
 */
export class Budget {
  #calls = 0;
  #retries = 0;

  /** A batch makes its first call. */
  call(): void {
    this.#calls += 1;
  }

  /** Whether one more try may be made, which takes it. */
  mayRetry(): boolean {
    if (this.#retries >= FREE_RETRIES + Math.floor(this.#calls / CALLS_A_RETRY)) return false;
    this.#retries += 1;
    return true;
  }
}
