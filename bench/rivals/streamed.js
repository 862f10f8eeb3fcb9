// The plain way with a file: csv-parse row by row, a hundred contacts as JSON, undici, as many calls at once as the
// program makes; no phones, no ledger, no report.
//   node streamed.js <origin> <template.json> <file.csv> <at once>
import { createReadStream, readFileSync } from 'node:fs';
import { parse } from 'csv-parse';
import { Pool } from 'undici';

const [origin, file, input, connections] = process.argv.slice(2);
const { method, path, headers, status } = JSON.parse(readFileSync(file, 'utf8'));
const pool = new Pool(origin, { connections: Number(connections), pipelining: 1 });
const running = new Set();

async function send(contacts) {
  const reply = await pool.request({ method, path, headers, body: JSON.stringify({ contacts }) });
  await reply.body.text();
  if (reply.statusCode !== status) throw new Error(`HTTP ${reply.statusCode}`);
}

async function push(contacts) {
  const call = send(contacts).finally(() => running.delete(call));
  running.add(call);
  if (running.size === Number(connections)) await Promise.race(running);
}

let batch = [];
for await (const [phone_number, first_name, last_name, param1] of createReadStream(input).pipe(parse({ from: 2 }))) {
  batch.push({ phone_number, first_name, last_name, param1 });
  if (batch.length === 100) {
    await push(batch);
    batch = [];
  }
}
if (batch.length > 0) await push(batch);
await Promise.all(running);
await pool.close();
