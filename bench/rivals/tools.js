import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { work } from '../parts/folder.js';
import { run } from '../parts/process.js';
import { fill } from '../parts/template.js';

/** The first line a tool says about its version, or `undefined` where it is not installed. */
export function versionOf(tool) {
  const { error, stdout } = spawnSync(tool, ['--version'], { encoding: 'utf8' });
  return error === undefined ? stdout.split('\n')[0].trim() : undefined;
}

/** Writes the calls as a list for curl: each with the same headers and body as the program's. */
export async function writeCurlList(origin, template, calls) {
  const call = JSON.parse(readFileSync(template, 'utf8'));
  const path = join(work(), 'curl.list');
  const file = createWriteStream(path);
  const fixed = [
    `url = ${quoted(origin + call.path)}`,
    'output = /dev/null',
    ...headersOf(call).map((line) => `header = ${quoted(line)}`),
  ];
  for (let i = 0; i < calls; i += 1) {
    const text = [...(i === 0 ? [] : ['next']), ...fixed, `data-raw = ${quoted(fill(call, i).body)}`, ''].join('\n');
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return path;
}

const quoted = (text) => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** An empty header is one that curl would send by itself. */
function headersOf({ headers }) {
  const own = ['Accept', 'User-Agent'].filter(
    (name) => !Object.keys(headers).some((given) => given.toLowerCase() === name.toLowerCase()),
  );
  return [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), ...own.map((name) => `${name}:`)];
}

/** All calls of the list by a single curl. */
export async function curl(server, list, atOnce) {
  await server.reset();
  const ended = await run(['curl', '--silent', '--fail', '-Z', '--parallel-max', String(atOnce), '-K', list]);
  return checked(ended, await server.heard());
}

/** A curl for each call, started by GNU parallel; the time is that from the first call to the last. */
export async function parallel(server, template, calls, atOnce) {
  const call = JSON.parse(readFileSync(template, 'utf8'));
  const list = join(work(), 'parallel.list');
  const file = createWriteStream(list);
  for (let i = 0; i < calls; i += 1) file.write(`${fill(call, i).body}\n`);
  file.end();
  await once(file, 'finish');
  await server.reset();
  const headers = headersOf(call).flatMap((line) => ['-H', line]);
  const ended = await run([
    ...['parallel', '--will-cite', '-q', '-j', String(atOnce), '-a', list],
    ...['curl', '--silent', '--fail', '-o', '/dev/null', ...headers, '--data-raw', '{}', server.url + call.path],
  ]);
  const heard = await server.heard();
  if (heard.calls !== calls) throw new Error(`GNU parallel made ${heard.calls} calls of ${calls}`);
  return checked({ ...ended, seconds: (heard.lastAt - heard.firstAt) / 1000 }, heard);
}

function checked(ended, heard) {
  if (ended.exit !== 0) throw new Error(`exit status ${ended.exit}: ${ended.stderr.slice(0, 1000)}`);
  return { ...ended, heard };
}
