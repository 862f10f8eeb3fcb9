import { describe, expect, it } from 'vitest';
import { mapColumns } from '../../src/contact/columns.js';
import { PLAIN_DATES } from '../../src/contact/dates.js';
import type { PhoneRules } from '../../src/contact/phone.js';
import { contactReader, type Reading } from '../../src/contact/read.js';
import { type CallFields, NumberText, type Row } from '../../src/model.js';
import { amoot } from '../../src/providers/amoot.js';
import { octopush } from '../../src/providers/octopush.js';
import { protexting } from '../../src/providers/protexting.js';
import type { Provider } from '../../src/providers/provider.js';

interface Given {
  readonly provider?: Provider;
  readonly map?: readonly string[];
  readonly set?: readonly string[];
  readonly phone?: Partial<PhoneRules>;
}

function reader(
  columns: readonly string[],
  { provider = octopush, map = [], set = [], phone = {} }: Given = {},
): (...cells: readonly unknown[]) => Reading {
  const { fields, phone: form } = provider;
  const mapping = mapColumns('contacts.csv', columns, fields, { map, set });
  const read = contactReader({
    fields,
    form,
    mapping,
    phone: { country: undefined, check: 'possible', ...phone },
    dates: PLAIN_DATES,
  });
  return (...cells) => read(row(cells));
}

function row(cells: readonly unknown[]): Row {
  return { row: 3, line: 7, cells, record: ['as', 'read'] };
}

/** `field code` of each problem, in order; empty for a contact. */
function problems(reading: Reading): readonly string[] {
  return 'issues' in reading ? reading.issues.map(({ field, code }) => `${field} ${code}`) : [];
}

function values(reading: Reading): unknown {
  return 'contact' in reading ? reading.contact.values : problems(reading);
}

function call(reading: Reading): CallFields | undefined {
  return 'contact' in reading ? reading.contact.call : undefined;
}

describe('a good row', () => {
  it('becomes a contact with its place, number, values and call fields', () => {
    const read = reader(['Nom', 'Phone', 'city'], { set: ['list_name=vip', 'param5=x'] });
    expect(read(' Durand ', '+33 6 39 98 00 12', 'Lyon')).toEqual({
      contact: {
        row: 3,
        line: 7,
        digits: '33639980012',
        phone: '+33639980012',
        values: { last_name: 'Durand', param5: 'x' },
        call: { key: '[["list_name","vip"]]', values: { list_name: 'vip' }, fixed: ['list_name'] },
        notes: [],
        record: ['as', 'read'],
      },
    });
  });

  it('writes the number as each provider wants it', () => {
    const phones = [
      reader(['phone'])('+98 912 000 0001'),
      reader(['phone'], { provider: protexting, set: ['GroupIds=1'] })('+98 912 000 0001'),
      reader(['phone'], { provider: amoot })('+98 912 000 0001'),
    ].map((reading) => 'contact' in reading && reading.contact.phone);
    expect(phones).toEqual(['+989120000001', '989120000001', '09120000001']);
  });

  it('has no value for an empty, missing or null cell', () => {
    const read = reader(['phone', 'nom', 'prénom', 'param1']);
    expect(values(read('+33639980012', '', null))).toEqual({});
  });

  it('keeps text as it is written between its ends', () => {
    const read = reader(['phone', 'nom']);
    const text = 'de  la\r\nCruz\u200c \u202bé e\u0301 👩\u200d👧';
    expect(values(read('+33639980012', ` ${text}\u00a0`))).toEqual({ last_name: text });
  });

  it('takes numbers and booleans of JSON as their text', () => {
    const read = reader(['phone', 'param1', 'param2', 'do_not_overwrite'], { phone: { country: 'FR' } });
    const reading = read(33639980012, 2026, false, true);
    expect(values(reading)).toEqual({ param1: '2026', param2: 'false' });
    expect(call(reading)?.values).toEqual({ do_not_overwrite: true });
  });
});

describe('a number of JSON', () => {
  const json = (text: string): Reading => {
    const mapping = mapColumns('people.json', ['phone'], octopush.fields, { map: [], set: [] });
    const phone = { country: 'FR', check: 'possible' } as const;
    const read = contactReader({ fields: octopush.fields, form: octopush.phone, mapping, phone, dates: PLAIN_DATES });
    const number: number = JSON.parse(text);
    const cell = String(number) === text ? number : new NumberText(text);
    return read({ row: 1, line: 1, cells: [cell], record: `{"phone": ${text} }` });
  };

  it.each([
    ['33639980012', '33639980012', []],
    ['639980012', '33639980012', ['phone_number: read 639980012 as 0639980012: its leading zero was lost']],
  ] as const)('is read as it is written: %s', (text, digits, notes) => {
    expect(json(text)).toMatchObject({ contact: { digits, notes } });
  });

  it.each([
    ['4.41E+11', 'phone_scientific'],
    ['3.3639980012e10', 'phone_scientific'],
    ['1e21', 'phone_scientific'],
    ['639980012.5', 'phone_decimal'],
    ['33639980012.0', 'phone_decimal'],
    ['1152921504606846976', 'phone_length'],
  ])('is refused where digits are lost: %s (%s)', (text, code) => {
    expect(problems(json(text))).toEqual([`phone_number ${code}`]);
    if (code === 'phone_scientific') expect(json(text)).toMatchObject({ phone: text });
  });
});

