import { readdirSync, readFileSync } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ServiceName, startSandbox } from '../../src/sandbox/index.js';
import { readCsv } from '../support/csv.js';
import { desk } from '../support/program.js';

const FOLDER = fileURLToPath(new URL('../../fixtures/contacts/nasty/', import.meta.url));
const SUFFIX = '.expected.json';

/** What lies beside a nasty file, as `<file>.expected.json`. */
interface Expected {
  /** What is nasty about it, in a few words. */
  readonly what: string;
  readonly provider: ServiceName;
  readonly flags?: readonly string[];
  /** Files of this folder that the flags name, such as a mapping. */
  readonly also?: readonly string[];
  readonly exit: number;
  /** What the service holds in the end, in the order it came: every field, exactly. */
  readonly received: readonly Readonly<Record<string, unknown>>[];
  /** Cells of each report line that are named here; `message` is a part of what it says, empty where it says nothing. Null where no report may be written. */
  readonly report: readonly Readonly<Record<string, string>>[] | null;
  /** Parts of what standard error says. */
  readonly says?: readonly string[];
  /** The rejects file, exactly, read in latin1 so that every byte shows; null where there must be none. */
  readonly rejects?: string | null;
}

const cases = readdirSync(FOLDER)
  .filter((name) => name.endsWith(SUFFIX))
  .map((name) => {
    const expected: Expected = JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
    return { file: name.slice(0, -SUFFIX.length), what: expected.what, expected };
  });

describe('nasty files are read rightly, or refused in words', () => {
  it.each(cases)('$file: $what', async ({ file, expected }) => {
    const { provider, flags = [], also = [], exit, received, report, says = [], rejects } = expected;
    const sandbox = await startSandbox();
    onTestFinished(() => sandbox.close());
    const { run, path } = await desk();
    for (const name of [file, ...also]) await copyFile(join(FOLDER, name), path(name));
    const env = {
      OCTOPUSH_BASE_URL: sandbox.url,
      OCTOPUSH_API_LOGIN: 'sandbox@example.org',
      OCTOPUSH_API_KEY: 'sandbox-key',
      PROTEXTING_BASE_URL: sandbox.url,
      PROTEXTING_ACCESS_TOKEN: 'sandbox-token',
      AMOOT_BASE_URL: sandbox.url,
      AMOOT_TOKEN: 'sandbox-token',
    };
    const out = ['--report', 'report.csv', '--rejects', 'rejects.txt'];
    const ran = await run(
      ['import', file, '--provider', provider, '--rate', 'off', '--concurrency', '1', ...out, ...flags],
      { env },
    );

    for (const part of says) expect(ran.stderr).toContain(part);
    expect({ exit: ran.exit, stderr: ran.stderr }).toMatchObject({ exit });
    expect([...sandbox.contacts(provider)].map(({ fields }) => fields)).toEqual(received);
    const lines = await readCsv(path('report.csv')).catch(() => null);
    if (report === null) {
      expect(lines).toBeNull();
    } else {
      expect(lines).toMatchObject(
        report.map(({ message, ...cells }) =>
          message === undefined ? cells : { ...cells, message: message && expect.stringContaining(message) },
        ),
      );
      expect(lines).toHaveLength(report.length);
    }
    if (rejects !== undefined) {
      expect(await readFile(path('rejects.txt'), 'latin1').catch(() => null)).toBe(rejects);
    }
  });
});
