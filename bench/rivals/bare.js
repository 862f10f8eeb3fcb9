// The bare loop: the same calls by a pool of undici, 32 at once; no input, no ledger, no report.
//   node bare.js <origin> <template.json> <calls> <first>
import { readFileSync } from 'node:fs';
import { Pool } from 'undici';
import { fill } from '../parts/template.js';

const [origin, file, calls, connections] = process.argv.slice(2);
const template = JSON.parse(readFileSync(file, 'utf8'));
const pool = new Pool(origin, { connections: Number(connections), pipelining: 1 });
let next = 0;

async function worker() {
  while (next < Number(calls)) {
    const { statusCode, body } = await pool.request(fill(template, next++));
    await body.text();
    if (statusCode !== template.status) throw new Error(`HTTP ${statusCode}`);
  }
}

await Promise.all(Array.from({ length: Number(connections) }, worker));
await pool.close();
