import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Life } from '../../src/cli/life.js';
import { brokenOff } from '../support/broken-off.js';
import { numberOf, people, TO, upTo } from '../support/people.js';
import { type Desk, desk, type More, type Ran } from '../support/program.js';
import { recorder } from '../support/recorder.js';

const FIVE = [
  'Tél,first_name,note',
  '+33639980001,Axelle,vip',
  '06 39 98 00 02,Jean,',
  '+33639980001,Axelle,again',
  '4.41E+11,x,y',
  '+33639980091,Noé,',
  '',
].join('\n');
const FRENCH = ['--provider', 'octopush', '--country', 'FR', '--set', 'list_name=May'];

interface Imported extends Desk {
  readonly id: string;
  /** The life of a row, for people and as the document. */
  explain(row: number): Promise<Life & { readonly text: string }>;
}

async function imported(argv: readonly string[], content = FIVE, more: More = {}): Promise<Imported> {
  const table = await desk();
  await table.write('c.csv', content);
  const ran = await table.run(
    ['import', argv.includes('-') ? '-' : 'c.csv', ...argv.filter((each) => each !== '-'), '--json'],
    more,
  );
  return { ...table, ...explaining(table, JSON.parse(ran.stdout).run) };
}

function explaining({ run }: Pick<Desk, 'run'>, id: string): Pick<Imported, 'id' | 'explain'> {
  return {
    id,
    async explain(row) {
      const { exit, stdout, stderr }: Ran = await run(['explain', id, String(row)]);
      if (exit !== 0) throw new Error(stderr);
      const life: Life = JSON.parse((await run(['explain', id, String(row), '--json'])).stdout);
      return { ...life, text: stdout };
    },
  };
}

describe('the life of a row that went well', () => {
  it('is read again from the input: record, fields, call, and the word of the provider', async () => {
    const { explain, id } = await imported([...FRENCH, '--sandbox']);
    const life = await explain(2);
    expect(life).toMatchObject({
      ...{ run: id, provider: 'octopush', input: 'c.csv', row: 2, line: 3, going_on: false, next: null, hint: '' },
      read: {
        from: 'input',
        sessions: [{ session: 1, kind: 'import' }],
        record: [
          { column: 'Tél', value: '06 39 98 00 02' },
          { column: 'first_name', value: 'Jean' },
          { column: 'note', value: '' },
        ],
      },
      became: {
        fields: [
          { field: 'phone_number', value: '+33639980002', scope: 'contact', column: 'Tél' },
          { field: 'first_name', value: 'Jean', scope: 'contact', column: 'first_name' },
          { field: 'list_name', value: 'May', scope: 'call', column: null },
        ],
        problems: [],
      },
      calls: [{ session: 1, rows: 3, row_numbers: '1-2,5', http_status: 201, verdict: 'answered' }],
      fate: { status: 'ok', result: 'added', phone: '+33639980002', attempts: 1 },
    });
    expect(life.text).toContain(`row 2 of run ${id}: ok\noctopush, c.csv:3\n`);
    expect(life.text).toMatch(/read by session 1 \(import, \d{4}-\d\d-\d\d [\d:.]+ UTC\), and now again/);
    expect(life.text).toMatch(/phone_number +\+33639980002 +\(from Tél\)/);
    expect(life.text).toMatch(/list_name +May +\(the same for all rows, of the call\)/);
    expect(life.text).toMatch(/in 1 call\n +1\. .* UTC, session 1 \(import\), with 2 other rows\n +\d+ ms, HTTP 201/);
    expect(life.text).not.toContain('next:');
  });

  it('says why its record is not shown, where the input is another by now, gone, or was a pipe', async () => {
    const { explain, write, path } = await imported([...FRENCH, '--sandbox']);
    await write('c.csv', `${FIVE}+33639980005,Zoé,\n`);
    const changed = await explain(1);
    expect(changed.read).toMatchObject({ from: null, record: [] });
    expect(changed.text).toContain(`${path('c.csv')} is no longer what the run read`);
    expect(changed.fate).toMatchObject({ status: 'ok' });
    const gone = await imported([...FRENCH, '--sandbox', '-'], FIVE, { stdin: FIVE });
    const piped = await gone.explain(1);
    expect(piped.line).toBe(2);
    expect(piped.read.why_not).toContain('the run read standard input');
    expect(piped.text).toContain('octopush, standard input:2');
    await write('c.csv', FIVE);
    expect((await explain(1)).read.from).toBe('input');
    const unread = await imported([...FRENCH, '--sandbox', '--no-preflight']);
    expect((await unread.explain(1)).read.why_not).toContain('did not read its input through');
  });
});

