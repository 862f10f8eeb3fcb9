import { maskPhone } from '../mask.js';
import type { Batch, HttpRequest } from '../model.js';
import { type Journey, journeyText } from './planned.js';
import { printable } from './terminal/printable.js';
import { widthOf } from './terminal/width.js';
import { wrapped } from './terminal/wrap.js';

const MAX_BODY = 600;

/**
 * What a dry run tells beside the fates of the rows: calls and time, what fills which field, and the first request; in
 * lines of at most `columns`, which may be Infinity.
 */
export function dryRunText(
  { firstBatch, ...journey }: Journey & { readonly firstBatch: Batch | undefined },
  notices: readonly string[],
  encode: (batch: Batch) => HttpRequest,
  columns: number,
): string {
  const told = [journeyText(journey), ...notices].flatMap((line) =>
    wrapped(`  ${printable(line)}`, columns, { indent: 4 }),
  );
  const request = firstBatch === undefined ? [] : firstRequest(encode(firstBatch), firstBatch, columns);
  return ['', '', 'plan:', ...told, ...request].join('\n');
}

/** The first request of a dry run as it would go out, for people to look at; numbers are masked. */
function firstRequest(request: HttpRequest, batch: Batch, columns: number): readonly string[] {
  const headers = Object.entries(request.headers).map(([name, value]) => `  ${name}: ${value}`);
  const body = batch.contacts.reduce(
    (text, { phone }) =>
      text.replaceAll(phone, maskPhone(phone)).replaceAll(encodeURIComponent(phone), maskPhone(phone)),
    request.body ?? '',
  );
  const shown = body.length > MAX_BODY ? `${body.slice(0, MAX_BODY)}… (${body.length} characters in all)` : body;
  return [
    ...['', 'first request:', `  ${request.method} ${request.url}`, ...headers, ''],
    ...atCommas(printable(shown), columns - 2).map((line) => `  ${line}`),
  ];
}

/** JSON has its breaks behind commas. */
function atCommas(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of text.split(/(?<=,)/)) {
    const longer = (lines.at(-1) ?? '') + piece;
    if (lines.length > 0 && widthOf(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  return lines;
}
