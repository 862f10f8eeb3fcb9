import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { providers } from '../src/providers/index.js';
import { envExample, providerTable } from './support/facts.js';
import { desk } from './support/program.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** Times differ from run to run; nothing else may. */
const timeless = (text: string): string => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>').trim();

/** The first block of code behind these words. */
function blockAfter(words: string): string {
  const [, block = ''] = /```\w*\n([\s\S]*?)```/.exec(readme.slice(readme.indexOf(words))) ?? [];
  return block;
}

describe('the README tells the truth', () => {
  it('about the five-row file, its command and its report', async () => {
    expect(blockAfter('Five rows')).toBe(readFileSync(join(ROOT, 'fixtures/contacts/five.csv'), 'utf8'));
    const command = blockAfter('The command').trim();
    const { run, path } = await desk();
    copyFileSync(join(ROOT, 'fixtures/contacts/five.csv'), path('five.csv'));
    const ran = await run(command.split(' ').slice(1));
    expect(ran.exit).toBe(6);
    expect(timeless(readFileSync(path('five.report.csv'), 'utf8'))).toBe(timeless(blockAfter('Its report')));
  });

  it.each(providers)('about $name', (provider) => {
    expect(readme).toContain(providerTable(provider));
  });
});

it('names every setting in .env.example', () => {
  expect(readFileSync(join(ROOT, '.env.example'), 'utf8')).toBe(envExample(providers));
});
