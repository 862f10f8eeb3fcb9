import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeenNumbers, type Sighting } from '../../src/contact/seen.js';

/** The same law, written with Maps. */
class Model {
  readonly #groupsApart: boolean;
  readonly #seen = new Map<string, { group: string; row: number }>();

  constructor(groupsApart: boolean) {
    this.#groupsApart = groupsApart;
  }

  get size(): number {
    return this.#seen.size;
  }

  enter(digits: string, group: string, row: number): Sighting | undefined {
    const key = this.#groupsApart ? `${digits} ${group}` : digits;
    const first = this.#seen.get(key);
    if (first !== undefined) return { row: first.row, sameGroup: first.group === group };
    this.#seen.set(key, { group, row });
    return undefined;
  }
}

describe.each([true, false])('with groups apart: %s', (groupsApart) => {
  it('answers like a Map', () => {
    const digits = fc.oneof(
      fc.stringMatching(/^[1-9]\d{6,14}$/),
      fc.integer({ min: 0, max: 40 }).map((n) => String(33639980000 + n)),
      fc.constantFrom('999999999999999', '999999999999998', '4294967296', '4294967295', '1000000'),
    );
    const entries = fc.array(fc.tuple(digits, fc.constantFrom('', 'a', 'b', 'c')), { maxLength: 3000, size: 'max' });
    fc.assert(
      fc.property(entries, (all) => {
        const seen = new SeenNumbers(groupsApart);
        const model = new Model(groupsApart);
        for (const [i, [number, group]] of all.entries()) {
          expect(seen.enter(number, group, i + 1)).toEqual(model.enter(number, group, i + 1));
        }
        expect(seen.size).toBe(model.size);
      }),
      { seed: 7, numRuns: 50 },
    );
  });

  it('keeps every one of 150 000 consecutive numbers through its growth', () => {
    const seen = new SeenNumbers(groupsApart);
    let wrong = 0;
    for (let i = 0; i < 150_000; i += 1)
      if (seen.enter(String(33_600_000_000 + i), 'a', i + 1) !== undefined) wrong += 1;
    expect(seen.size).toBe(150_000);
    for (let i = 0; i < 150_000; i += 1) {
      const again = seen.enter(String(33_600_000_000 + i), 'a', 999_999);
      if (again?.row !== i + 1 || !again.sameGroup) wrong += 1;
    }
    expect(wrong).toBe(0);
    expect(seen.size).toBe(150_000);
  });

  it('stays quick for numbers a power of two apart', () => {
    const seen = new SeenNumbers(groupsApart);
    let twice = 0;
    for (let i = 1; i <= 30_000; i += 1) if (seen.enter(String(i * 4_294_967_296), 'a', i) !== undefined) twice += 1;
    expect([seen.size, twice]).toEqual([30_000, 0]);
  });
});

it('tells groups apart in a full table too', () => {
  const seen = new SeenNumbers(true);
  let wrong = 0;
  for (let i = 0; i < 10_000; i += 1) {
    for (let number = 33639980000; number < 33639980008; number += 1) {
      if (seen.enter(String(number), `list ${i}`, i) !== undefined) wrong += 1;
    }
  }
  expect([seen.size, wrong]).toEqual([80_000, 0]);
});

it('takes one number with many call fields for as many entries where groups are apart', () => {
  const seen = new SeenNumbers(true);
  for (let i = 1; i <= 5000; i += 1) expect(seen.enter('33639980012', `list ${i}`, i)).toBeUndefined();
  expect(seen.size).toBe(5000);
  expect(seen.enter('33639980012', 'list 4321', 5001)).toEqual({ row: 4321, sameGroup: true });
});

it('names the first row, and whether the call fields were the same, where groups are not apart', () => {
  const seen = new SeenNumbers(false);
  expect(seen.enter('16465550123', 'a', 3)).toBeUndefined();
  expect(seen.enter('16465550123', 'b', 5)).toEqual({ row: 3, sameGroup: false });
  expect(seen.enter('16465550123', 'a', 7)).toEqual({ row: 3, sameGroup: true });
  expect(seen.size).toBe(1);
});
