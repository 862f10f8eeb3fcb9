import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import * as library from '../src/index.js';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

const files = new Map(
  readdirSync(DIST, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.js') && !path.startsWith(join('report', 'html')))
    .map((path) => [path, readFileSync(join(DIST, path), 'utf8')]),
);

/** The files that are loaded when one is. */
function loadedWith(path: string, met = new Set<string>()): ReadonlySet<string> {
  if (met.has(path)) return met;
  met.add(path);
  for (const [, name = ''] of (files.get(path) ?? '').matchAll(/^(?:import|export)\b[^;]*?"(\.[^"]+)"/gm)) {
    loadedWith(relative(DIST, join(DIST, dirname(path), name)), met);
  }
  return met;
}

/** The modules that a file is made of, as the bundler names them above each. */
function modulesOf(path: string): readonly string[] {
  return [...(files.get(path) ?? '').matchAll(/^\/\/ ((?:src|node_modules)\/\S+)$/gm)].map(([, name = '']) => name);
}

const modulesWith = (path: string): readonly string[] => [...loadedWith(path)].flatMap(modulesOf);

it('holds no module twice, so that none has its state twice', () => {
  const all = [...files.keys()].flatMap(modulesOf);
  expect(all.length).toBeGreaterThan(200);
  expect(all.filter((name, index) => all.indexOf(name) !== index)).toEqual([]);
});

it('exports what the library does, and nothing more', async () => {
  const built: object = await import(join(DIST, 'index.js'));
  expect(Object.keys(built).sort()).toEqual(Object.keys(library).sort());
});

it('loads nothing of the command line with the library', () => {
  const met = modulesWith('index.js');
  expect(met).toContain('src/import.ts');
  expect(met.filter((name) => /^src\/cli\/|node_modules\/(?:commander|chalk)\//.test(name))).toEqual([]);
});

it.each([
  ['the program', join('cli', 'main.js')],
  ['a completion', join('chunks', 'complete.js')],
])('starts %s without what only a run needs', (_what, path) => {
  const met = modulesWith(path);
  expect(met).toContain('src/cli/main.ts');
  expect(met.filter((name) => /^src\/import\.ts|node_modules\/(?:undici|libphonenumber-js|zod)\//.test(name))).toEqual(
    [],
  );
});

it('has the licence of every package that it is made of', () => {
  const text = readFileSync(join(DIST, 'LICENSES.txt'), 'utf8');
  const packages = new Set(
    [...files.keys()].flatMap(modulesOf).flatMap((name) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []),
  );
  expect([...packages]).toContain('undici');
  for (const name of packages) expect(text).toMatch(new RegExp(`^${name.replaceAll('.', '\\.')} \\d+\\.\\d+`, 'm'));
});
