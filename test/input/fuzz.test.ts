import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Reading, read } from './read.js';

const FOLDER = fileURLToPath(new URL('../../fixtures/contacts/nasty/', import.meta.url));
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_254);
const SECONDS = Number(process.env['FUZZ_SECONDS'] ?? 0);
const limits = SECONDS > 0 ? { numRuns: 1e9, interruptAfterTimeLimit: (SECONDS * 1000) / 2 } : { numRuns: 300 };
const options = { seed: SEED, ...limits, markInterruptAsFailure: false };
const patience = SECONDS * 1000 + 60_000;

// Large ones say nothing more when a byte of them is another, and take long.
const FIXTURES = readdirSync(FOLDER)
  .filter((name) => !name.endsWith('.expected.json'))
  .map((name) => readFileSync(join(FOLDER, name)))
  .filter((bytes) => bytes.length < 5000);

const sizes = fc.array(fc.nat({ max: 40 }), { minLength: 1, maxLength: 30 });
const TELLING = [...'"",;|\t\r\n[]{}:\\=e+-.019\0\x1a\ufeff'].map((character) => Buffer.from(character));
const piece = fc.oneof(
  fc.constantFrom(...TELLING),
  fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes)),
);
const edit = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat({ max: 3 }), insert: piece });

/** Reads `bytes` whole and in pieces; both must tell the same. */
async function readBothWays(bytes: Buffer, pieces: readonly number[]): Promise<void> {
  const whole = await tell(bytes);
  expect(await tell(...inChunks(bytes, pieces))).toEqual(whole);
}

async function tell(...chunks: readonly Buffer[]): Promise<Omit<Reading, 'late'>> {
  // Which keys came too late depends on nothing but the thousandth row; no file here has as many.
  return read(chunks);
}

function inChunks(bytes: Buffer, pieces: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, pieces[i % pieces.length] ?? 1);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

it(
  'reads any bytes to their end or refuses them in words, however they are cut',
  async () => {
    const bytes = fc.array(piece, { maxLength: 60 }).map((pieces) => Buffer.concat(pieces));
    await fc.assert(fc.asyncProperty(bytes, sizes, readBothWays), options);
  },
  patience,
);

it(
  'reads any mutation of the fixtures to its end or refuses it in words, however it is cut',
  async () => {
    const mutated = fc
      .tuple(fc.constantFrom(...FIXTURES), fc.array(edit, { maxLength: 6 }))
      .map(([fixture, edits]) => edits.reduce(mutate, fixture));
    await fc.assert(fc.asyncProperty(mutated, sizes, readBothWays), options);
  },
  patience,
);

function mutate(bytes: Buffer, { at, cut, insert }: { at: number; cut: number; insert: Buffer }): Buffer {
  const place = Math.floor(at * bytes.length);
  return Buffer.concat([bytes.subarray(0, place), insert, bytes.subarray(place + cut)]);
}
