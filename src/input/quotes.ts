const LF = 10;
const CR = 13;
const QUOTE = 34;
const EQUALS = 61;

type Place =
  /** Before the first character of a cell. */
  | 'start'
  | 'bare'
  | 'quoted'
  /** After a quote in a quoted cell: it closes the cell, or the next one makes it a character. */
  | 'closing'
  /** The cell is `=` so far. */
  | 'equals'
  /** Within the quotes of `="…"`. */
  | 'formula'
  | 'formula end';

/** Follows CSV text byte by byte and tells whether a line end would be part of a cell. Judges no more than it must for that. */
export class Quotes {
  /** The record holds a cell `="…"`. */
  formulas = false;
  /** The record holds a quote that stands where none may. */
  misplaced = false;
  readonly #delimiter: number;
  #place: Place = 'start';

  constructor(delimiter: number) {
    this.#delimiter = delimiter;
  }

  /** Whether a line end here belongs to a cell. */
  get inside(): boolean {
    return this.#place === 'quoted';
  }

  newRecord(): void {
    this.formulas = false;
    this.misplaced = false;
    this.#place = 'start';
  }

  pass(byte: number): void {
    if (this.#place === 'quoted') {
      if (byte === QUOTE) this.#place = 'closing';
    } else if (byte === QUOTE) {
      this.#place = this.#afterQuote();
    } else if (this.#place === 'formula') {
      // csv-parse ends a bare cell here, quotes or not.
      if (byte === this.#delimiter || byte === LF || byte === CR) this.#misplace();
    } else if (byte === this.#delimiter) {
      this.#place = 'start';
    } else if (byte !== LF && byte !== CR) {
      this.#place = this.#afterText(byte);
    }
  }

  #afterQuote(): Place {
    switch (this.#place) {
      case 'start':
      case 'closing':
        return 'quoted';
      case 'equals':
        this.formulas = true;
        return 'formula';
      case 'formula':
        return 'formula end';
      default:
        return this.#misplace();
    }
  }

  #afterText(byte: number): Place {
    switch (this.#place) {
      case 'start':
        return byte === EQUALS ? 'equals' : 'bare';
      case 'closing':
      case 'formula end':
        return this.#misplace();
      default:
        return 'bare';
    }
  }

  #misplace(): Place {
    this.misplaced = true;
    this.#place = 'bare';
    return 'bare';
  }
}