describe('the problems of a row', () => {
  it('are all told, the phone first, then in the order of the fields', () => {
    const columns = ['tag', 'liste', 'do_not_overwrite', 'prénom', 'phone', 'nom'];
    const read = reader(columns);
    const reading = read('x'.repeat(21), 'y'.repeat(31), 'maybe', 'a\0', '4.41E+11', {});
    expect(problems(reading)).toEqual([
      'phone_number phone_scientific',
      'first_name text_nul',
      'last_name nested_value',
      'list_name too_long',
      'tag_name too_long',
      'do_not_overwrite not_a_boolean',
    ]);
    expect(reading).toMatchObject({ phone: '4.41E+11' });
  });

  it('come with what was expected and found', () => {
    expect(reader(['phone'], { provider: amoot, phone: { country: 'IR' } })('021 8877 6655')).toEqual({
      issues: [
        {
          field: 'Mobile',
          code: 'phone_not_taken',
          message: 'expected an Iranian mobile number such as 09120000001, found "021 8877 6655"',
        },
      ],
      phone: '021 8877 6655',
    });
  });

  it('are the one of the whole record where that cannot be a contact', () => {
    const problem = { field: '', code: 'columns_shifted', message: 'more cells than the header' };
    const mapping = mapColumns('contacts.csv', ['phone'], octopush.fields, { map: [], set: [] });
    const phone = { country: undefined, check: 'possible' } as const;
    const read = contactReader({ fields: octopush.fields, form: octopush.phone, mapping, phone, dates: PLAIN_DATES });
    expect(read({ ...row(['+33639980012']), problem })).toEqual({ issues: [problem], phone: '+33639980012' });
    expect(read({ ...row([]), problem })).toEqual({ issues: [problem], phone: '' });
  });

  it.each([
    ['', 'phone_missing', ''],
    [undefined, 'phone_missing', ''],
    [null, 'phone_missing', ''],
    [true, 'phone_letters', ''],
    [{ mobile: '+33639980012' }, 'nested_value', ''],
    [['+33639980012'], 'nested_value', ''],
    ['+33639980012\0', 'text_nul', '+33639980012\0'],
    ['+3363998001\ud800', 'text_surrogate', '+3363998001\ud800'],
    [639980012.5, 'phone_decimal', '639980012.5'],
    [-639980012, 'phone_negative', '-639980012'],
    [2 ** 60, 'number_inexact', '1152921504606847000'],
  ])('name a phone cell that holds no number: %j', (cell, code, phone) => {
    const reading = reader(['phone'], { phone: { country: 'FR' } })(cell);
    expect(problems(reading)).toEqual([`phone_number ${code}`]);
    expect(reading).toMatchObject({ phone });
  });

  it('do not leak from one row into the next', () => {
    const read = reader(['phone', 'liste']);
    expect(problems(read('x', 'y'.repeat(31)))).toHaveLength(2);
    expect(problems(read('+33639980012', 'y'))).toEqual([]);
  });
});

