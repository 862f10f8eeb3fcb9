import { spawn } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { expect } from 'vitest';
import type { ServiceName } from '../../src/sandbox/index.js';
import { people, TO, upTo } from './people.js';
import { type Desk, desk, type More, PROGRAM, type Ran } from './program.js';
import { type Arrived, type Reply, recorder } from './recorder.js';

/** A command line that has ended, and where. */
export interface Ended {
  readonly ran: Ran;
  readonly desk: Desk;
  readonly env: Readonly<Record<string, string>>;
}

/** Has a command line end, with these flags behind it: none, `--json` or `--quiet`. */
export type Scene = (manner: readonly string[]) => Promise<Ended>;

/** What `--json` prints, as far as it is told apart here. */
export interface Document {
  readonly run: string;
  readonly status: string;
  readonly stop: string | null;
  readonly exit: number;
  readonly rows: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly next: string | null;
}

export interface Refusal {
  readonly exit: number;
  readonly error: RegExp;
  /** The line to type, the last that is printed. The flags of the manner are left out of it. */
  readonly next: string;
}

/**
 * A scene that ends before there is a run, told to people and to programs: the reason and the line to type on standard
 * error, nothing on standard output but the one document of `--json`. Gives the end that was told to people.
 */
export async function refused(scene: Scene, { exit, error, next }: Refusal): Promise<Ended> {
  // One after the other: they may be at the same desk.
  const text = await scene([]);
  const json = await scene(['--quiet', '--json']);
  for (const { ran, desk: table } of [text, json]) {
    expect({ exit: ran.exit, stderr: ran.stderr }).toEqual({ exit, stderr: expect.stringMatching(/^error: /m) });
    expect(ran.stderr.match(/^error: /gm)).toHaveLength(1);
    expect(errorIn(ran)).toMatch(error);
    expect(alike(lastTyped(ran.stderr), table)).toBe(next);
  }
  expect(text.ran.stdout).toBe('');
  // Notices are not for those who asked for quiet.
  expect(json.ran.stderr).toMatch(/^error: /);
  const [document, ...more] = json.ran.stdout.split('\n');
  expect(more).toEqual(['']);
  const refusal = JSON.parse(document ?? '');
  expect(refusal).toEqual({ run: null, status: 'refused', exit, error: expect.stringMatching(error) });
  expect(json.ran.stderr).toContain(`error: ${refusal.error}`);
  return text;
}

export interface End {
  readonly exit: number;
  readonly status?: string;
  readonly stop?: string | null;
  readonly counts: Readonly<Record<string, number>>;
  /** The line to type, with RUN for the run's id; null where there is none. */
  readonly next: string | null;
  /** Why, on standard error. Where absent, there is no error beside the summary. */
  readonly error?: RegExp;
  /** What stands there where there is no line. */
  readonly hint?: string;
}

/**
 * A scene that ends with a run, told in all three manners: the summary or the document on standard output; with `--quiet`
 * nothing at exit 0, else the reason, the counts and the line. Gives the end that `--json` told, and its document.
 */
