import type { ServiceName } from './stats.js';

/** A number that is answered otherwise. */
export interface Magic {
  /** As the service takes it. */
  readonly number: string;
  /** What the service does, in a word. */
  readonly trick: string;
  /** What comes back, for people. */
  readonly answer: string;
  /** Whether the contact is stored all the same. */
  readonly held: boolean;
}

/**
 * So that every fate of a row can be watched. The numbers are from ranges reserved for fiction, or beside the one that the
 * vendor prints in its samples, and no generated data meets them by accident.
 */
export const MAGIC = {
  octopush: [
    { number: '+33639980091', trick: 'left_out', answer: '201 that does not mention it', held: true },
    { number: '+33639980092', trick: 'queued', answer: '201 with the undocumented status "queued"', held: false },
    { number: '+33639980093', trick: 'refused', answer: '400, code 117, for the whole call', held: false },
    { number: '+33639980094', trick: 'broken', answer: '500 with HTML, for the whole call', held: false },
  ],
  protexting: [
    { number: '16465550191', trick: 'opted_out', answer: '422, code 1: opted out', held: false },
    { number: '16465550192', trick: 'blocked', answer: '422, code 1001: blocked', held: false },
    { number: '16465550193', trick: 'carrier', answer: '422, code 10001: refused by the carrier', held: false },
    { number: '16465550194', trick: 'broken', answer: '500 with HTML, after the person was texted', held: true },
    { number: '16465550195', trick: 'no_credit', answer: '422, code 5: not enough credits', held: false },
    { number: '16465550196', trick: 'too_soon', answer: '422, code 8: same content within 10 seconds', held: false },
    { number: '16465550197', trick: 'not_active', answer: '422, code 6: API app not activated', held: false },
  ],
  amoot: [
    { number: '09120000091', trick: 'invalid', answer: '200, Status "Mobile_Invalid"', held: false },
    { number: '09120000092', trick: 'server_error', answer: '200, Status 500 (ServerError)', held: false },
    { number: '09120000093', trick: 'html', answer: '200 with HTML', held: true },
    { number: '09120000094', trick: 'no_credit', answer: '200, Status 4 (CreditNotEnough)', held: false },
  ],
} as const satisfies Readonly<Record<ServiceName, readonly Magic[]>>;

/** The tricks of one service by number. */
export function tricks<T extends string>(
  numbers: readonly { readonly number: string; readonly trick: T }[],
): ReadonlyMap<string, T> {
  return new Map(numbers.map(({ number, trick }) => [number, trick]));
}
