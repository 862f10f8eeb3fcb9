import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digitsOf, LONG, writeContacts } from './contacts.js';
import { work } from './folder.js';
import { importAll } from './program.js';

// Of a row that no other part of a call can be taken for.
const SAMPLE = 5_318_008;
const SUCCESS = { octopush: 201, protexting: 201, amoot: 200 };

/**
 * The call that the program makes for a row, as it arrives at the stand-in, cut where the row's own digits are: what
 * the comparators send.
 * @returns {Promise<string>} the file it is in
 */
export async function writeTemplate(provider, server) {
  const kind = { ...LONG, row: (_, number) => LONG.row(SAMPLE, number) };
  const input = await writeContacts(join(work(), 'one.csv'), 1, kind, provider);
  const { heard } = await importAll(provider, server, input, work(), { ok: 1 });
  const [request, ...lines] = heard.sample.head.split('\r\n');
  const [method, path] = request.split(' ');
  const headers = lines
    .map((line) => line.split(/: */s, 2))
    .filter(([name]) => !/^(host|connection|content-length)$/i.test(name));
  const body = heard.sample.body.split(digitsOf(SAMPLE));
  const file = join(work(), `${provider.name}.json`);
  writeFileSync(
    file,
    JSON.stringify({ method, path, headers: Object.fromEntries(headers), body, status: SUCCESS[provider.name] }),
  );
  return file;
}

/** The call for row `i`, in the shape that undici takes. */
export function fill({ method, path, headers, body }, i) {
  return { method, path, headers, body: body.join(digitsOf(i)) };
}
