import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from '../../src/report/csv.js';
import { reportLine } from '../../src/report/format.js';
import { FORMATS, formatNamed, formatOfFile } from '../../src/report/index.js';
import { json } from '../../src/report/json.js';
import { ndjson } from '../../src/report/ndjson.js';
import { fixture, OPTIONS, OUTCOMES, outcome, pages, view, whole } from './support.js';

const COLUMNS = 'row,line,status,result,phone,code,field,message,attempts,http_status,provider_id,sent_at';

describe.each(FORMATS)('a report as $name', (format) => {
  it('is, to the byte, the one in the fixtures', async () => {
    const text = await whole(format.render(view(OUTCOMES), OPTIONS));
    expect(text).toBe(await fixture(`all-fates${format.extension}`));
  });

  it('does not show where a page ended', async () => {
    const many = view(() => pages(OUTCOMES.slice(0, 3), OUTCOMES.slice(3, 4), OUTCOMES.slice(4)));
    expect(await whole(format.render(many, OPTIONS))).toBe(await fixture(`all-fates${format.extension}`));
  });

  it('is found by its name, and by its extension in any case', () => {
    expect(formatNamed(format.name)).toBe(format);
    expect(formatOfFile(`Some.Folder/May${format.extension.toUpperCase()}`)).toBe(format);
  });
});

it('is no format that is not known', () => {
  expect(formatNamed('xlsx')).toBeUndefined();
  expect(formatOfFile('report.txt')).toBeUndefined();
  expect(formatOfFile('csv')).toBeUndefined();
});

it('is CSV for a device, which has no extension', () => {
  expect(formatOfFile('/dev/stdout')).toBe(FORMATS.find(({ name }) => name === 'csv'));
});

it('shows the public columns in their order in every format', async () => {
  expect(Object.keys(reportLine(outcome(1))).join()).toBe(COLUMNS);
  expect(await whole(csv.render(view([]), OPTIONS))).toBe(`${COLUMNS}\n`);
});

it('is valid without a row', async () => {
  expect(JSON.parse(await whole(json.render(view([]), OPTIONS)))).toEqual([]);
  expect(await whole(ndjson.render(view([]), OPTIONS))).toBe('');
});

it('says the same as JSON and as NDJSON', async () => {
  const lines = (await fixture('all-fates.ndjson')).trimEnd().split('\n');
  expect(JSON.parse(await fixture('all-fates.json'))).toEqual(lines.map((line) => JSON.parse(line)));
});

it('has numbers as numbers and nothing as null in JSON', async () => {
  expect(JSON.parse(await whole(json.render(view([outcome(1)]), OPTIONS)))).toEqual([
    expect.objectContaining({ row: 1, line: 2, attempts: 0, http_status: null, provider_id: '', sent_at: null }),
  ]);
});

it('leaves formulas alone in JSON, and in CSV when asked to', async () => {
  const rows = [outcome(1, { phone: '=1+1' })];
  expect(await whole(json.render(view(rows), OPTIONS))).toContain('"phone":"=1+1"');
  expect(await whole(csv.render(view(rows), { ...OPTIONS, defuse: false }))).toContain(',=1+1,');
  expect(await whole(csv.render(view(rows), OPTIONS))).toContain(",'=1+1,");
});

it('gives every cell back to who parses the CSV', async () => {
  const text = fc.string({
    unit: fc.oneof(fc.constantFrom(...'",;\t\r\n\' =+'), fc.string({ unit: 'binary', maxLength: 1 })),
  });
  const fate = fc.record({ phone: text, code: text, field: text, message: text, result: text, providerId: text });
  await fc.assert(
    fc.asyncProperty(fc.array(fate), async (fates) => {
      const outcomes = fates.map((more, index) => outcome(index + 1, more));
      const written = await whole(csv.render(view(outcomes), { ...OPTIONS, defuse: false }));
      expect(parse(written)).toEqual([
        COLUMNS.split(','),
        ...outcomes.map((one) => Object.values(reportLine(one)).map((cell) => String(cell ?? ''))),
      ]);
    }),
    { seed: 1, numRuns: 500 },
  );
});
