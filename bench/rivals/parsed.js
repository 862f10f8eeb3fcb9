// csv-parse alone: reads a file through, row by row, and says how many seconds that took from its first byte to its last.
//   node parsed.js <file.csv>
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';

const startedAt = performance.now();
let rows = 0;
for await (const _row of createReadStream(process.argv[2]).pipe(parse())) rows += 1;
console.log(JSON.stringify({ rows, seconds: (performance.now() - startedAt) / 1000 }));
