export const SERVICES = ['octopush', 'protexting', 'amoot'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What became of the calls to one service. */
export interface ServiceStats {
  /** Records held. */
  readonly contacts: number;
  /** Calls received, the throttled ones among them. */
  readonly calls: number;
  /** Calls answered with 429. */
  readonly throttled: number;
  /** Distinct numbers that came twice or more in creates that were accepted. */
  readonly repeated: number;
  /** Keys that no page documents, and that were ignored as the services do. */
  readonly unknownKeys: number;
  /** SMS that people would have got: one an accepted create of ProTexting, none elsewhere. */
  readonly textMessages: number;
}

export type SandboxStats = Readonly<Record<ServiceName, ServiceStats>>;

/** Plain text, a line for every service that was called: `octopush holds 257 contacts; 0 numbers reached it twice`. */
export function describe(stats: SandboxStats): string {
  const called = SERVICES.filter((name) => stats[name].calls > 0);
  if (called.length === 0) return 'no service was called';
  return called.map((name) => line(name, stats[name])).join('\n');
}

function line(name: ServiceName, { contacts, repeated, textMessages }: ServiceStats): string {
  const parts = [`${name} holds ${count(contacts, 'contact')}`, `${count(repeated, 'number')} reached it twice`];
  if (name === 'protexting') parts.push(`${count(textMessages, 'text message')} would have gone out`);
  return parts.join('; ');
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
