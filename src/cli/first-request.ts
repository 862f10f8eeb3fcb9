import { maskPhone } from '../mask.js';
import type { Batch, HttpRequest } from '../model.js';
import { printable } from './output.js';

const MAX_BODY = 2000;

/** The first request of a dry run as it would go out, for people to look at; numbers are masked. */
export function firstRequestText(request: HttpRequest, batch: Batch): string {
  const headers = Object.entries(request.headers).map(([name, value]) => `  ${name}: ${value}`);
  const body = batch.contacts.reduce(
    (text, { phone }) =>
      text.replaceAll(phone, maskPhone(phone)).replaceAll(encodeURIComponent(phone), maskPhone(phone)),
    request.body ?? '',
  );
  const shown = body.length > MAX_BODY ? `${body.slice(0, MAX_BODY)}… (${body.length} characters in all)` : body;
  return ['', '', 'first request:', `  ${request.method} ${request.url}`, ...headers, '', `  ${printable(shown)}`].join(
    '\n',
  );
}
