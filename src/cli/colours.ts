import type { Status } from '../model.js';

/** How statuses are painted, wherever they are shown. */
export const COLOURS = {
  ok: 'green',
  duplicate: 'dim',
  invalid: 'yellow',
  rejected: 'yellow',
  failed: 'red',
  unknown: 'red',
  not_sent: 'dim',
} as const satisfies Record<Status, string>;
