import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { providers } from '../../../src/providers/index.js';
import { type Desk, desk, type More } from '../../support/program.js';

interface Answer {
  readonly words: readonly string[];
  readonly helps: readonly string[];
  /** The sum in the last line: 2 no space, 4 no files, 16 folders, 32 in this order. */
  readonly directive: number;
}

/** Asks as the scripts of the shells do. */
async function ask({ run }: Desk, words: readonly string[], more?: More): Promise<Answer> {
  const { exit, stdout, stderr } = await run(['complete', '--', ...words], more);
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  const lines = stdout.trimEnd().split('\n');
  const last = lines.pop() ?? '';
  expect(last).toMatch(/^:\d+$/);
  const cells = lines.map((line) => line.split('\t'));
  return {
    words: cells.map(([word = '']) => word),
    helps: cells.map(([, help = '']) => help),
    directive: Number(last.slice(1)),
  };
}

const FILES = 0;
const FOLDERS = 16;
const WORDS = 36;
const UNFINISHED_WORDS = 38;

describe('what is offered', () => {
  it('is every command of the help, with its summary', async () => {
    const place = await desk();
    const { words, helps, directive } = await ask(place, ['']);
    const { stdout } = await place.run(['--help']);
    const listed = [...(stdout.split('\nCommands:\n')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)].map(
      ([, name = '']) => name,
    );
    expect(listed).toContain('import');
    expect(words.filter((word) => word !== 'help')).toEqual(
      listed.filter((word) => word !== 'contact' && word !== 'help'),
    );
    expect(helps.every((help) => help !== '')).toBe(true);
    expect(words).not.toContain('complete');
    expect(directive).toBe(WORDS);
  });

  it('is every flag of a command, but those that were given', async () => {
    const place = await desk();
    const all = await ask(place, ['import', 'a.csv', '--']);
    expect(all.words).toContain('--dry-run');
    expect(all.words).toContain('--help');
    const rest = await ask(place, ['import', '-n', 'a.csv', '--provider=amoot', '--skip', '3', '--map', 'a=b', '--']);
    const gone = all.words.filter((word) => !rest.words.includes(word));
    expect(gone.sort()).toEqual(['--dry-run', '--provider', '--skip']);
  });

  it('is flags once every operand is there', async () => {
    const { words } = await ask(await desk(), ['runs', '']);
    expect(words).toContain('--prune');
  });

  it('is no flag that only tells what a run was begun with', async () => {
    const { words } = await ask(await desk(), ['retry', '--']);
    expect(words).not.toContain('--provider');
    expect(words).toContain('--rate');
  });

  it.each([
    ['a provider', ['import', '--provider', ''], ['octopush', 'protexting', 'amoot']],
    ['a provider behind =', ['import', '--provider=pro'], ['--provider=protexting']],
    ['a format', ['import', '-', '--format', ''], ['csv', 'tsv', 'json', 'ndjson']],
    ['a phone check', ['import', '--phone-check', ''], ['shape', 'possible', 'valid']],
    ['a calendar', ['import', '--calendar', ''], ['gregorian', 'jalali']],
    ['a delimiter', ['import', '--delimiter', ''], ['comma', 'semicolon', 'tab', 'pipe']],
    ['an encoding', ['import', '--encoding', 'utf-'], ['utf-8', 'utf-16le', 'utf-16be']],
    ['a format of the report', ['report', 'x', '--as', 'nd'], ['ndjson']],
    ['a country', ['import', '--country', 'FR'], ['FR']],
    ['a shell', ['completion', ''], ['bash', 'zsh', 'fish']],
    ['a command to help with', ['help', 'imp'], ['import']],
    ['nothing for a number', ['import', '--limit', ''], []],
    ['nothing for an unknown command', ['nothing', ''], []],
  ])('is %s', async (_what, words, offers) => {
    expect(await ask(await desk(), words)).toMatchObject({ words: offers, directive: WORDS });
  });

  it.each([
    ['the input', ['import', '']],
    ['the input behind flags', ['import', '--provider', 'amoot', '-n', '']],
    ['a second operand', ['resume', 'x', '']],
    ['--report', ['import', '--report', '']],
    ['--rejects=', ['import', '--rejects=a']],
    ['--out', ['report', 'x', '--out', '']],
    ['--env-file', ['runs', '--env-file', '']],
  ])('is files for %s', async (_what, words) => {
    expect(await ask(await desk(), words)).toEqual({ words: [], helps: [], directive: FILES });
  });

  it('is the profiles of the project file, and nothing where that is none', async () => {
    const place = await desk();
    expect((await ask(place, ['import', '--profile', ''])).words).toEqual([]);
    await place.write('contact-push.config.json', '{"profiles":{"nightly":{},"spring sale":{}}}');
    expect((await ask(place, ['import', '--profile', ''])).words).toEqual(['nightly', 'spring sale']);
    await place.write('contact-push.config.json', '{');
    expect((await ask(place, ['import', '--profile', ''])).words).toEqual([]);
  });

  it('is folders for --state-dir', async () => {
    expect(await ask(await desk(), ['runs', '--state-dir', ''])).toMatchObject({ directive: FOLDERS });
  });
});