describe('call fields', () => {
  it('that are fixed are one object for every row', () => {
    const read = reader(['phone'], { provider: protexting, set: ['GroupIds=2,1', 'SendCTAMessage=no'] });
    const first = call(read('+16465550123'));
    expect(first).toEqual({
      key: '[["GroupIds",[1,2]],["SendCTAMessage",false]]',
      values: { GroupIds: [2, 1], SendCTAMessage: false },
      fixed: ['GroupIds', 'SendCTAMessage'],
    });
    expect(call(read('+16465550124'))).toBe(first);
  });

  it('are the same whatever the order of ids', () => {
    const keyOf = (ids: string) =>
      call(reader(['phone'], { provider: protexting, set: [`GroupIds=${ids}`] })('+16465550123'))?.key;
    expect(keyOf('10,9')).toBe(keyOf('9,10'));
    expect(keyOf('10,9')).not.toBe(keyOf('10,8'));
  });

  it('from columns are one object for each distinct set', () => {
    const read = reader(['phone', 'liste', 'tag'], { set: ['do_not_overwrite=yes'] });
    const [a, b, again, none] = [
      call(read('+33639980012', 'a', 'x')),
      call(read('+33639980012', 'b', 'x')),
      call(read('+33639980034', ' a', 'x')),
      call(read('+33639980012', '', 'x')),
    ];
    expect(again).toBe(a);
    expect(new Set([a?.key, b?.key, none?.key]).size).toBe(3);
    expect(a).toMatchObject({
      values: { list_name: 'a', tag_name: 'x', do_not_overwrite: true },
      fixed: ['do_not_overwrite'],
    });
    expect(none?.values).toEqual({ tag_name: 'x', do_not_overwrite: true });
  });

  it('are told apart by value and by field', () => {
    const read = reader(['phone', 'liste', 'tag']);
    const keys = [
      ['a', 'b'],
      ['b', 'a'],
      ['a', ''],
      ['', 'a'],
      ['a","b', ''],
    ].map(([list, tag]) => call(read('+33639980012', list, tag))?.key);
    expect(new Set(keys).size).toBe(5);
  });

  it('keep their key when there are more sets than are kept', () => {
    const read = reader(['phone', 'liste']);
    const before = call(read('+33639980012', 'first'));
    for (let i = 0; i < 2500; i += 1) read('+33639980012', `list ${i}`);
    const after = call(read('+33639980012', 'first'));
    expect(after).toEqual(before);
    expect(after).not.toBe(before);
  });

  it('have the same key whether they come from a column or are fixed', () => {
    const keys = [
      reader(['phone', 'liste'], { set: ['tag=x'] })('+33639980012', 'a'),
      reader(['phone', 'tag'], { set: ['liste=a'] })('+33639980012', 'x'),
      reader(['tag', 'phone', 'liste'])('x', '+33639980012', 'a'),
    ].map((reading) => call(reading)?.key);
    expect(new Set(keys)).toEqual(new Set(['[["list_name","a"],["tag_name","x"]]']));
  });

  it('that are required are missed in a row without them', () => {
    const read = reader(['phone', 'GroupIds'], { provider: protexting });
    expect(problems(read('+16465550123', ''))).toEqual(['GroupIds required']);
    expect(problems(read('+16465550123', []))).toEqual(['GroupIds required']);
    expect(problems(read('+16465550123'))).toEqual(['GroupIds required']);
    expect(call(read('+16465550123', [3, '4']))?.values).toEqual({ GroupIds: [3, 4] });
    expect(problems(read('+16465550123', [3, 'x']))).toEqual(['GroupIds not_an_integer']);
  });
});

describe('Amoot', () => {
  it('gets its defaults where no column, or an empty cell, has a value', () => {
    expect(values(reader(['موبایل'], { provider: amoot })('+989120000001'))).toEqual({
      ContactGroupID: 0,
      Active: true,
    });
    const read = reader(['موبایل', 'فعال', 'کد گروه'], { provider: amoot });
    expect(values(read('+989120000001', '', ''))).toEqual({ ContactGroupID: 0, Active: true });
    expect(values(read('+989120000001', 'خیر', '۵'))).toEqual({ ContactGroupID: 5, Active: false });
  });

  it('takes a fixed value before a default', () => {
    const read = reader(['موبایل'], { provider: amoot, set: ['Active=no', 'GenderType=خانم'] });
    expect(values(read('+989120000001'))).toEqual({ ContactGroupID: 0, Active: false, GenderType: false });
  });

  it.each([
    ['1990/5/31', { BornDate: '1990-05-31' }],
    ['۱۹۹۰-۰۵-۳۱', { BornDate: '1990-05-31' }],
    ['1990-02-30', ['BornDate date_unreal']],
    ['۱۳۷۰/۰۱/۰۱', ['BornDate date_year']],
    ['31/05/1990', ['BornDate date_format']],
  ])('reads a birthday %s', (text, expected) => {
    const read = reader(['موبایل', 'تاریخ تولد'], { provider: amoot });
    const found = values(read('+989120000001', text));
    expect(found).toEqual(Array.isArray(expected) ? expected : { ContactGroupID: 0, Active: true, ...expected });
  });

  it('takes labels as text or as a list, and refuses what it would split', () => {
    const read = reader(['موبایل', 'labels'], { provider: amoot });
    expect(values(read('+989120000001', 'a؛ b'))).toMatchObject({ Labels: ['a', 'b'] });
    expect(values(read('+989120000001', ['a', 'b']))).toMatchObject({ Labels: ['a', 'b'] });
    expect(problems(read('+989120000001', ['a,b']))).toEqual(['Labels forbidden_character']);
    expect(problems(read('+989120000001', { a: 1 }))).toEqual(['Labels nested_value']);
  });

  it.each(['+33639980012', '+98 21 8877 6655', '0098 912 000 00011'])(
    'refuses what is no Iranian mobile: %s',
    (text) => {
      expect(problems(reader(['phone'], { provider: amoot, phone: { country: 'IR' } })(text))).toHaveLength(1);
    },
  );
});
