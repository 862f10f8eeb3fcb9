import type { ServiceName } from '../../src/sandbox/index.js';
import { type Front, type FrontOptions, front } from './front.js';
import { people, TO, upTo } from './people.js';
import { type Desk, desk, type More } from './program.js';

export interface BrokenOff extends Front, Desk {
  /** The id of the run. */
  readonly id: string;
}

export interface BrokenOffOptions extends FrontOptions {
  /** What to import, by name and content; six people unless given. */
  readonly file?: readonly [name: string, content: string | Buffer];
  readonly flags?: readonly string[];
  readonly more?: More;
  /** Calls that are answered before it is killed. */
  readonly answers?: number;
}

/** An import of `c.csv` that was killed when three calls were answered, and the fourth was stored and not answered. */
export async function brokenOff(service: ServiceName, options: BrokenOffOptions = {}): Promise<BrokenOff> {
  const { file = ['c.csv', people(service, upTo(6))], flags = [], more = {}, answers = 3, ...rest } = options;
  const door = await front({ ...rest, answers });
  const table = await desk();
  const [name, content] = file;
  if (name !== '-') await table.write(name, content);
  const program = table.start(['import', name, ...TO[service], ...flags], {
    ...more,
    env: { ...door.env, ...more.env },
    ...(name === '-' && { stdin: content }),
  });
  const died = program.ended.then(({ exit, stderr }) => {
    if (exit !== null) throw new Error(`it ended with ${exit}: ${stderr}`);
  });
  await Promise.race([door.came(answers + 1), died]);
  program.kill('SIGKILL');
  await died;
  door.release();
  const [run] = JSON.parse((await table.run(['runs', '--json'])).stdout);
  return { ...door, ...table, id: run.run };
}
