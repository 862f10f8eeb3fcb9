import type { Books, Fields, Held } from './store.js';

/** The books of a service as it sees them; what it writes of the numbers that are lost is not kept. */
export function withholding(books: Books, isLost: (number: string) => boolean): Books {
  const unkept = (number: string, fields: Fields, now: number): Held => {
    const { id = 0, createdAt = now } = books.get(number) ?? {};
    return { id, number, fields, createdAt, updatedAt: now };
  };
  return {
    // Its own counts: a call that does nothing texts nobody.
    unknownKeys: 0,
    textMessages: 0,
    get: (number) => books.get(number),
    all: (number) => books.all(number),
    add: (number, ...rest) => (isLost(number) ? unkept(number, ...rest) : books.add(number, ...rest)),
    put: (number, ...rest) => (isLost(number) ? unkept(number, ...rest) : books.put(number, ...rest)),
    skip: (number) => {
      if (!isLost(number)) books.skip(number);
    },
  };
}
