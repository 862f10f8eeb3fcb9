import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

interface Source {
  /** Path below `src`. */
  readonly path: string;
  readonly text: string;
  /** What it imports: paths below `src`, or names of packages. */
  readonly imports: readonly string[];
}

const sources: readonly Source[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => {
    const text = readFileSync(join(SRC, path), 'utf8');
    const found = [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)'([^']+)'/g)].map((match) => match[1] ?? '');
    const imports = found.map((name) =>
      name.startsWith('.') ? relative(SRC, join(SRC, dirname(path), name)).replace(/\.js$/, '.ts') : name,
    );
    return { path, text, imports };
  });

// Nouns, and text that all stations write alike.
const NOUNS = ['model.ts', 'errors.ts', 'mask.ts'];
const isPackage = (name: string): boolean => !name.endsWith('.ts');
const within = (folder: string) => (path: string) => path.startsWith(`${folder}/`);
const isPure = ({ path }: Source): boolean =>
  ['contact', 'providers', 'report'].some((folder) => within(folder)(path)) && path !== 'report/files.ts';

/** Each import that is not allowed, as `file → import`. */
function offences(of: (source: Source) => boolean, allowed: (name: string, source: Source) => boolean): string[] {
  return sources
    .filter(of)
    .flatMap((source) =>
      source.imports.filter((name) => !allowed(name, source)).map((name) => `${source.path} → ${name}`),
    );
}

it('finds the sources and their imports', () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.find(({ path }) => path === 'import.ts')?.imports).toContain('contact/read.ts');
  expect(sources.find(({ path }) => path === 'cli/main.ts')?.imports).toContain('commander');
});

it('lets the nouns import nothing', () => {
  expect(
    offences(
      ({ path }) => NOUNS.includes(path),
      () => false,
    ),
  ).toEqual([]);
});

it('keeps contact, providers and report to the nouns, their own folder and pure packages', () => {
  const allowed = (name: string, { path }: Source): boolean =>
    NOUNS.includes(name) || within(path.split('/')[0] ?? '')(name) || (isPackage(name) && !name.startsWith('node:'));
  expect(offences(isPure, allowed)).toEqual([]);
});

it('keeps the clock, the process and the network out of contact, providers and report', () => {
  const impure =
    /\bprocess\.|\bDate\.now\b|\bnew Date\(\)|\bperformance\.|\bfetch\(|\bMath\.random\b|\bset(?:Timeout|Immediate|Interval)\b/;
  expect(sources.filter((source) => isPure(source) && impure.test(source.text)).map(({ path }) => path)).toEqual([]);
});

const HOMES: readonly { readonly name: RegExp; readonly home: (path: string) => boolean }[] = [
  { name: /^undici$/, home: (path) => path === 'delivery/http.ts' },
  { name: /^p-limit$/, home: within('delivery') },
  { name: /^libsql$/, home: within('ledger') },
  { name: /^csv-parse/, home: within('input') },
  { name: /^csv-stringify/, home: within('report') },
  { name: /^libphonenumber-js/, home: within('contact') },
  { name: /^jalaali-js/, home: within('contact') },
  { name: /^(?:commander|chalk|@bomb\.sh\/tab)$/, home: within('cli') },
  { name: /^ora$/, home: within('cli/doctor') },
  { name: /^zod$/, home: (path) => path === 'cli/settings/shape.ts' },
  { name: /^string-width$/, home: (path) => path === 'cli/terminal/width.ts' },
  {
    name: /^node:fs/,
    home: (path) => path === 'report/files.ts' || ['input', 'ledger', 'cli'].some((folder) => within(folder)(path)),
  },
];

describe('a package is imported in its own house alone', () => {
  it.each(HOMES)('$name', ({ name, home }) => {
    expect(sources.some(({ imports }) => imports.some((each) => name.test(each)))).toBe(true);
    expect(
      offences(
        () => true,
        (each, { path }) => !name.test(each) || home(path),
      ),
    ).toEqual([]);
  });
});

it('lets nothing import the command line but itself', () => {
  expect(
    offences(
      ({ path }) => !within('cli')(path),
      (name) => !within('cli')(name),
    ),
  ).toEqual([]);
});

it('lets the sandbox know no other folder', () => {
  expect(
    offences(
      ({ path }) => within('sandbox')(path),
      (name) => within('sandbox')(name) || name.startsWith('node:'),
    ),
  ).toEqual([]);
});

it('keeps providers from knowing each other', () => {
  const files = ['octopush', 'protexting', 'amoot'].map((name) => `providers/${name}.ts`);
  expect(
    offences(
      ({ path }) => files.includes(path),
      (name) => !files.includes(name),
    ),
  ).toEqual([]);
});

/** What is loaded when this file is: paths below `src`, or names of packages. */
function loadedWith(path: string, met = new Set<string>()): ReadonlySet<string> {
  if (met.has(path)) return met;
  met.add(path);
  const text = sources.find((source) => source.path === path)?.text ?? '';
  // Not `import type`, which is gone when it runs, nor `import(…)`, which waits until it is needed.
  for (const [, name = ''] of text.matchAll(/^(?:import|export)(?! type\b)[^;]*?'([^']+)'/gm)) {
    loadedWith(
      name.startsWith('.') ? relative(SRC, join(SRC, dirname(path), name)).replace(/\.js$/, '.ts') : name,
      met,
    );
  }
  return met;
}

const LATE = [
  ...[
    'undici',
    'libsql',
    'libphonenumber-js/max',
    'csv-parse/sync',
    'csv-stringify/sync',
    'ora',
    'string-width',
    'zod',
  ],
  'import.ts',
];

it.each([
  ['the program', 'cli/main.ts', ['@bomb.sh/tab']],
  ['a completion', 'cli/work/complete.ts', ['iconv-lite']],
])('starts %s without what only a command needs', (_what, path, more) => {
  const met = [...loadedWith(path)];
  expect(met).toContain('commander');
  expect(met.filter((name) => [...LATE, ...more].includes(name))).toEqual([]);
});

it('imports without what a run may not need', () => {
  const met = [...loadedWith('cli/work/import.ts')];
  expect(met).toContain('import.ts');
  const late = ['zod', 'ora', '@bomb.sh/tab', 'node:readline', 'sandbox/index.ts', 'cli/page-parts.ts'];
  expect(met.filter((name) => late.includes(name))).toEqual([]);
});
