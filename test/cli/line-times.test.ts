import { expect, it } from 'vitest';
import { waitForLineMs } from '../../src/cli/line-times.js';

it.each([
  [0, 0, undefined, 10_000],
  [1, 10_200, undefined, 49_800],
  [2, 60_000, undefined, 600_000],
  [3, 660_000, undefined, 600_000],
  [0, 0, 2000, 2000],
  [7, 99_000, 2000, 2000],
])('waits for line %d, after %d ms, at an interval of %s, so long: %d ms', (printed, elapsedMs, intervalMs, waitMs) => {
  expect(waitForLineMs(printed, elapsedMs, intervalMs)).toBe(waitMs);
});