export async function ended(scene: Scene, end: End): Promise<Ended & { readonly doc: Document }> {
  const { exit, next, error, hint } = end;
  const [text, json, quiet] = await Promise.all([scene([]), scene(['--json']), scene(['--quiet'])]);
  expect([text, json, quiet].map(({ ran }) => ran.exit)).toEqual([exit, exit, exit]);

  const doc = documentOf(json.ran);
  expect({ ...doc, next: doc.next === null ? null : alike(doc.next, json.desk) }).toMatchObject({
    ...{ exit, next, status: end.status ?? 'finished', stop: end.stop ?? null },
  });
  expect(said(doc.counts)).toEqual(end.counts);
  expect(sumOf(doc)).toBe(doc.rows);
  expect(text.ran.stdout).toMatch(/^ {2}rows read +[\d ]+ = [\d +]+$/m);
  const last = next ?? hint;
  const lines = alike(text.ran.stdout, text.desk).trimEnd().split('\n');
  if (last === undefined) expect(text.ran.stdout).not.toMatch(/^next/m);
  else if (next === null) expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(`next: ${last}`);
  else expect([lines.at(-2), lines.at(-1)]).toEqual([expect.stringMatching(/^next|:$/), `  ${last}`]);
  for (const { ran } of [text, json]) {
    if (error === undefined) expect(ran.stderr).not.toMatch(/^error: /m);
    else expect(errorIn(ran)).toMatch(error);
  }
  expect(quiet.ran.stdout).toBe('');
  if (exit === 0) {
    expect(quiet.ran.stderr).toBe('');
    return { ...json, doc };
  }
  if (error !== undefined) expect(quiet.ran.stderr).toMatch(error);
  expect(quiet.ran.stderr).toMatch(/^error: .+\n\d+ rows?: \w+ \d+(, \w+ \d+)*; report: \S+$/m);
  expect(alike(quiet.ran.stderr, quiet.desk).trimEnd().split('\n').at(-1)).toBe(`next: ${last}`);
  return { ...json, doc };
}

export interface BreakOff {
  readonly exit: number;
  readonly status: string;
  readonly stop: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly error: RegExp;
  /** The line to type, the last that is printed; with RUN for the run's id. */
  readonly next: string;
  /** The same in the document, where that has another. */
  readonly nextInDocument?: string | null;
}

/**
 * A scene that ends in the midst of a run, without a summary or a report, told in all three manners: the reason, the
 * counts and the line on standard error, and with `--json` the document. Gives the end that `--json` told.
 */
export async function abandoned(scene: Scene, end: BreakOff): Promise<Ended & { readonly doc: Document }> {
  const { exit, status, stop, counts, error, next, nextInDocument = next } = end;
  const [text, json, quiet] = await Promise.all([scene([]), scene(['--json']), scene(['--quiet'])]);
  for (const { ran, desk: table } of [text, json, quiet]) {
    expect({ exit: ran.exit, stderr: ran.stderr }).toEqual({ exit, stderr: expect.stringMatching(/^error: /m) });
    expect(errorIn(ran)).toMatch(error);
    expect(errorIn(ran)).toMatch(/\b\d+ rows?: \w+ \d+(, \w+ \d+)*$/m);
    expect(alike(lastTyped(ran.stderr), table)).toBe(next);
  }
  expect([text.ran.stdout, quiet.ran.stdout]).toEqual(['', '']);
  expect(quiet.ran.stderr).toMatch(/^error: /);
  const doc = documentOf(json.ran);
  expect({ ...doc, next: doc.next === null ? null : alike(doc.next, json.desk) }).toMatchObject({
    ...{ exit, status, stop, report: null, rejects: null, next: nextInDocument },
  });
  expect(said(doc.counts)).toEqual(counts);
  expect(sumOf(doc)).toBe(doc.rows);
  return { ...json, doc };
}

/** The one document on standard output, with all keys of the contract and no other. */
export function documentOf({ stdout }: Ran): Document {
  const [document, ...more] = stdout.split('\n');
  expect(more).toEqual(['']);
  const doc = JSON.parse(document ?? '');
  expect(Object.keys(doc)).toEqual([
    ...['run', 'provider', 'input', 'status', 'stop', 'exit', 'rows', 'counts', 'results', 'calls', 'retries'],
    ...['throttled', 'seconds', 'rows_per_second', 'report', 'rejects', 'next'],
  ]);
  return doc;
}

/** Pastes a line into a shell in the folder of the desk, or `at` another one, and runs it. */
export async function paste(
  { desk: { folder, path }, env }: Ended,
  line: string | null,
  { stdin = '', at = folder, env: more = {} }: Pick<More, 'env' | 'stdin'> & { readonly at?: string } = {},
): Promise<Ran> {
  expect(line).toMatch(/^contact-push /);
  await mkdir(path('bin'), { recursive: true });
  await mkdir(at, { recursive: true });
  await writeFile(path('bin/contact-push'), `#!/bin/sh\nexec '${process.execPath}' '${PROGRAM}' "$@"\n`);
  await chmod(path('bin/contact-push'), 0o755);
  const child = spawn('bash', ['--norc', '-c', line ?? ''], {
    cwd: at,
    env: {
      PATH: `${path('bin')}${delimiter}${process.env['PATH'] ?? ''}`,
      HOME: folder,
      CONTACT_PUSH_STATE_DIR: path('state'),
      ...env,
      ...more,
    },
  });
  const told = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text) => {
      told[name] += text;
    });
  }
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return new Promise((resolve, reject) => {
    child.on('error', reject).on('close', (exit) => resolve({ exit, ...told }));
  });
}

