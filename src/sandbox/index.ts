import { amoot } from './amoot.js';
import { Arrivals } from './arrivals.js';
import { chooser } from './chaos-choose.js';
import { type Chaos, parseChaos } from './chaos-parse.js';
import { CREDENTIALS, type Credentials } from './credentials.js';
import { door } from './door.js';
import { octopush } from './octopush.js';
import { type Generation, protexting } from './protexting.js';
import { type Desk, serve } from './server.js';
import type { SandboxStats, ServiceName } from './stats.js';
import { type Held, Store } from './store.js';
import { slidingWindow } from './window.js';

export { FAULTS, type Fault, type FaultName } from './chaos-faults.js';
export { type Chaos, type Down, parseChaos, type Share } from './chaos-parse.js';
export { CREDENTIALS, type Credentials } from './credentials.js';
export { MAGIC, type Magic } from './magic.js';
export type { Generation } from './protexting.js';
export { describe, type SandboxStats, SERVICES, type ServiceName, type ServiceStats } from './stats.js';
export type { Held } from './store.js';

export interface SandboxOptions {
  /** Where to listen on 127.0.0.1. Default 0: any free port. */
  readonly port?: number;
  /** How long each answer is held back. Default 0. */
  readonly latencyMs?: number;
  /** Calls that a service answers within one second; the rest get 429. A whole number from 1. Default: no limit. */
  readonly rateLimit?: number;
  /** What each service accepts. Default `CREDENTIALS`. */
  readonly credentials?: Partial<Credentials>;
  /** Which of ProTexting's two pages its answers follow. Default A: the contact, not a message. */
  readonly protextingGeneration?: Generation;
  /** Faults that calls meet, such as `timeout=2%,429=5%,down=2s@10`. A call above the rate limit meets none. Default: none. */
  readonly chaos?: Chaos | string;
  /** A whole number from 0 to 2³² − 1: with the same one, the same calls in the same order meet the same faults. Default 1. */
  readonly seed?: number;
  /** Milliseconds since 1970, for the rate limit and for dates. Default `Date.now`. */
  readonly now?: () => number;
}

export interface Sandbox {
  /** `http://127.0.0.1:PORT`: the base URL of all three services. */
  readonly url: string;
  readonly port: number;
  stats(): SandboxStats;
  /** What a service holds at this moment, in the order in which it came. */
  contacts(service: ServiceName): Iterable<Held>;
  /** In how many accepted creates a number that is held came. As the service writes it, or its international digits. */
  times(service: ServiceName, number: string): number;
  /**
   * When each call to a service had come, in milliseconds of `performance.now()` and in order. Connections that are refused, and
   * calls that break off, are none.
   */
  arrivals(service: ServiceName): readonly number[];
  /** Stops at once: calls under way get no answer. */
  close(): Promise<void>;
}

/**
 * Starts stand-ins of Octopush, ProTexting and Amoot on one port of 127.0.0.1, with empty books. They do what the vendors' pages
 * say, and where those are silent what would hurt most. Rejects when the port is taken, and with a RangeError
 * for an option out of range.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, latencyMs = 0, rateLimit, protextingGeneration = 'A', seed = 1, now = Date.now } = options;
  if (!(latencyMs >= 0)) throw new RangeError(`Expected latencyMs to be a number from 0, found ${latencyMs}`);
  const chaos = readChaos(options.chaos);
  const credentials = { ...CREDENTIALS, ...options.credentials };
  const desk = (service: Desk['service']): Desk => ({
    service,
    store: new Store(),
    arrivals: new Arrivals(),
    window: rateLimit === undefined ? undefined : slidingWindow(rateLimit),
  });
  const desks: Record<ServiceName, Desk> = {
    octopush: desk(octopush(credentials.octopush)),
    protexting: desk(protexting(credentials.protexting, protextingGeneration)),
    amoot: desk(amoot(credentials.amoot)),
  };

  // Octopush comes before ProTexting, whose prefix is the beginning of its own.
  const server = serve([desks.octopush, desks.protexting, desks.amoot], {
    latencyMs,
    now,
    choose: chooser(chaos, seed),
    goDown: () => entrance.shut(chaos.down?.forMs ?? 0),
  });
  const entrance = door(server);
  const bound = await entrance.open(port);

  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    stats: () => ({
      octopush: desks.octopush.store.stats(),
      protexting: desks.protexting.store.stats(),
      amoot: desks.amoot.store.stats(),
    }),
    contacts: (service) => desks[service].store.contacts(),
    times: (service, number) => desks[service].store.times(desks[service].service.digits(number)),
    arrivals: (service) => desks[service].arrivals.times(),
    close: () => entrance.close(),
  };
}

function readChaos(chaos: Chaos | string = NONE): Chaos {
  const read = typeof chaos === 'string' ? parseChaos(chaos) : chaos;
  if (typeof read === 'string') throw new RangeError(`chaos ${chaos}: ${read}`);
  return read;
}

const NONE: Chaos = { shares: [] };
