import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { InputError } from '../../src/errors.js';
import { type InputOptions, openInput } from '../../src/input/index.js';
import { readPath } from './read.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'contact-push-count-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What reading a file through tells of it: its rows, or why it is refused. */
async function readThrough(path: string, options: InputOptions) {
  let input: Awaited<ReturnType<typeof openInput>> | undefined;
  try {
    input = await openInput(path, options);
    await input.readThrough();
    return { rows: input.rowsTotal() };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { error: { message: error.message, line: error.line } };
  } finally {
    await input?.close();
  }
}

const PIECES = ['a', 'é', '1', ',', ',', '\t', '\n', '\n', '\r\n', '\r', ' ', '\u00a0', '\u3000', '\ufeff', '\v', '='];
const texts = (pieces: readonly string[]) => fc.array(fc.constantFrom(...pieces), { maxLength: 30 });

it.each([
  ['without quotes', PIECES],
  ['with quotes', [...PIECES, '"', '"', '""', '="1"', '"x"']],
])(
  'a file is counted to the very rows that it gives, or refused in the words in which they break: %s',
  async (_, pieces) => {
    const path = join(folder, 'counted.csv');
    await fc.assert(
      fc.asyncProperty(texts(pieces), fc.constantFrom(',', '\t'), async (parts, delimiter) => {
        await writeFile(path, `h${delimiter}i\n${parts.join('')}`);
        const { rows, error } = await readPath(path, { delimiter });
        expect(await readThrough(path, { delimiter })).toEqual(error ? { error } : { rows: rows.length });
      }),
      { seed: 20_261, numRuns: 1000 },
    );
  },
);

it.each([
  ['a row with too many cells', `a,b\n${'1,2\n'.repeat(30_000)}${','.repeat(10_000)}\n3,4\n`],
  ['a record that is too long', `a,b\n${'1,2\n'.repeat(30_000)}${'x'.repeat(2 ** 20 + 1)}\n`],
])('%s is refused when a file is read through, as when its rows are read', async (_, text) => {
  const path = join(folder, 'wide.csv');
  await writeFile(path, text);
  const { error } = await readPath(path);
  expect(error?.line).toBe(30_002);
  expect(await readThrough(path, {})).toEqual({ error });
});
