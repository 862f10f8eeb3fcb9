import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * One core for what is measured and another for the stand-in, so that neither takes time from the other; empty where
 * there is no `taskset` or a single core.
 * @returns {{ measured?: number, standIn?: number }}
 */
export function findCores() {
  if (spawnSync('taskset', ['-V']).status !== 0) return {};
  const allowed = listCores(/^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '');
  return allowed.length < 2 ? {} : { measured: allowed.at(-1), standIn: allowed[0] };
}

/** `0-2,5` → 0, 1, 2, 5 */
function listCores(text) {
  return text.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
