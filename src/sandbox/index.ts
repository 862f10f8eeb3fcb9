import { once } from 'node:events';
import { amoot } from './amoot.js';
import { CREDENTIALS, type Credentials } from './credentials.js';
import { octopush } from './octopush.js';
import { type Generation, protexting } from './protexting.js';
import { type Desk, serve } from './server.js';
import type { SandboxStats, ServiceName } from './stats.js';
import { type Held, Store } from './store.js';
import { slidingWindow } from './window.js';

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
  /** Stops at once: calls under way get no answer. */
  close(): Promise<void>;
}

/**
 * Starts stand-ins of Octopush, ProTexting and Amoot on one port of 127.0.0.1, with empty books. They do what the vendors' pages
 * say, and where those are silent what would hurt most. Rejects when the port is taken, and with a RangeError
 * for an option out of range.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, latencyMs = 0, rateLimit, protextingGeneration = 'A', now = Date.now } = options;
  if (!(latencyMs >= 0)) throw new RangeError(`Expected latencyMs to be a number from 0, found ${latencyMs}`);
  const credentials = { ...CREDENTIALS, ...options.credentials };
  const desk = (service: Desk['service']): Desk => ({
    service,
    store: new Store(),
    window: rateLimit === undefined ? undefined : slidingWindow(rateLimit),
  });
  const desks: Record<ServiceName, Desk> = {
    octopush: desk(octopush(credentials.octopush)),
    protexting: desk(protexting(credentials.protexting, protextingGeneration)),
    amoot: desk(amoot(credentials.amoot)),
  };

  // Octopush comes before ProTexting, whose prefix is the beginning of its own.
  const server = serve([desks.octopush, desks.protexting, desks.amoot], latencyMs, now);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;

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
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
