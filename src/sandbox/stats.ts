export const SERVICES = ['octopush', 'protexting', 'amoot'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What became of the calls to one service. */
export interface ServiceStats {
  /** Records held. */
  readonly contacts: number;
  /** Calls received, the throttled ones among them. */
  readonly calls: number;
  /** Calls above the rate limit, which are answered with 429. */
  readonly throttled: number;
  /** Distinct numbers that came twice or more in creates that were accepted. */
  readonly repeated: number;
  /** Keys that no page documents, and that were ignored as the services do. */
  readonly unknownKeys: number;
  /** SMS that people would have got: one an accepted create of ProTexting, none elsewhere. */
  readonly textMessages: number;
  /** Calls that met a fault of `chaos`, by its name. */
  readonly faults: Readonly<Record<string, number>>;
}

export type SandboxStats = Readonly<Record<ServiceName, ServiceStats>>;

/** Plain text, a line for every service that was called: `octopush holds 257 contacts; 0 numbers reached it twice`. */
export function describe(stats: SandboxStats): string {
  const called = SERVICES.filter((name) => stats[name].calls > 0);
  if (called.length === 0) return 'no service was called';
  return called.map((name) => line(name, stats[name])).join('\n');
}

function line(name: ServiceName, { contacts, repeated, textMessages, faults }: ServiceStats): string {
  const parts = [`${name} holds ${count(contacts, 'contact')}`, `${count(repeated, 'number')} reached it twice`];
  if (name === 'protexting') parts.push(`${count(textMessages, 'text message')} would have gone out`);
  const met = Object.entries(faults).map(([fault, times]) => `${fault} (${times})`);
  if (met.length > 0) parts.push(`faults: ${met.join(', ')}`);
  return parts.join('; ');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
