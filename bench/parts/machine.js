import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, release, totalmem, type } from 'node:os';
import { versionOf } from '../rivals/tools.js';
import { inMemory, work } from './folder.js';
import { CORES } from './process.js';

const require = createRequire(import.meta.url);

/** What the figures of a measure belong to, as lines of a list. */
export function machine() {
  const [cpu] = cpus();
  const memory = inMemory();
  return [
    `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB of memory, ${type()} ${release()}`,
    memory === undefined
      ? `ledger and reports on ${fileSystemOf(work())}; there is no file system in memory, so that all figures hold the disk's part`
      : `ledger and reports on ${fileSystemOf(memory)} where the table does not say the disk; the disk is ${fileSystemOf(work())}`,
    CORES.measured === undefined
      ? 'nothing is pinned: the stand-in may take time from what is measured'
      : 'what is measured has one core (taskset), ours and the comparators alike; the stand-in has another',
  ];
}

/** The versions of what took part, as lines of a list. */
export function versions() {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const tool = (name) => versionOf(name)?.replace(/ \(.*/, '') ?? `no ${name}: its line is left out`;
  return [
    `contact-push ${version}${commitText()}`,
    `Node ${process.versions.node}, undici ${packageVersion('undici')}, csv-parse ${packageVersion('csv-parse')}`,
    `${tool('curl')}, ${tool('parallel')}`,
  ];
}

function packageVersion(name) {
  const folders = require.resolve.paths(name) ?? [];
  const path = folders.map((folder) => `${folder}/${name}/package.json`).find((file) => existsSync(file));
  return path === undefined ? 'of an unknown version' : JSON.parse(readFileSync(path, 'utf8')).version;
}

function commitText() {
  const git = (...argv) =>
    spawnSync('git', argv, { cwd: new URL('.', import.meta.url), encoding: 'utf8' }).stdout?.trim();
  const commit = git('rev-parse', '--short', 'HEAD');
  if (!commit) return '';
  return ` at ${commit}${git('status', '--porcelain', '--', '../../src') === '' ? '' : ', with changes'}`;
}

/** By the longest mount that holds the folder. */
function fileSystemOf(folder) {
  if (!existsSync('/proc/mounts')) return 'the disk of the temporary folder';
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, at = '?']) => folder === at || folder.startsWith(at.endsWith('/') ? at : `${at}/`))
    .sort(([, a], [, b]) => a.length - b.length);
  return mounts.at(-1)?.[2] ?? 'a file system without a name';
}