describe('the life of a row that was not sent', () => {
  it('names the row whose number it repeats, and how that stands', async () => {
    const { explain } = await imported([...FRENCH, '--sandbox']);
    const { duplicate_of, calls, text, next } = await explain(3);
    expect({ duplicate_of, calls, next }).toMatchObject({
      duplicate_of: { row: 1, line: 2, status: 'ok' },
      calls: [],
      next: null,
    });
    expect(text).toContain('not sent: the number of row 1 (line 2), which is ok');
  });

  it('leads to the rejects file, by the settings that it was read with', async () => {
    const { run, write, path, id } = await imported([...FRENCH, '--sandbox']);
    await write('contact-push.config.json', JSON.stringify({ profiles: { nightly: { rate: '1/s' } } }));
    const { stdout } = await run(['explain', id, '4', '--profile', 'nightly', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      next: `contact-push import ${path('c.rejects.csv')} --provider octopush --country FR --set list_name=May --sandbox --profile nightly`,
      hint: 'when it is mended there',
    });
    await rm(path('c.rejects.csv'));
    expect(JSON.parse((await run(['explain', id, '4', '--json'])).stdout)).toMatchObject({ next: null });
  });

  it('names the run that has sent to the number before', async () => {
    const server = await recorder(() => ({ status: 200, body: '{"Status":"Success","Data":{"ID":7}}' }));
    const env = { AMOOT_BASE_URL: server.url, AMOOT_TOKEN: 'token-of-no-account' };
    const content = people('amoot', [1, 2]);
    const first = await imported([...TO.amoot], content, { env });
    await first.run(['import', 'c.csv', ...TO.amoot, '--json'], { env });
    const [{ run: second }] = JSON.parse((await first.run(['runs', '--json'])).stdout);
    const life = await explaining(first, second).explain(2);
    expect(life.duplicate_of).toEqual({ run: first.id, row: 2, line: 3, status: 'ok' });
    expect(life.hint).toContain('--again');
    expect(life.text).toContain(`the number of row 2 of run ${first.id} (line 3), which is ok`);
    expect(server.arrived).toHaveLength(2);
  });

  it('tells every problem, what was expected and what was found, and which file to mend', async () => {
    const { explain, path } = await imported(
      [...FRENCH, '--sandbox'],
      `phone,first_name\n4.41E+11,#REF!\n+33639980001,a,b\n`,
    );
    const both = await explain(1);
    expect(both.became.problems.map(({ field, code }) => [field, code])).toEqual([
      ['phone_number', 'phone_scientific'],
      ['first_name', 'spreadsheet_error'],
    ]);
    expect(both.text).toContain('phone_number: phone_scientific: "4.41E+11" is scientific notation');
    expect(both.next).toBe(
      `contact-push import ${path('c.rejects.csv')} --provider octopush --country FR --set list_name=May --sandbox`,
    );
    const shifted = await explain(2);
    expect(shifted.read.record.at(-1)).toEqual({ column: '(cell 3)', value: 'b' });
    expect(shifted.became.problems).toMatchObject([{ field: '', code: 'columns_shifted' }]);
  });

  it('knows a dry run from a run that stopped', async () => {
    const { explain } = await imported([...FRENCH, '--dry-run']);
    const { fate, next, text } = await explain(1);
    expect({ fate, next }).toMatchObject({ fate: { status: 'not_sent', meaning: 'it would be sent' }, next: null });
    expect(text).toContain('a dry run: nothing was sent');
  });
});

