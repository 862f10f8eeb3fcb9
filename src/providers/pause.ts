import type { HttpReply } from '../model.js';

/** How long the headers of a reply ask to be left alone: `Retry-After`, else the quota when nothing is left of it. */
export function pauseMsOf(reply: HttpReply): number | undefined {
  return retryAfterMs(reply) ?? (isExhausted(reply) ? quotaResetMs(reply) : undefined);
}

/**
 * How long the reply asks to be left alone, counted from its arrival: seconds, or any of the three forms of an HTTP
 * date (RFC 9110, 5.6.7). 0 for a date in the past, undefined where there is nothing readable.
 */
export function retryAfterMs({ headers, receivedAt }: HttpReply): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  if (/^\d+$/.test(text)) return wholeMs(Number(text) * 1000);
  const date = httpDate(text);
  return date === undefined ? undefined : wholeMs(date - receivedAt);
}

/**
 * When the quota is full again, counted from the arrival of the reply: `X-Rate-Limit-Reset` in seconds, or as Unix
 * time above 1e9. Undefined where it is blank or zero, which says nothing.
 */
export function quotaResetMs({ headers, receivedAt }: HttpReply): number | undefined {
  const text = headers['x-rate-limit-reset']?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : 0;
  if (seconds < 1) return undefined;
  return wholeMs(seconds > 1e9 ? seconds * 1000 - receivedAt : seconds * 1000);
}

function isExhausted({ headers }: HttpReply): boolean {
  return /^0+$/.test(headers['x-rate-limit-remaining']?.trim() ?? '');
}

/** Between 0 and the largest safe integer, so that what waits can reckon with it. */
function wholeMs(ms: number): number {
  return Math.min(Math.max(0, Math.round(ms)), Number.MAX_SAFE_INTEGER);
}

function httpDate(text: string): number | undefined {
  // Date.parse alone would take "1.5" for a day in January, and a date without a zone for local time.
  const zoned = /^[A-Z][a-z]{2,8}, \d{2}[ -][A-Z][a-z]{2}[ -](?:\d{4}|\d{2}) \d{2}:\d{2}:\d{2} GMT$/;
  const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;
  const ms = zoned.test(text) ? Date.parse(text) : asctime.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
