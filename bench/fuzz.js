// The fuzz tests of the reader, for a minute and with a seed of their own; `FUZZ_SEED=… npm run fuzz` repeats one.
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

const seed = process.env.FUZZ_SEED ?? String(randomInt(2 ** 31));
const seconds = process.env.FUZZ_SECONDS ?? '60';
console.log(`FUZZ_SEED=${seed}, ${seconds} s`);
const env = { ...process.env, FUZZ_SEED: seed, FUZZ_SECONDS: seconds };
const { status } = spawnSync('npx', ['vitest', 'run', '--dir', 'test/input', 'fuzz'], { env, stdio: 'inherit' });
process.exitCode = status ?? 1;
