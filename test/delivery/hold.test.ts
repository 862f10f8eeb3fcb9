import { describe, expect, it } from 'vitest';
import { Hold } from '../../src/delivery/hold.js';

const MINUTE = 60_000;

function asked(...waits: readonly { readonly ms: number; readonly at: number; readonly reason?: string }[]): Hold {
  const hold = new Hold(MINUTE);
  for (const { ms, at, reason = 'too many calls' } of waits) hold.ask(ms, reason, at);
  return hold;
}

function wait(waitMs: number, reason = 'too many calls'): { waitMs: number; reason: string } {
  return { waitMs, reason };
}

function tooLong(seconds: number, reason = 'too many calls'): { tooLong: string } {
  return { tooLong: `the provider asks for a wait of ${seconds} s in all, longer than --max-wait: ${reason}` };
}

describe('a wait that the provider asks for', () => {
  it('lasts from when it was asked for, and a shorter one does not shorten it', () => {
    expect(new Hold(MINUTE).until).toBe(Number.NEGATIVE_INFINITY);
    expect(asked({ ms: 9000, at: 100 }, { ms: 1000, at: 200 }).until).toBe(9100);
    expect(asked({ ms: 1000, at: 100 }, { ms: 9000, at: 200 }).until).toBe(9200);
  });

  it('is known with its reason, the longest first', () => {
    expect(new Hold(MINUTE).held).toBe(undefined);
    const waits = [
      { ms: 9000, at: 0, reason: 'come back later' },
      { ms: 1000, at: 10 },
    ];
    expect(asked(...waits).held).toEqual({ until: 9000, reason: 'come back later' });
    expect(asked(...waits, { ms: 9000, at: 10 }).held).toEqual({ until: 9010, reason: 'too many calls' });
  });

  it.each([
    [999, wait(999)],
    [5001, wait(5001)],
    [MINUTE, wait(MINUTE)],
    [MINUTE + 1, tooLong(61)],
  ])('of %d ms is told, and ends the run when it is too long', (ms, expected) => {
    expect(asked({ ms, at: 0 }).obey(10)).toEqual(expected);
  });

  it('is obeyed once', () => {
    const hold = asked({ ms: 5000, at: 0 });
    expect([hold.obey(0), hold.obey(0), hold.obey(1)]).toEqual([wait(5000), undefined, undefined]);
  });

  it('is told again when it is asked for again', () => {
    const hold = asked({ ms: 5000, at: 0 });
    hold.obey(0);
    hold.ask(2000, 'the quota is used up', 10);
    expect(hold.obey(10)).toEqual(wait(2000, 'the quota is used up'));
  });

  it('is no matter when it passed before a call had to wait', () => {
    const hold = asked({ ms: 90_000, at: 0 });
    expect(hold.obey(90_000)).toBe(undefined);
    hold.turn();
    hold.heard();
    hold.ask(1000, 'too many calls', 90_100);
    expect(hold.obey(90_100)).toEqual(wait(1000));
  });

  it('is not told to a call that waits for something else after it', () => {
    const hold = asked({ ms: 5000, at: 0 });
    hold.turn();
    expect(hold.obey(10)).toBe(undefined);
  });

  it('that is too long is not hidden by a shorter one', () => {
    const hold = asked({ ms: 90_000, at: 0, reason: 'come back later' }, { ms: 1000, at: 10 });
    expect(hold.obey(10)).toEqual(tooLong(90, 'come back later'));
  });
});

describe('waits in a row', () => {
  it('count together', () => {
    const hold = asked();
    for (let at = 0; at < 40_000; at += 20_000) {
      hold.ask(20_000, 'too many calls', at);
      expect(hold.obey(at)).toEqual(wait(20000));
      hold.turn();
    }
    hold.ask(20_001, 'too many calls', 40_000);
    expect(hold.obey(40_000)).toEqual(tooLong(61));
  });

  it('count once where they pass together', () => {
    const hold = asked(...Array.from({ length: 8 }, (_, index) => ({ ms: 20_000, at: index })));
    expect(hold.obey(7)).toEqual(wait(20000));
    hold.ask(40_000, 'too many calls', 20_007);
    expect(hold.obey(20_007)).toEqual(tooLong(61));
  });

  it('count anew after an answer', () => {
    const hold = asked();
    for (let at = 0; at < 400_000; at += 40_000) {
      hold.ask(40_000, 'too many calls', at);
      expect(hold.obey(at)).toEqual(wait(40000));
      hold.turn();
      hold.heard();
    }
  });
});
