import { expect, it } from 'vitest';
import { jsonLine, stamp } from '../../src/cli/log.js';
import { redactor } from '../../src/delivery/redact.js';

const NOW = Date.UTC(2026, 0, 31, 9, 45, 0, 42);

it('keeps a secret out of every text of an object, and the object whole', () => {
  const secrets = ['a "quoted\\" one', '2026-01-31', '","message":"', 'warn'];
  const facts = { reason: `no: ${secrets[0]}`, pace: { slowed: secrets[1] ?? '' }, all: [`${secrets[2]}`], ms: 12 };
  const line = jsonLine({ level: 'warn', event: 'wait', message: `say ${secrets[3]}`, facts }, NOW, redactor(secrets));
  expect(JSON.parse(line)).toEqual({
    ...{ time: '2026-01-31T09:45:00.042Z', level: 'warn', event: 'wait', message: 'say ***' },
    ...{ reason: 'no: ***', pace: { slowed: '***' }, all: ['***'], ms: 12 },
  });
});

it('is one line, whatever is said', () => {
  const line = jsonLine({ level: 'error', event: 'error', message: 'one\ntwo' }, NOW, (text) => text);
  expect(line).not.toContain('\n');
  expect(JSON.parse(line)).toMatchObject({ message: 'one\ntwo' });
});

it('puts the time to the second before a plain line', () => {
  expect(stamp(NOW)).toBe('2026-01-31T09:45:00Z');
});