describe('fields', () => {
  const namesOf = (name: string) =>
    providers.filter((each) => each.name === name).flatMap(({ fields }) => fields.map((field) => `${field.name}=`));

  it.each(providers.map(({ name }) => name))(
    'are those of %s when it is on the line, or in the environment',
    async (name) => {
      const place = await desk();
      const onLine = await ask(place, ['import', 'a.csv', '--provider', name, '--map', '']);
      expect(onLine).toMatchObject({ words: namesOf(name), directive: UNFINISHED_WORDS });
      const env = { CONTACT_PUSH_PROVIDER: name };
      expect(await ask(place, ['import', '--set', ''], { env })).toMatchObject({ words: namesOf(name) });
    },
  );

  it('are those of all providers otherwise, whatever .env says', async () => {
    const place = await desk();
    await place.write('.env', 'CONTACT_PUSH_PROVIDER=amoot\nAMOOT_TOKEN=very-secret\n');
    const { words } = await ask(place, ['import', '--set', '']);
    expect(words).toEqual(providers.flatMap(({ name }) => namesOf(name)));
  });
});

describe('columns', () => {
  it.each([
    ['contacts.csv', 'GSM;Nom de famille\n1;2\n'],
    ['contacts.json', '[{"GSM": 1, "Nom de famille": 2}]'],
    ['contacts.ndjson', '{"GSM": 1, "Nom de famille": 2}\n'],
  ])('of %s are offered for a field', async (name, text) => {
    const place = await desk();
    await place.write(name, text);
    const { words } = await ask(place, ['import', name, '--map', 'phone_number=']);
    expect(words).toEqual(['phone_number=GSM', 'phone_number=Nom de famille']);
  });

  it('are read from the beginning of the file alone', async () => {
    const place = await desk();
    await place.write('big.csv', `GSM,City\n${'1,"a\n'.repeat(100_000)}`);
    const { words } = await ask(place, ['import', 'big.csv', '--map=phone_number=C']);
    expect(words).toEqual(['--map=phone_number=City']);
  });

  it.each(['no-such.csv', '.', '-', '/dev/zero'])('are none for %s', async (name) => {
    const answer = await ask(await desk(), ['import', name, '--map', 'phone_number='], { endless: true });
    expect(answer).toMatchObject({ words: [], directive: WORDS });
  });

  it('that would break the answer are left out', async () => {
    const place = await desk();
    await place.write('odd.csv', '"a\nb","c\td","\u001b[31m",GSM\n');
    expect((await ask(place, ['import', 'odd.csv', '--map', 'phone_number='])).words).toEqual(['phone_number=GSM']);
  });
});