/** The command at the very end of what was printed, as it would be copied. */
export function lastTyped(printed: string): string {
  const [, line = ''] = /(?:^next: |^next[^\n]*:\n {2}|: )(contact-push [^\n]*)\n$/m.exec(printed) ?? [];
  return line;
}

/** What is the same at every desk: RUN in the place of a run's id, no folder of a desk, no flags of the manner. */
export function alike(text: string, { folder }: Desk): string {
  return text
    .replaceAll(`${folder}/`, '')
    .replace(/\b\d{8}-\d{6}-[a-z0-9]{3}\b/g, 'RUN')
    .replace(/ --(json|quiet)\b/g, '');
}

export interface Importing {
  /** Data rows of `c.csv`, or its whole text. */
  readonly rows?: number | string;
  readonly flags?: readonly string[];
  /** Instead of a file. */
  readonly stdin?: string;
  readonly more?: Readonly<Record<string, string>>;
  /** Something that happens at a call, and what is answered. */
  readonly answer?: (request: Arrived, before: number, desk: Desk) => Reply | Promise<Reply>;
}

/** An import of `c.csv`, or of standard input, to a server that answers as told. */
export function importing(service: ServiceName, { rows = 2, flags = [], stdin, more = {}, answer }: Importing): Scene {
  return async (manner) => {
    const table = await desk();
    const server = await recorder((request, before) => answer?.(request, before, table) ?? STORED[service](request));
    const env = { ...settingsOf(service, server.url), ...more };
    if (stdin === undefined) {
      await table.write('c.csv', typeof rows === 'string' ? rows : people(service, upTo(rows)));
    }
    const argv = ['import', stdin === undefined ? 'c.csv' : '-', ...TO[service], ...flags, ...manner];
    const ran = await table.run(argv, { env, ...(stdin !== undefined && { stdin }) });
    return { ran, desk: table, env };
  };
}

/** What leads to a server, with credentials that work nowhere. */
export function settingsOf(service: ServiceName, url: string): Readonly<Record<string, string>> {
  if (service === 'amoot') return { AMOOT_BASE_URL: url, AMOOT_TOKEN: 'token-of-no-account' };
  if (service === 'protexting') {
    return { PROTEXTING_BASE_URL: url, PROTEXTING_ACCESS_TOKEN: 'token-of-no-account' };
  }
  return { OCTOPUSH_BASE_URL: url, OCTOPUSH_API_LOGIN: 'me@example.org', OCTOPUSH_API_KEY: 'key-of-no-account' };
}

/** How a service says that it stored what a request holds. */
export const STORED: Readonly<Record<ServiceName, (request: Arrived) => Reply>> = {
  octopush: ({ body }) => {
    const { contacts }: { contacts: object[] } = JSON.parse(body);
    const items = contacts.map((contact) => ({ ...contact, status: 'added' }));
    return { status: 201, body: JSON.stringify({ items }) };
  },
  protexting: () => ({ status: 201, body: '{"message":"Confirmation message successfully sent"}' }),
  amoot: () => ({ status: 200, body: '{"Status":"Success","Data":{"ID":7}}' }),
};

/** The error that was told, its lines joined, without the line to type. */
function errorIn({ stderr }: Ran): string {
  const [, text = ''] = /^error: ([\s\S]*?)(?=\nnext: |\n$)/m.exec(stderr) ?? [];
  return text;
}

/** The statuses that any row has. */
function said(counts: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}

function sumOf({ counts }: Document): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
