import { describe, expect, it } from 'vitest';
import { chooser } from '../../src/sandbox/chaos-choose.js';
import { parseChaos } from '../../src/sandbox/index.js';

/** The names of the faults that so many calls meet; empty where they meet none. */
function met(text: string, seed: number, calls = 1000): readonly string[] {
  const chaos = parseChaos(text);
  if (typeof chaos === 'string') throw new Error(chaos);
  const choose = chooser(chaos, seed);
  return Array.from({ length: calls }, () => choose()?.fault.name ?? '');
}

function count(names: readonly string[], name: string): number {
  return names.filter((each) => each === name).length;
}

describe('chooser', () => {
  it('gives the same faults for the same seed, and others for another', () => {
    const text = 'timeout=20%,429=20%,reset=10%';
    expect(met(text, 7)).toEqual(met(text, 7));
    expect(met(text, 8)).not.toEqual(met(text, 7));
  });

  it('gives each fault about as often as it should come', () => {
    const names = met('timeout=20%,429=5%,reset=0%', 7, 10_000);
    expect(Math.abs(count(names, 'timeout') - 2000)).toBeLessThan(200);
    expect(Math.abs(count(names, '429') - 500)).toBeLessThan(100);
    expect(count(names, 'reset')).toBe(0);
    expect(count(names, '')).toBe(10_000 - count(names, 'timeout') - count(names, '429'));
  });

  it('leaves no call alone when the faults make up 100%', () => {
    expect(count(met('500=33.4%,502=33.3%,504=33.3%', 3), '')).toBe(0);
  });

  it('draws whether a call is stored half and half where either may be, and never elsewhere', () => {
    const stored = (text: string): number => {
      const chaos = parseChaos(text);
      if (typeof chaos === 'string') throw new Error(chaos);
      const choose = chooser(chaos, 5);
      return Array.from({ length: 1000 }, choose).filter((trouble) => trouble?.stored).length;
    };
    expect(Math.abs(stored('timeout=100%') - 500)).toBeLessThan(60);
    expect(stored('reset=100%')).toBe(0);
    expect(stored('reset-after=100%')).toBe(1000);
  });

  it('goes down once, after as many calls as it was told', () => {
    expect(met('down=1s@3', 7, 6)).toEqual(['', '', '', 'down', '', '']);
  });

  it('goes down after 1 to 20 calls, as the seed has it', () => {
    const after = Array.from({ length: 300 }, (_, seed) => met('down=1s', seed, 40).indexOf('down'));
    expect(new Set(after)).toEqual(new Set(Array.from({ length: 20 }, (_, index) => index + 1)));
    expect(met('down=1s', 7, 40)).toEqual(met('down=1s', 7, 40));
  });
});
