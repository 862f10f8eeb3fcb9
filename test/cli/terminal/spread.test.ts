import { expect, it } from 'vitest';
import { spread } from '../../../src/cli/terminal/spread.js';

it('leaves alone what fits', () => {
  expect(spread('next: contact-push runs', 40)).toBe('next: contact-push runs');
});

it('breaks between words, and marks what goes on', () => {
  expect(spread('error: contacts.csv: no column for the phone number', 30)).toBe(
    'error: contacts.csv: no column\n  for the phone number',
  );
});

it('keeps a command whole, on a line of its own', () => {
  const command = 'contact-push resume 20260131-094500-k3f --rate 1/s';
  expect(spread(`run 7 is unfinished. Go on with: ${command}`, 30)).toBe(
    `run 7 is unfinished. Go on\n  with:\n  ${command}`,
  );
  expect(spread(`when it is mended:\nnext: ${command}`, 30)).toBe(`when it is mended:\nnext:\n  ${command}`);
  expect(spread(`  ${command}`, 30)).toBe(`  ${command}`);
});
