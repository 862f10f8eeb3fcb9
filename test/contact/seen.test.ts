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

it('keeps a million random numbers apart, with the rows they came in', () => {
  const seen = new SeenNumbers(false);
  const model = new Map<number, number>();
  let state = 20_260_101;
  let wrong = 0;
  for (let row = 1; row <= 1_000_000; row += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // One in four is of a small range, so that many come twice.
    const number = row % 4 === 0 ? 33_600_000_000 + (state % 200_000) : 10_000_000 + state * 232_000;
    const first = model.get(number);
    if (first === undefined) model.set(number, row);
    if (seen.enter(String(number), 'a', row)?.row !== first) wrong += 1;
  }
  expect([seen.size, wrong]).toEqual([model.size, 0]);
});

it('tells apart numbers that share either half of their digits', () => {
  const seen = new SeenNumbers(false);
  let wrong = 0;
  for (let high = 0; high < 200; high += 1) {
    for (let low = 0; low < 200; low += 1) {
      const number = high * 4_294_967_296 + low + 1;
      if (seen.enterNumber(number, '', number % 4_000_000_000) !== undefined) wrong += 1;
    }
  }
  for (let high = 0; high < 200; high += 1) {
    for (let low = 0; low < 200; low += 1) {
      const number = high * 4_294_967_296 + low + 1;
      if (seen.enterNumber(number, '', 1)?.row !== number % 4_000_000_000) wrong += 1;
    }
  }
  expect([seen.size, wrong]).toEqual([40_000, 0]);
});

it('knows a number whether it comes as digits or as a number', () => {
  const seen = new SeenNumbers(false);
  expect(seen.enterNumber(999_999_999_999_999, 'a', 4_294_967_295)).toBeUndefined();
  expect(seen.enter('999999999999999', 'a', 2)).toEqual({ row: 4_294_967_295, sameGroup: true });
  expect(seen.enter('33639980012', 'a', 3)).toBeUndefined();
  expect(seen.enterNumber(33_639_980_012, 'b', 4)).toEqual({ row: 3, sameGroup: false });
  expect(seen.size).toBe(2);
});

it('knows the call fields of numbers that came before there were other call fields', () => {
  const seen = new SeenNumbers(false);
  let wrong = 0;
  for (let i = 0; i < 5000; i += 1) seen.enter(String(33_639_980_000 + i), 'a', i + 1);
  for (let i = 5000; i < 10_000; i += 1) seen.enter(String(33_639_980_000 + i), 'b', i + 1);
  for (let i = 0; i < 10_000; i += 1) {
    const first = seen.enter(String(33_639_980_000 + i), 'b', 20_000);
    if (first?.row !== i + 1 || first.sameGroup !== i >= 5000) wrong += 1;
  }
  expect([seen.size, wrong]).toEqual([10_000, 0]);
});

it.each([
  [1, 20],
  [3, 26],
])('holds 400 000 numbers of %i sets of call fields in a table of at most %i bytes a number', (sets, most) => {
  const seen = new SeenNumbers(false);
  const sizes: number[] = [];
  for (let i = 1; i <= 400_000; i += 1) {
    seen.enterNumber(33_600_000_000 + i * 7, `list ${i % sets}`, i);
    if (i % 10_000 === 0 && i >= 50_000) sizes.push(seen.bytes / i);
  }
  expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
});

it.each([0, 1, 1000, 40_000, 200_000])('holds 50 000 numbers where %i were expected', (expected) => {
  const seen = new SeenNumbers(false, expected);
  for (let row = 1; row <= 50_000; row += 1) expect(seen.enterNumber(33_600_000_000 + row, '', row)).toBeUndefined();
  expect(seen.size).toBe(50_000);
  expect(seen.enterNumber(33_600_040_000, '', 50_001)).toEqual({ row: 40_000, sameGroup: true });
});

it('has room at once for the numbers that are expected, and no more', () => {
  const seen = new SeenNumbers(false, 400_000);
  for (let row = 1; row <= 100_000; row += 1) seen.enterNumber(33_600_000_000 + row, '', row);
  const atFirst = seen.bytes;
  for (let row = 100_001; row <= 400_000; row += 1) seen.enterNumber(33_600_000_000 + row, '', row);
  expect(seen.bytes).toBe(atFirst);
  expect(seen.bytes / 400_000).toBeLessThanOrEqual(18);
});
