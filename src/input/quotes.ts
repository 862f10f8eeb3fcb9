const LF = 10;
const CR = 13;
const QUOTE = 34;
const EQUALS = 61;

/** Before the first character of a cell. */
const START = 0;
const BARE = 1;
const QUOTED = 2;
/** After a quote in a quoted cell: it closes the cell, or the next one makes it a character. */
const CLOSING = 3;
/** The cell is `=` so far. */
const EQUALS_SIGN = 4;
/** Within the quotes of `="…"`. */
const FORMULA = 5;
const FORMULA_END = 6;

const PLACES = 7;
const PLACE = 7; // the bits that hold one
const HAS_FORMULA = 8;
const IS_MISPLACED = 16;
const HAS_LINE_END = 32;

/** What bytes are to a cell; the least of them is any other. */
const TEXT = 0;
const LINE_END = 1;
const EQUALS_BYTE = 2;
const DELIMITER = 3;
const QUOTE_BYTE = 4;
const KINDS = 8; // a power of two

/** Follows CSV text byte by byte and tells whether a line end would be part of a cell. Judges no more than it must for that. */
export class Quotes {
  readonly #kinds = new Uint8Array(256);
  #place = START;
  #marks = 0;

  /** `delimiter` is an ASCII code. */
  constructor(delimiter: number) {
    this.#kinds[LF] = LINE_END;
    this.#kinds[CR] = LINE_END;
    this.#kinds[EQUALS] = EQUALS_BYTE;
    this.#kinds[delimiter] = DELIMITER;
    this.#kinds[QUOTE] = QUOTE_BYTE;
  }

  /** Whether a line end here belongs to a cell. */
  get inside(): boolean {
    return this.#place === QUOTED;
  }

  /** The record holds a cell `="…"`. */
  get formulas(): boolean {
    return (this.#marks & HAS_FORMULA) !== 0;
  }

  /** The record holds a line end that is part of a cell. */
  get lineEnds(): boolean {
    return (this.#marks & HAS_LINE_END) !== 0;
  }

  /** The record holds a quote that stands where none may. */
  get misplaced(): boolean {
    return (this.#marks & IS_MISPLACED) !== 0;
  }

  newRecord(): void {
    this.#place = START;
    this.#marks = 0;
  }

  pass(byte: number): void {
    const next = NEXT[this.#place * KINDS + (this.#kinds[byte] ?? TEXT)] ?? START;
    this.#place = next & PLACE;
    this.#marks |= next;
  }

  /** Passes bytes from `from` on, up to a line end outside quotes, and gives its place; -1 where none is left. */
  passLine(bytes: Uint8Array, from: number): number {
    const kinds = this.#kinds;
    let place = this.#place;
    let marks = this.#marks;
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] ?? 0;
      const next = NEXT[place * KINDS + (kinds[byte] ?? TEXT)] ?? START;
      place = next & PLACE;
      marks |= next;
      if ((byte === LF || byte === CR) && place !== QUOTED) break;
    }
    this.#place = place;
    this.#marks = marks;
    return at < bytes.length ? at : -1;
  }
}

/** For each place and kind of byte, the place after it, with marks. A table, since every byte of a file goes through it. */
const NEXT = Uint8Array.from({ length: PLACES * KINDS }, (_, index) => {
  const [place, kind] = [Math.floor(index / KINDS), index % KINDS];
  return kind === QUOTE_BYTE ? afterQuote(place) : afterOther(place, kind);
});

function afterQuote(place: number): number {
  switch (place) {
    case START:
    case CLOSING:
      return QUOTED;
    case QUOTED:
      return CLOSING;
    case EQUALS_SIGN:
      return FORMULA | HAS_FORMULA;
    case FORMULA:
      return FORMULA_END;
    default:
      return BARE | IS_MISPLACED;
  }
}

function afterOther(place: number, kind: number): number {
  const ends = kind === DELIMITER || kind === LINE_END;
  if (place === QUOTED) return kind === LINE_END ? QUOTED | HAS_LINE_END : QUOTED;
  // csv-parse ends a bare cell there, quotes or not.
  if (place === FORMULA) return ends ? BARE | IS_MISPLACED : FORMULA;
  if (kind === DELIMITER) return START;
  if (kind === LINE_END) return place;
  if (place === START) return kind === EQUALS_BYTE ? EQUALS_SIGN : BARE;
  return place === CLOSING || place === FORMULA_END ? BARE | IS_MISPLACED : BARE;
}
