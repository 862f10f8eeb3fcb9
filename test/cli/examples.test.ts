import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program } from '../../src/cli/program.js';
import { standInSettings } from '../../src/cli/stand-in.js';
import { startSandbox } from '../../src/sandbox/index.js';
import { desk, PROGRAM } from '../support/program.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The id that examples name. */
const RUN = '20260131-094500-k3f';

/** Every command line that help shows, with the options that are told last too. */
function examplesOfHelp(): readonly string[] {
  const root = program(() => async () => {});
  const shown = root
    .createHelp()
    .visibleCommands(root)
    .filter((command) => command.name() !== 'help');
  return [root, ...shown].flatMap((command) => {
    let text = '';
    command.configureOutput({ writeOut: (written) => (text += written) });
    try {
      const all = command.options.some(({ long }) => long === '--help-all');
      command.parse([all ? '--help-all' : '--help'], { from: 'user' });
    } catch {
      // commander ends so.
    }
    return text
      .slice(text.indexOf('\nExamples:\n') + 11)
      .trimEnd()
      .split('\n')
      .map((line) => line.trim());
  });
}

/** Every command line that the README shows. */
function examplesOfReadme(): readonly string[] {
  const blocks = readFileSync(`${ROOT}README.md`, 'utf8').matchAll(/```(?:sh)?\n([\s\S]*?)```/g);
  return [...blocks].flatMap(([, block = '']) => block.split('\n').filter((line) => /(^|\| )contact-push /.test(line)));
}

/** The project file that the README shows. */
function projectFileOfReadme(): string {
  return /```json\n([\s\S]*?)```/.exec(readFileSync(`${ROOT}README.md`, 'utf8'))?.[1] ?? '';
}

/** Rows that all three services take. */
const ROWS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));

async function files(path: (name: string) => string): Promise<void> {
  const phones = ROWS.map((row) => `+336399800${row}`);
  const csv = `phone,first name\n${phones.map((phone, index) => `${phone},Nom ${index}`).join('\n')}\n`;
  await writeFile(path('contacts.csv'), csv);
  await writeFile(path('contacts.csv.gz'), gzipSync(csv));
  await writeFile(path('people.csv'), csv.replace('phone', 'GSM'));
  await writeFile(path('people.map.json'), '');
  await writeFile(path('crm.csv'), `Mobile,BornDate\n${ROWS.map((row) => `09121234${row}0,01/02/1370`).join('\n')}\n`);
  await writeFile(path('people.json'), JSON.stringify(ROWS.map((row) => ({ Mobile: `09121234${row}0` }))));
  await copyFile(`${ROOT}fixtures/contacts/five.csv`, path('five.csv'));
}

const EXAMPLES = [...new Set([...examplesOfHelp(), ...examplesOfReadme()])];

describe('an example works as it is printed', () => {
  /** A folder with the files that examples name, a mapping that was saved and a run that has ended. */
  const template = mkdtemp(join(tmpdir(), 'contact-push-examples-'));
  const services = startSandbox();
  let before = '';

  const environment = async (folder: string): Promise<Record<string, string>> => ({
    PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
    HOME: folder,
    CONTACT_PUSH_STATE_DIR: join(folder, 'state'),
    CONTACT_PUSH_RATE: 'off',
    ...standInSettings((await services).url),
  });

  beforeAll(async () => {
    const folder = await template;
    await files((name) => join(folder, name));
    await mkdir(join(folder, 'bin'));
    await writeFile(join(folder, 'bin/contact-push'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
    await chmod(join(folder, 'bin/contact-push'), 0o755);
    const mapped = await bash(MAP, folder, await environment(folder));
    expect(mapped).toMatchObject({ exit: 0 });
    const ran = await bash(
      'contact-push import contacts.csv --provider octopush --json',
      folder,
      await environment(folder),
    );
    before = JSON.parse(ran.stdout).run;
  });

  afterAll(async () => {
    await (await services).close();
    await rm(await template, { recursive: true, force: true });
  });

  it.each(EXAMPLES)('%s', async (example) => {
    const { folder } = await desk();
    await cp(await template, folder, { recursive: true });
    if (example.includes('--profile')) await writeFile(join(folder, 'contact-push.config.json'), projectFileOfReadme());
    const typed = example.replaceAll(RUN, before).replace('--port 8080', '--port 0');
    const { exit, stderr } = await bash(typed, folder, await environment(folder));
    expect(stderr).not.toContain('error:');
    // A file of five rows that shows five fates, and faults that were asked for.
    expect(example.includes('five.csv') ? [3, 6] : [0]).toContain(exit);
  });
});

const MAP =
  'contact-push import people.csv --provider octopush --map phone_number=GSM --save-mapping people.map.json --dry-run';

/** Runs a line in a shell; what serves until it is stopped is stopped once it serves. */
async function bash(line: string, cwd: string, env: Readonly<Record<string, string>>) {
  const child = spawn('bash', ['-c', `exec ${line}`.replace(/^exec (.* \| )/, '$1')], { cwd, env });
  child.stdin.end();
  let [stdout, stderr] = ['', ''];
  let isStopped = false;
  const hear = (): void => {
    if (isStopped || !/^listening on/m.test(stdout + stderr)) return;
    isStopped = true;
    child.kill('SIGINT');
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    hear();
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    hear();
  });
  const [exit] = await once(child, 'close');
  return { exit, stdout, stderr };
}
