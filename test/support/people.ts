import type { ServiceName } from '../../src/sandbox/index.js';

/** The header of a phone column, and a number for each of 1 to 89, that the stand-ins take without ado. */
const NUMBERS: Readonly<Record<ServiceName, readonly [header: string, prefix: string]>> = {
  octopush: ['phone_number', '+336399800'],
  protexting: ['phone', '+164655501'],
  amoot: ['Mobile', '091200000'],
};

/** A number of a service. */
export function numberOf(service: ServiceName, person: number): string {
  return `${NUMBERS[service][1]}${String(person).padStart(2, '0')}`;
}

/** A CSV with a row for each person. */
export function people(service: ServiceName, persons: readonly number[]): string {
  return `${[NUMBERS[service][0], ...persons.map((person) => numberOf(service, person))].join('\n')}\n`;
}

/** 1 to `last`. */
export function upTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}

/** What an import to a service is typed with: one contact a call, one call at a time, as fast as it goes. */
export const TO: Readonly<Record<ServiceName, readonly string[]>> = {
  octopush: ['--provider', 'octopush', '--rate', 'off', '--concurrency', '1', '--batch-size', '1'],
  protexting: ['--provider', 'protexting', '--rate', 'off', '--set', 'GroupIds=1'],
  amoot: ['--provider', 'amoot', '--rate', 'off', '--concurrency', '1'],
};
