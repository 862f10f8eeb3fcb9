import { expect, it } from 'vitest';
import { check } from '../../bench/torture/check.js';
import { play } from '../../bench/torture/play.js';
import { drawScript } from '../../bench/torture/script.js';

it('draws the same script for the same seed', () => {
  expect(drawScript(7)).toEqual(drawScript(7));
  expect(drawScript(8)).not.toEqual(drawScript(7));
});

it.concurrent.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])('keeps every promise in script %i', async (seed) => {
  const evidence = await play(drawScript(seed));
  expect(evidence.sessions.length).toBeGreaterThan(0);
  expect(check(evidence)).toEqual([]);
});
