import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const style = readFileSync(new URL('../../../src/report/html/style.css', import.meta.url), 'utf8');

/** The colours of a theme, by their names. */
function coloursOf(start: string): ReadonlyMap<string, string> {
  const block = style.slice(style.indexOf(start), style.indexOf('}', style.indexOf(start)));
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g)].map(([, name = '', colour = '']) => [name, colour]),
  );
}

/** As WCAG has it. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other].map(luminance).sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const TEXTS = ['ink', 'ink-soft', 'link', 'good', 'care', 'bad', 'unknown'];
const MARKS = [
  ...['ok', 'duplicate', 'invalid', 'rejected', 'failed', 'unknown', 'not_sent'],
  ...['rows', 'calls', 'throttled', 'retry', 'median', 'p95', 'slowest'],
];

describe.each([
  ['light', ':root {'],
  ['dark', ':root:not(.paper) {'],
])('the colours of the %s theme', (_theme, start) => {
  const colours = coloursOf(start);
  const of = (name: string): string => colours.get(name) ?? expect.fail(`there is no colour ${name}`);

  it.each(TEXTS)('can be read: %s', (name) => {
    expect(contrast(of(name), of('ground'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(of(name), of('panel'))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(MARKS)('can be seen: %s', (name) => {
    expect(contrast(of(name), of('ground'))).toBeGreaterThanOrEqual(3);
  });
});
