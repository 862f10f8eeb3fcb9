import { chmod, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { brokenOff } from '../support/broken-off.js';
import { front } from '../support/front.js';
import { people, TO, upTo } from '../support/people.js';
import { type Desk, desk } from '../support/program.js';

const ROWS = 'phone,first_name\n+33639980001,Ann\n4.41E+11,<script>alert(1)</script>\n+33639980091,=1+1\n,Zoé\n';
/** Where two pages differ; empty where they do not. */
function where(one: string, other: string): string {
  if (one === other) return '';
  const at = [...one].findIndex((character, index) => character !== other[index]);
  return `${one.slice(at - 60, at + 60)} … and not … ${other.slice(at - 60, at + 60)}`;
}

const IMPORT = ['import', 'c.csv', '--provider', 'octopush', '--sandbox', '--report', 'run.html', '--json'];

async function imported(more: readonly string[] = []): Promise<Desk & { readonly id: string; readonly page: string }> {
  const table = await desk();
  await table.write('c.csv', ROWS);
  const ran = await table.run([...IMPORT, ...more]);
  return { ...table, id: JSON.parse(ran.stdout).run, page: await readFile(table.path('run.html'), 'utf8') };
}

describe('a run with a report that is a page', () => {
  it('writes it for its owner alone, with style and script within', async () => {
    const { page, path } = await imported();
    expect((await stat(path('run.html'))).mode & 0o777).toBe(0o600);
    expect(page).toMatch(/^<!doctype html>\n/);
    expect(page).toContain('(v1.6.32)');
    expect(page).toContain('Copyright (c) 2022 Leon Sorokin');
    expect(page).toContain('--ground: #ffffff');
    expect(page).toContain('>finished</span>');
    expect(page).toContain('exit status 6');
    expect(page).toContain('phone_number ← phone, first_name ← first_name');
    expect(page).not.toContain('<script>alert');
    expect(page).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
  });

  it('is the same, to the byte, by report later', async () => {
    const { run, id, page, path } = await imported();
    const again = await run(['report', id, '--as', 'html', '--out', 'again.html']);
    expect(again).toMatchObject({ exit: 0, stdout: '' });
    expect(where(await readFile(path('again.html'), 'utf8'), page)).toBe('');
    expect(where((await run(['report', id, '--as', 'html'])).stdout, page)).toBe('');
  });

  it('is the same after each session, too, and shows them', async () => {
    const { run, id, path, env } = await brokenOff('octopush');
    expect(await run(['resume', id, '--report', 'run.html'], { env })).toMatchObject({ exit: 0 });
    const page = await readFile(path('run.html'), 'utf8');
    expect(page).toContain('not: it goes on, or broke off');
    expect(page).toContain('Sessions (');
    expect(where((await run(['report', id, '--as', 'html'])).stdout, page)).toBe('');
  });

  it('tells that it was interrupted, in the page of that moment too', async () => {
    const door = await front({ answers: 2 });
    const { run, start, write, path } = await desk();
    await write('c.csv', people('protexting', upTo(5)));
    const importing = start(
      ['import', 'c.csv', ...TO.protexting, '--report', 'run.html', '--timeout', '1s', '--json'],
      {
        env: door.env,
      },
    );
    await door.came(3);
    importing.kill('SIGINT');
    const { stdout } = await importing.ended;
    const { run: id, status } = JSON.parse(stdout);
    expect(status).toBe('interrupted');
    const page = await readFile(path('run.html'), 'utf8');
    expect(page).toContain('interrupted by SIGINT');
    expect(page).toContain(`contact-push resume ${id}`);
    expect(where((await run(['report', id, '--as', 'html'])).stdout, page)).toBe('');
  });

  it('tells that its rejects could not be written, as the ledger does', async () => {
    const { run, path, write, start } = await desk();
    await write('c.csv', ROWS);
    await mkdir(path('out'));
    const importing = start([...IMPORT, '--rejects', 'out/r.csv', '--rate', '2/s', '--batch-size', '1']);
    await importing.says(/phone_number ← phone/);
    await rm(path('out'), { recursive: true });
    const { stdout, exit } = await importing.ended;
    expect(exit).toBe(1);
    const { run: id } = JSON.parse(stdout);
    const page = await readFile(path('run.html'), 'utf8');
    expect(page).toContain('r.csv cannot be written');
    expect(where((await run(['report', id, '--as', 'html'])).stdout, page)).toBe('');
  });

  it('of a dry run says that nothing was sent', async () => {
    const { page } = await imported(['--dry-run']);
    expect(page).toContain('Nothing was sent. 2 of 4 rows would be sent');
    expect(page).toContain('A dry run makes no call.');
  });

  it('masks numbers unless they are to be shown', async () => {
    expect((await imported()).page).not.toContain('39980091');
    const { run, id, page } = await imported(['--show-numbers']);
    expect(page).toContain('+33639980091');
    expect(where((await run(['report', id, '--as', 'html', '--show-numbers'])).stdout, page)).toBe('');
    expect((await run(['report', id, '--as', 'html'])).stdout).not.toContain('39980091');
  });

  it('holds no secret, whatever the settings', async () => {
    const door = await front({ answers: 9 });
    const { run, write, path } = await desk();
    await write('c.csv', people('octopush', upTo(2)));
    await run(['import', 'c.csv', ...TO.octopush, '--report', 'run.html'], { env: door.env });
    const page = await readFile(path('run.html'), 'utf8');
    const secrets = Object.entries(door.env).filter(([name]) => /KEY|LOGIN|TOKEN/.test(name));
    expect(secrets.length).toBeGreaterThan(0);
    for (const [, secret] of secrets) expect(page).not.toContain(secret);
  });
});

describe('report --open', () => {
  it('names a private file where no browser can be opened', async () => {
    const { run, id, page, path } = await imported();
    const env = { TMPDIR: path('') };
    const ran = await run(['report', id, '--open'], { env });
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    const [line, file = ''] = /^no browser can be opened here: see (\S+)\n$/.exec(ran.stdout) ?? [];
    expect(line).toBe(ran.stdout);
    expect(where(await readFile(file, 'utf8'), page)).toBe('');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
  });

  it.skipIf(process.platform !== 'linux').each([
    [0, 'opened'],
    [3, 'no browser can be opened here: see'],
  ])('hands the file to the browser, which ends with %i', async (exit, said) => {
    const { run, id, path, write } = await imported();
    await mkdir(path('bin'));
    await write('bin/xdg-open', `#!/bin/sh\necho "$1" > '${path('shown')}'\nexit ${exit}\n`);
    await chmod(path('bin/xdg-open'), 0o755);
    const env = { DISPLAY: ':9', PATH: `${path('bin')}:${process.env['PATH'] ?? ''}` };
    const ran = await run(['report', id, '--open', '--out', 'a page.html'], { env });
    expect(ran).toEqual({ exit: 0, stdout: `${said} ${path('a page.html')}\n`, stderr: '' });
    expect(await readFile(path('shown'), 'utf8')).toBe(`${path('a page.html')}\n`);
  });

  it.each([
    [['--as', 'csv'], '--open shows a page'],
    [['--out', 'run.csv'], '--open shows a page'],
    [['--out', '-'], '--out -: is no file that --open could open'],
  ])('refuses what is no page: %j', async (argv, message) => {
    const { run, id } = await imported();
    const ran = await run(['report', id, '--open', ...argv]);
    expect(ran).toMatchObject({ exit: 2, stdout: '' });
    expect(ran.stderr).toContain(message);
  });
});