describe('runs', () => {
  const importing = ['import', 'my contacts.csv', '--provider', 'octopush', '--sandbox', '--json'];

  async function runsOf(place: Desk, ...more: readonly string[]): Promise<string> {
    const { stdout } = await place.run([...importing, ...more]);
    const document: unknown = JSON.parse(stdout);
    return typeof document === 'object' && document !== null && 'run' in document ? String(document.run) : '';
  }

  it.each(['resume', 'retry', 'reconcile', 'report'])(
    'are offered to %s, the newest first, with what they were',
    async (command) => {
      const place = await desk();
      await place.write('my contacts.csv', 'phone\n+33612345678\n');
      const first = await runsOf(place);
      // Ids begin with the second they began in; the order is that of the ledger.
      const second = await runsOf(place, '--dry-run');
      const before = readdirSync(place.path('state')).sort();
      const bytes = readFileSync(place.path('state/ledger.db'));
      expect(await ask(place, [command, ''])).toEqual({
        words: [second, first],
        helps: ['octopush my contacts.csv, finished, dry run', 'octopush my contacts.csv, finished'],
        directive: WORDS,
      });
      expect((await ask(place, [command, first])).words).toEqual([first]);
      expect(readdirSync(place.path('state')).sort()).toEqual(before);
      expect(readFileSync(place.path('state/ledger.db')).equals(bytes)).toBe(true);
    },
  );

  it('come from --state-dir on the line', async () => {
    const place = await desk();
    await place.write('my contacts.csv', 'phone\n+33612345678\n');
    const run = await runsOf(place, '--state-dir', 'other');
    expect((await ask(place, ['retry', ''])).words).toEqual([]);
    expect((await ask(place, ['retry', '--state-dir', 'other', ''])).words).toEqual([run]);
  });

  it('come from a ledger that lies alone, and nothing is put beside it', async () => {
    const place = await desk();
    await place.write('my contacts.csv', 'phone\n+33612345678\n');
    const run = await runsOf(place);
    mkdirSync(place.path('a ?#%2'));
    copyFileSync(place.path('state/ledger.db'), place.path('a ?#%2/ledger.db'));
    expect((await ask(place, ['retry', '--state-dir', 'a ?#%2', ''])).words).toEqual([run]);
    expect(readdirSync(place.path('a ?#%2'))).toEqual(['ledger.db']);
  });

  it('are none where there is no ledger, and none is made', async () => {
    const place = await desk();
    expect(await ask(place, ['resume', ''])).toMatchObject({ words: [], directive: WORDS });
    expect(existsSync(place.path('state'))).toBe(false);
  });

  it('are none where the ledger is none', async () => {
    const place = await desk();
    await place.write('ledger.db', 'not a database'.repeat(100));
    expect(await ask(place, ['resume', '--state-dir', '.', ''])).toMatchObject({ words: [] });
    expect(readdirSync(place.folder)).toEqual(['ledger.db']);
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('prints a script for %s, whatever lies in the folder', async (shell) => {
    const place = await desk();
    await place.write('contact-push.config.json', '{ broken');
    const { exit, stdout, stderr } = await place.run(['completion', shell]);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toContain('contact-push complete -- ');
  });

  it.each([[[]], [['tcsh']]])('says what it expects when it is given %j', async (words) => {
    const { exit, stdout, stderr } = await (await desk()).run(['completion', ...words]);
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toMatch(/bash.*zsh.*fish/);
  });

  it('tells in its help which line to add for each shell, and that the other command is there nowhere', async () => {
    const { run } = await desk();
    const { stdout } = await run(['completion', '--help']);
    expect(stdout).toContain('eval "$(contact-push completion bash)"');
    expect(stdout).toContain('source <(contact-push completion zsh)');
    expect(stdout).toContain('contact-push completion fish | source');
    expect((await run(['--help'])).stdout).not.toMatch(/^ +complete /m);
  });
});
