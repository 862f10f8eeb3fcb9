import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../bin/contact-push.js', import.meta.url));

export interface Ran {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface More {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string | Buffer;
  /** Leaves standard input open, as a pipe whose writer lives on. */
  readonly endless?: boolean;
}

export interface Desk {
  /** The working directory; the ledger lies in `state` below it. */
  readonly folder: string;
  /** Runs the built program there, with these variables and nothing else from the environment that it would read. */
  run(argv: readonly string[], more?: More): Promise<Ran>;
  write(name: string, content: string | Buffer): Promise<string>;
  path(name: string): string;
}

/** An empty working directory with the built program in reach; gone after the test. */
export async function desk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'contact-push-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = (name: string): string => join(folder, name);
  return {
    folder,
    path,
    async write(name, content) {
      await writeFile(path(name), content);
      return path(name);
    },
    run: (argv, { env = {}, stdin = '', endless = false } = {}) =>
      new Promise((resolve, reject) => {
        const child = spawn(process.execPath, [PROGRAM, ...argv], {
          cwd: folder,
          env: { PATH: process.env['PATH'] ?? '', HOME: folder, CONTACT_PUSH_STATE_DIR: path('state'), ...env },
          stdio: ['pipe', 'pipe', 'pipe'],
        });
        let stdout = '';
        let stderr = '';
        child.stdout.setEncoding('utf8').on('data', (text) => {
          stdout += text;
        });
        child.stderr.setEncoding('utf8').on('data', (text) => {
          stderr += text;
        });
        child.on('error', reject);
        child.on('close', (exit) => resolve({ exit, stdout, stderr }));
        child.stdin.on('error', () => {});
        if (endless) child.stdin.write(stdin);
        else child.stdin.end(stdin);
      }),
  };
}
