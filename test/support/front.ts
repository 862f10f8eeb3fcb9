import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { onTestFinished } from 'vitest';
import { standInSettings } from '../../src/cli/stand-in.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/sandbox/index.js';

export interface FrontOptions extends SandboxOptions {
  /** Calls that are answered before answers are held back. Default: all. */
  readonly answers?: number;
}

/** A stand-in of the services behind a door that can hold its answers back: what is held back is stored all the same. */
export interface Front {
  readonly sandbox: Sandbox;
  readonly url: string;
  /** The settings that lead there. */
  readonly env: Readonly<Record<string, string>>;
  /** Calls that the stand-in has dealt with, answered or held back. */
  calls(): number;
  /** Resolves when the stand-in has dealt with so many calls. */
  came(calls: number): Promise<void>;
  /** Answers what was held back, and everything from now on, or so many calls in all. */
  release(answers?: number): void;
}

/** Starts it; gone after the test. */
export async function front({ answers = Number.POSITIVE_INFINITY, ...options }: FrontOptions = {}): Promise<Front> {
  const sandbox = await startSandbox(options);
  let calls = 0;
  let most = answers;
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  };
  const until = async (met: () => boolean): Promise<void> => {
    while (!met()) await new Promise<void>((resolve) => waiting.push(resolve));
  };

  const server = createServer((incoming, response) => {
    const { method, headers } = incoming;
    const beyond = request(`${sandbox.url}${incoming.url}`, { method, headers, agent: false }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('error', () => response.destroy());
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', async () => {
        calls += 1;
        const number = calls;
        wake();
        await until(() => number <= most);
        response.writeHead(reply.statusCode ?? 0, reply.headers).end(Buffer.concat(chunks));
      });
    });
    beyond.on('error', () => response.destroy());
    incoming.pipe(beyond);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await sandbox.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  return {
    sandbox,
    url,
    env: standInSettings(url),
    calls: () => calls,
    came: (count) => until(() => calls >= count),
    release(count = Number.POSITIVE_INFINITY) {
      most = count;
      wake();
    },
  };
}