describe('the calls of a row', () => {
  it('stand in order, with what came back, the gaps between them, and what to do next', async () => {
    const long = `{"message":"\u202e\u009b31m ${'busy '.repeat(1000)}"}`;
    const server = await recorder((_, before) => {
      if (before === 0) return { status: 429, headers: { 'retry-after': '1' } };
      return before === 1 ? { status: 400, body: '{"code":150,"message":"bad contact"}' } : { status: 503, body: long };
    });
    const env = {
      OCTOPUSH_BASE_URL: server.url,
      OCTOPUSH_API_LOGIN: 'me@example.org',
      OCTOPUSH_API_KEY: 'key-of-no-account',
    };
    const { explain, id } = await imported([...FRENCH, '--rate', 'off', '--max-retries', '0'], FIVE, { env });
    const life = await explain(5);
    expect(life.calls.map(({ http_status, verdict, rows }) => [http_status, verdict, rows])).toEqual([
      [429, 'throttled', 3],
      [400, 'refused', 3],
      [503, 'unsure', 1],
    ]);
    expect(life.calls[1]?.after_seconds).toBeGreaterThanOrEqual(1);
    expect(life.calls[2]?.excerpt.length).toBeGreaterThan(1000);
    expect(life.fate).toMatchObject({ status: 'unknown', attempts: 3, http_status: 503 });
    expect(life.next).toBe(`contact-push reconcile ${id}`);
    expect(life.text).toMatch(/HTTP 429: throttled, and certainly not processed/);
    expect(life.text).toMatch(/… 1\.\d s later/);
    expect(life.text).toMatch(/\(\d \d{3} characters; all with --json\)/);
    expect(life.text).not.toMatch(/[\u202e\u009b]/);
    expect(life.text).toContain(`next: contact-push reconcile ${id}`);
    expect(JSON.stringify(life)).not.toContain('key-of-no-account');
  });

  it('tell the sessions apart, of a run that broke off and went on', async () => {
    const broken = await brokenOff('protexting');
    const { id, run, env } = broken;
    const { explain } = explaining(broken, id);
    const inFlight = await explain(4);
    expect(inFlight.calls).toMatchObject([{ session: 1, verdict: null, meaning: 'nothing is known of it yet' }]);
    expect(inFlight).toMatchObject({ fate: { status: 'unknown' }, next: `contact-push resume ${id}` });
    const unread = await explain(6);
    expect(unread).toMatchObject({ calls: [], next: `contact-push resume ${id}` });

    await run(['resume', id, '--rate', 'off'], { env });
    await run(['reconcile', id, '--rate', 'off'], { env });
    const after = await explain(4);
    expect(after.calls.map(({ session, kind, code }) => [session, kind, code])).toEqual([
      [1, 'import', 'interrupted'],
      [3, 'reconcile', ''],
    ]);
    expect(after.calls[0]).toMatchObject({ duration_ms: null });
    expect(after.fate).toMatchObject({ status: 'ok', result: 'found' });
    expect((await explain(6)).calls.map(({ session }) => session)).toEqual([2]);
    expect((await explain(1)).read.sessions.map(({ session }) => session)).toEqual([1]);
  });

  it('are told of a row that nothing is known of but them', async () => {
    const broken = await brokenOff('octopush');
    const { calls, fate, next, text } = await explaining(broken, broken.id).explain(4);
    expect({ calls, fate, next }).toMatchObject({
      calls: [{ verdict: null, rows: 1 }],
      fate: null,
      next: `contact-push resume ${broken.id}`,
    });
    expect(text).toContain('it was in a call, and the run ended before an answer came');
    const unread = await explaining(broken, broken.id).explain(6);
    expect(unread).toMatchObject({ fate: null, calls: [], read: { from: 'input' }, line: 7 });
    expect(unread.text).toContain('the run has not come to it');
  });
});

