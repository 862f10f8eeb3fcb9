import type { Call } from '../model.js';
import { clean } from './clean.js';
import { ranges } from './ranges.js';

/** Keeps a call that has ended. Takes `callValues`. */
export const ADD_CALL = `
  INSERT INTO calls (run, rows, started_at, duration_ms, http_status, verdict, code, excerpt)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

export function callValues(run: number, call: Call): unknown[] {
  return [
    run,
    ranges(call.rows),
    Math.round(call.startedAt),
    Math.round(call.durationMs),
    call.httpStatus,
    call.verdict,
    clean(call.code),
    clean(call.excerpt),
  ];
}
