import { once } from 'node:events';
import { StorageError } from '../../errors.js';
import { describe, MAGIC, type Sandbox, SERVICES, startSandbox } from '../../sandbox/index.js';
import type { AddCommand, Call } from '../command.js';
import { addCommonOptions } from '../options.js';
import { readCount, readDuration } from '../parse.js';
import { standInSettings } from '../stand-in.js';

const EXAMPLES = `
Numbers that are answered otherwise, so that every fate of a row can be watched:
${SERVICES.flatMap((service) => MAGIC[service].map(({ number, answer }) => `  ${number.padEnd(13)} ${answer}`)).join('\n')}

Examples:
  contact-push sandbox --port 8080
  contact-push sandbox --latency 200ms --rate-limit 5`;

/** `sandbox`: stand-ins of the three services, until it is interrupted. */
export const addSandbox: AddCommand = (program, does) => {
  const command = program
    .command('sandbox')
    .summary('run stand-ins of the three services on 127.0.0.1')
    .description('Runs stand-ins of the three services on 127.0.0.1 until it is interrupted (Ctrl-C).')
    .option('--port <n>', 'where to listen (default: any free port)')
    .option('--latency <time>', 'hold each answer back for so long, such as 200ms')
    .option('--rate-limit <n>', 'calls a second that a service answers; the rest are told to wait');
  addCommonOptions(command).addHelpText('after', EXAMPLES).action(does(runSandbox));
};

async function runSandbox({ flags, output }: Call): Promise<number> {
  const port = flags.read('port', (name, text) => readCount(name, text, 0, 65_535), 0);
  const latencyMs = flags.read('latency', readDuration, 0);
  const rateLimit = flags.read('rate-limit', (name, text) => readCount(name, text, 1), undefined);
  const sandbox = await open({ port, latencyMs, ...(rateLimit === undefined ? {} : { rateLimit }) });
  output.notice(`listening on ${sandbox.url}; to send there, put this into .env (Ctrl-C ends it)`);
  output.print(
    Object.entries(standInSettings(sandbox.url))
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
  );
  await Promise.race(['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => once(process, signal)));
  const stats = sandbox.stats();
  await sandbox.close();
  output.print(describe(stats));
  return 0;
}

async function open(options: { port: number; latencyMs: number; rateLimit?: number }): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new StorageError(`--port ${options.port}: cannot be listened on (${code}). Choose another`, { cause: error });
  }
}