it('bounds and makes printable what a hostile file holds, and keeps it whole in the document', async () => {
  const names = Array.from({ length: 9000 }, (_, index) => `c${index}\u001b[31m\u202e`);
  const cells = names.map((_, index) =>
    index === 0 ? `\u001b]0;x\u0007${'A'.repeat(500_000)}` : index % 3 ? '' : `v${index}\u009b`,
  );
  const { explain } = await imported(
    ['--provider', 'octopush', '--sandbox'],
    `phone,${names.join(',')}\n+33639980091,${cells.join(',')}\n`,
  );
  const { text, read } = await explain(1);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  expect(text.length).toBeLessThan(10_000);
  expect(text).toContain('… and 8 961 more columns (all with --json)');
  expect(text).toMatch(/AAA… \(500 \d{3} characters; all with --json\)/);
  expect(read.record).toHaveLength(9001);
  expect(read.record[1]?.value).toHaveLength(cells[0]?.length ?? 0);
});

it('shows a record of JSON as it was written', async () => {
  const table = await desk();
  await table.write('c.ndjson', '{"phone":4.41E+11,"first_name":["a",{"b":null}]}\nno json\n');
  const ran = await table.run(['import', 'c.ndjson', '--provider', 'octopush', '--sandbox', '--json']);
  const { explain } = explaining(table, JSON.parse(ran.stdout).run);
  expect((await explain(1)).read.record).toEqual([
    { column: 'phone', value: '4.41E+11' },
    { column: 'first_name', value: '["a",{"b":null}]' },
  ]);
  const second = await explain(2);
  expect(second.read.record).toEqual([{ column: '', value: 'no json' }]);
  expect(second.became.problems).toMatchObject([{ code: 'not_an_object' }]);
});

describe('what it cannot explain', () => {
  it.each([
    { more: [], row: '7', says: 'it has rows 1 to 5' },
    { more: ['--skip', '1', '--limit', '2'], row: '1', says: 'it has rows 2 to 3, with --skip 1 --limit 2' },
    { more: ['--skip', '9'], row: '1', says: 'it has no rows, with --skip 9' },
  ])('is a row that the run does not have: $says', async ({ more, row, says }) => {
    const { run, id } = await imported([...FRENCH, '--sandbox', ...more]);
    const ran = await run(['explain', id, row]);
    expect(ran).toEqual({
      exit: 2,
      stdout: '',
      stderr: `error: row ${row}: is no row of run ${id}: ${says}\nnext: contact-push explain --help\n`,
    });
  });

  it.each(['0', '-1', '1.5', 'x', ''])('is the row "%s"', async (row) => {
    const { run, id } = await imported([...FRENCH, '--sandbox']);
    const ran = await run(['explain', id, '--', row]);
    expect(ran).toMatchObject({ exit: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^error: row .*expected a whole number from 1 on\nnext: contact-push explain --help\n$/);
  });

  it('is a run that is not there', async () => {
    const { run, id } = await imported([...FRENCH, '--sandbox']);
    expect(await run(['explain', `${id}x`, '1'])).toMatchObject({
      exit: 2,
      stderr: `error: ${id}x: there is no such run. Did you mean ${id}?\nnext: contact-push explain ${id} 1\n`,
    });
    expect((await run(['explain', id.slice(0, -2), '1'])).stdout).toContain(`row 1 of run ${id}`);
    const refused = await run(['explain', id, '99', '--json']);
    expect(JSON.parse(refused.stdout)).toMatchObject({ run: null, status: 'refused', exit: 2 });
  });
});

it('leads to the same ledger in what it says to type', async () => {
  const { run, path, write } = await desk();
  await write('c.csv', people('protexting', upTo(1)).replace(numberOf('protexting', 1), 'x'));
  const state = path('other state');
  await run(['import', 'c.csv', ...TO.protexting, '--sandbox', '--state-dir', state]);
  const [{ run: id }] = JSON.parse((await run(['runs', '--json', '--state-dir', state])).stdout);
  const ran = await run(['explain', id, '1', '--state-dir', 'other state']);
  expect(ran.stdout).toMatch(new RegExp(`next: contact-push import .*c\\.rejects\\.csv .* --state-dir '${state}'\\n`));
});
