import { describe, expect, it } from 'vitest';
import { Forecast } from '../../src/cli/forecast.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** A run of so many rows a call, heard of twice a second. */
class Run {
  readonly forecast = new Forecast(0, 0);
  readonly lefts: (number | undefined)[] = [];
  now = 0;
  done = 0;
  #dueAt: number | undefined;

  go(ms: number, everyMs: number, rows: number, total = Number.POSITIVE_INFINITY): this {
    this.#dueAt ??= this.now + everyMs;
    for (const end = this.now + ms; this.now < end; ) {
      this.now += 500;
      while (this.#dueAt <= this.now && this.done < total) {
        this.done += rows;
        this.#dueAt += everyMs;
      }
      this.forecast.note(this.done, this.now);
      if (Number.isFinite(total)) this.lefts.push(this.forecast.leftMs(total - this.done));
    }
    return this;
  }

  waitFor(ms: number): this {
    const until = this.now + ms;
    while (this.now < until) {
      this.now += 500;
      this.forecast.note(this.done, this.now, until);
    }
    this.#dueAt = undefined;
    return this;
  }
}

describe('rows a second', () => {
  it('are not told before there is anything to go by', () => {
    expect(new Run().forecast.perSecond).toBe(undefined);
    expect(new Run().go(500, 500, 100).forecast.perSecond).toBe(undefined);
  });

  it('are those of late, not of the whole run', () => {
    const run = new Run().go(10 * MINUTE, SECOND, 100).go(3 * MINUTE, SECOND, 1);
    expect(run.forecast.perSecond).toBeCloseTo(1, 1);
  });

  it('are told where a call comes seldom, and stay the same between calls', () => {
    const run = new Run().go(30 * MINUTE, 2 * MINUTE, 100);
    const told = Array.from({ length: 240 }, () => run.go(500, 2 * MINUTE, 100).forecast.perSecond ?? 0);
    for (const perSecond of told) expect(perSecond).toBeCloseTo(100 / 120, 2);
  });

  it('become fewer when nothing comes any more', () => {
    const run = new Run().go(MINUTE, SECOND, 10);
    const before = run.forecast.perSecond ?? 0;
    expect(run.go(MINUTE, 10 * MINUTE, 10).forecast.perSecond).toBeLessThan(0.6 * before);
  });

  it('forget a long wait soon, and count waits that come again and again', () => {
    const long = new Run()
      .go(5 * MINUTE, SECOND, 10)
      .waitFor(30 * MINUTE)
      .go(3 * MINUTE, SECOND, 10);
    expect(long.forecast.perSecond).toBeCloseTo(10, 1);
    const often = new Run();
    for (let times = 0; times < 10; times += 1) often.go(20 * SECOND, SECOND, 10).waitFor(20 * SECOND);
    expect(often.forecast.perSecond).toBeGreaterThan(4);
    expect(often.forecast.perSecond).toBeLessThan(6);
  });
});

describe('the time left', () => {
  it('is not told after the first calls', () => {
    const run = new Run().go(4 * SECOND, SECOND, 10);
    expect(run.forecast.leftMs(1000)).toBe(undefined);
    expect(run.go(4 * SECOND, SECOND, 10).forecast.leftMs(1000)).toBeCloseTo(100 * SECOND, -4);
  });

  it('is not told where nothing is left, or where it would be absurd', () => {
    const run = new Run().go(10 * MINUTE, MINUTE, 1);
    expect(run.forecast.leftMs(0)).toBe(undefined);
    expect(run.forecast.leftMs(1_000_000)).toBe(undefined);
  });

  it('goes down evenly where calls are even, and is right', () => {
    const run = new Run().go(100 * SECOND, 700, 7, 1000);
    const told = run.lefts.flatMap((left, index) => (left === undefined ? [] : { left, at: (index + 1) * 500 }));
    expect(told.length).toBeGreaterThan(150);
    for (const { left, at } of told) expect(Math.abs(left + at - 100 * SECOND)).toBeLessThan(10 * SECOND);
    const jumps = told.slice(1).filter(({ left }, index) => Math.abs(left - (told[index]?.left ?? 0)) > 2 * SECOND);
    expect(jumps.length).toBeLessThan(3);
  });

  it('holds the wait that goes on', () => {
    const run = new Run().go(MINUTE, SECOND, 10);
    const before = run.forecast.leftMs(600) ?? 0;
    run.forecast.note(run.done, run.now, run.now + 5 * MINUTE);
    expect(run.forecast.leftMs(600, run.now + 5 * MINUTE)).toBeCloseTo(before + 5 * MINUTE, -4);
  });

  it('counts from where a run goes on', () => {
    const forecast = new Forecast(5000, 100);
    for (let second = 1; second <= 10; second += 1) forecast.note(5000 + second, 100 + second * SECOND);
    expect(forecast.perSecond).toBeCloseTo(1);
  });
});
