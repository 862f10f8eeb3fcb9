/** How an answer goes out: whole, late, byte by byte, in half, not at all, or with the connection or the whole sandbox cut off. */
export type Manner = 'whole' | 'late' | 'drip' | 'half' | 'silent' | 'cut' | 'down';

interface Facts {
  readonly name: string;
  /** Whether the service does what it was asked before the fault; `either` is drawn, half and half. */
  readonly stored: 'yes' | 'no' | 'either';
  readonly manner: Manner;
  /** What the client sees, for people. */
  readonly word: string;
}

/** Every fault that a call can meet. `down` comes once; the others have a probability. */
export const FAULTS = [
  { name: 'reset', stored: 'no', manner: 'cut', word: 'the connection is cut before anything is stored' },
  { name: 'reset-after', stored: 'yes', manner: 'cut', word: 'the connection is cut after all is stored' },
  { name: 'timeout', stored: 'either', manner: 'silent', word: 'no answer; the connection stays open' },
  { name: 'drip', stored: 'yes', manner: 'drip', word: 'the right answer, a byte every 100 ms' },
  { name: 'slow', stored: 'yes', manner: 'late', word: 'the right answer, after 300 ms' },
  { name: 'truncate', stored: 'yes', manner: 'half', word: 'half of the right answer, then the connection is closed' },
  { name: 'huge', stored: 'yes', manner: 'whole', word: 'the right answer, with blanks up to 2 MiB' },
  { name: 'html', stored: 'either', manner: 'whole', word: '200 with a page of HTML' },
  { name: '302', stored: 'no', manner: 'whole', word: 'a redirect to another path' },
  { name: '429', stored: 'no', manner: 'whole', word: 'too many requests, Retry-After in seconds' },
  { name: '429-date', stored: 'no', manner: 'whole', word: 'too many requests, Retry-After as a date' },
  { name: '429-reset', stored: 'no', manner: 'whole', word: 'too many requests, X-Rate-Limit-Reset in seconds' },
  { name: '429-unix', stored: 'no', manner: 'whole', word: 'too many requests, X-Rate-Limit-Reset as a Unix time' },
  { name: '429-bare', stored: 'no', manner: 'whole', word: 'too many requests, and not a word on how long to wait' },
  { name: '500', stored: 'either', manner: 'whole', word: 'internal server error, as HTML or JSON' },
  { name: '502', stored: 'either', manner: 'whole', word: 'bad gateway, as HTML or JSON' },
  { name: '503', stored: 'either', manner: 'whole', word: 'service unavailable, Retry-After: 1' },
  { name: '504', stored: 'either', manner: 'whole', word: 'gateway timeout, as HTML or JSON' },
  {
    name: 'missing',
    stored: 'either',
    manner: 'whole',
    word: 'one contact is not in the answer, or nothing at all is',
  },
  { name: 'repeated', stored: 'yes', manner: 'whole', word: 'one contact stands twice in the answer' },
  { name: 'reordered', stored: 'yes', manner: 'whole', word: 'the contacts in the answer are the other way round' },
  { name: 'foreign', stored: 'yes', manner: 'whole', word: 'the answer speaks of a number that was not sent' },
  { name: 'down', stored: 'either', manner: 'down', word: 'once: all connections are cut, and new ones refused' },
] as const satisfies readonly Facts[];

export type Fault = (typeof FAULTS)[number];
export type FaultName = Fault['name'];
