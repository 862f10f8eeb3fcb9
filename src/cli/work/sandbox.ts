import { once } from 'node:events';
import { UsageError } from '../../errors.js';
import { describe, type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/index.js';
import { readChaos } from '../chaos.js';
import type { Call } from '../command.js';
import { readCount, readDuration } from '../parse.js';
import { standInSettings } from '../stand-in.js';

/** Serves until a signal comes, then says what the stand-ins hold. */
export async function runSandbox({ flags, output }: Call): Promise<number> {
  const port = flags.read('port', (name, text) => readCount(name, text, 0, 65_535), 0);
  const latencyMs = flags.read('latency', readDuration, 0);
  const rateLimit = flags.read('rate-limit', (name, text) => readCount(name, text, 1), undefined);
  const sandbox = await open({
    port,
    latencyMs,
    ...(rateLimit === undefined ? {} : { rateLimit }),
    ...readChaos(flags, true),
  });
  // Whoever reads the line may stop it at once.
  const stopped = Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  output.notice(`listening on ${sandbox.url}; to send there, put this into .env (Ctrl-C ends it)`);
  output.print(
    Object.entries(standInSettings(sandbox.url))
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  );
  await stopped;
  // The terminal has written ^C there.
  if (process.stdin.isTTY && process.stderr.isTTY) process.stderr.write('\n');
  const stats = sandbox.stats();
  await sandbox.close();
  output.print(describe(stats));
  return 0;
}

async function open(options: SandboxOptions & { readonly port: number }): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new UsageError(`--port ${options.port}: cannot be listened on (${code}). Choose another`, { cause: error });
  }
}
