import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/model.js';
import { type RejectsInput, rejectsExtension, renderRejects } from '../../src/report/rejects.js';
import { fixture, OUTCOMES, outcome, PLAIN, pages, whole } from './support.js';

const CSV: RejectsInput = { ...PLAIN, format: 'csv', delimiter: ';', columns: ['mobile', 'name', 'n'] };
const NDJSON: RejectsInput = { ...PLAIN, format: 'ndjson', delimiter: '', columns: [] };

function render(input: RejectsInput, ...outcomes: readonly Outcome[]): Promise<string> {
  return whole(renderRejects(input, pages(outcomes), { defuse: true }));
}

/** The row as it comes out of a JSON input, without the line end. */
async function ndjsonOf(record: string): Promise<string> {
  const text = await render(NDJSON, outcome(7, { message: '=1', record }));
  expect(text).toMatch(/^[^\r\n]*\n$/);
  const own = '{"_row":7,"_line":8,"_status":"invalid","_code":"phone_too_short","_message":"=1"';
  expect(text.startsWith(own)).toBe(true);
  return text.slice(own.length, -1);
}

describe('rejects of a CSV file', () => {
  it('are, to the byte, those in the fixtures: the rows to mend and no others', async () => {
    expect(await render(CSV, ...OUTCOMES)).toBe(await fixture('rejects.csv'));
  });

  it('are written between the tabs of a TSV file', async () => {
    const text = await render(
      { ...PLAIN, format: 'tsv', delimiter: '\t', columns: ['mobile', 'name'] },
      outcome(1, { record: ['06;1', 'a\tb'] }),
    );
    expect(text).toBe(
      '_row\t_line\t_status\t_code\t_message\tmobile\tname\n1\t2\tinvalid\tphone_too_short\ttoo short\t06;1\t"a\tb"\n',
    );
  });

  it('never change an original cell, formula or not; our own cells are defused', async () => {
    const text = await render(CSV, outcome(1, { code: '=1', message: '@x', record: ['=1+1', '+1', '\t-1'] }));
    expect(text.split('\n')[1]).toBe("1;2;invalid;'=1;'@x;=1+1;+1;\t-1");
  });

  it('hand our own cells on as they are when asked to', async () => {
    const text = await whole(renderRejects(CSV, pages([outcome(1, { message: '@x', record: [] })]), { defuse: false }));
    expect(text.split('\n')[1]).toBe('1;2;invalid;phone_too_short;@x');
  });

  it('have the quotes, line ends and byte order mark of the input', async () => {
    const shape = { ...PLAIN, quoting: 'all', lineEnd: 'crlf', bom: true, columns: ['a', 'b'] } as const;
    expect(await render(shape, outcome(1, { record: ['x', ''] }))).toBe(
      '\ufeff"_row","_line","_status","_code","_message","a","b"\r\n"1","2","invalid","phone_too_short","too short","x",""\r\n',
    );
  });

  it('do not pile up the columns of an earlier rejects file, wherever they stand', async () => {
    const columns = ['_row', '_line', 'mobile', '_status', '_code', '_message', '_other'];
    const text = await render(
      { ...PLAIN, format: 'csv', delimiter: ',', columns },
      outcome(1, { record: ['9', '10', '06', 'invalid', 'old', 'old', 'kept', 'surplus'] }),
      outcome(2, { record: ['9', '10', '07'] }),
    );
    expect(parse(text, { relax_column_count: true })).toEqual([
      ['_row', '_line', '_status', '_code', '_message', 'mobile', '_other'],
      ['1', '2', 'invalid', 'phone_too_short', 'too short', '06', 'kept', 'surplus'],
      ['2', '3', 'invalid', 'phone_too_short', 'too short', '07'],
    ]);
  });

  it('give every original cell back to who reads them', async () => {
    const cell = fc.string({ unit: fc.constantFrom(...'",;|\t\r\n\' =+-a\u00e9\u0000\ufeff') });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(',', ';', '\t', '|'),
        fc.array(cell),
        fc.array(fc.array(cell)),
        async (delimiter, columns, records) => {
          const rows = records.map((record, index) => outcome(index + 1, { record }));
          const text = await render({ ...PLAIN, format: 'csv', delimiter, columns }, ...rows);
          const read = parse(text, { delimiter, relax_column_count: true });
          expect(read.map((cells) => cells.slice(5))).toEqual([columns, ...records]);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('rejects of a JSON file', () => {
  it('are, to the byte, those in the fixtures: the rows to mend and no others', async () => {
    const rows = [
      outcome(1, { record: '{"mobile": 639980001, "name": "Zoé", "order": 12345678901234567890}' }),
      outcome(2, { status: 'ok' }),
      outcome(3, { status: 'rejected', record: '{\n  "name": "مریم",\n  "tags": ["a",\n "b"]\n}' }),
      outcome(4, { record: '{"mobile": "06", "name": "Ann", "order": 1.0, "x": {"2": 1, "1": [null]}}' }),
      outcome(5, { status: 'failed', record: '{"name":"Bea"}' }),
      outcome(6, { code: 'not_an_object', field: '', message: 'expected an object', record: '["+33639980001"]' }),
    ];
    expect(await render(NDJSON, ...rows)).toBe(await fixture('rejects.ndjson'));
    expect(await render({ ...NDJSON, format: 'json' }, ...rows)).toBe(await fixture('rejects.ndjson'));
  });

  it.each([
    [
      '{"n":1.0,"big":12345678901234567890,"2":"b","1":"a","n":2}',
      ',"n":1.0,"big":12345678901234567890,"2":"b","1":"a","n":2}',
    ],
    [' { "a" : 1 } ', ',"a" : 1}'],
    ['{"a":\n1,\r\n"b":"x\\ny"}', ',"a": 1,"b":"x\\ny"}'],
    ['{}', '}'],
    ['{"_row":1,"a":1.50,"_message":"old","\\u005fcode":"old","_x":0}', ',"a":1.50,"_x":0}'],
    ['["a"]', ',"_record":"[\\"a\\"]"}'],
    ['{"a":1', ',"_record":"{\\"a\\":1"}'],
    ['two\nlines', ',"_record":"two\\nlines"}'],
  ])('hand on %j as it was read, on one line', async (record, text) => {
    expect(await ndjsonOf(record)).toBe(text);
  });

  it('are the same when they are rejected again', async () => {
    const once = await render(NDJSON, outcome(7, { record: '{"big":12345678901234567890, "a":1.0}' }));
    expect(await render(NDJSON, outcome(7, { record: once.trimEnd() }))).toBe(once);
  });
});

it('says which extension they take', () => {
  expect((['csv', 'tsv', 'json', 'ndjson'] as const).map(rejectsExtension)).toEqual([
    '.csv',
    '.csv',
    '.ndjson',
    '.ndjson',
  ]);
});
