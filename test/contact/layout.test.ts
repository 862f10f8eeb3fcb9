import { describe, expect, it } from 'vitest';
import { cellOf, type Mapping, mapColumns } from '../../src/contact/columns.js';
import { recogniseExport } from '../../src/contact/layout.js';
import { UsageError } from '../../src/errors.js';
import { amoot } from '../../src/providers/amoot.js';
import { octopush } from '../../src/providers/octopush.js';
import type { Provider } from '../../src/providers/provider.js';

const GOOGLE = ['First Name', 'Last Name', 'Phone 1 - Label', 'Phone 1 - Value', 'Phone 2 - Label', 'Phone 2 - Value'];
const OUTLOOK = ['First Name', 'Last Name', 'E-mail Address', 'Home Phone', 'Business Phone', 'Mobile Phone'];

interface Wished {
  readonly provider?: Provider;
  readonly map?: readonly string[];
}

function mapped(columns: readonly string[], { provider = octopush, map = [] }: Wished = {}): Mapping {
  return mapColumns('contacts.csv', columns, provider.fields, { map, set: [] });
}

function phoneOf(columns: readonly string[], cells: readonly unknown[], wished: Wished = {}): unknown {
  return cellOf(mapped(columns, wished).phone, cells);
}

function refusal(columns: readonly string[], wished: Wished = {}): string {
  try {
    mapped(columns, wished);
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'no refusal';
}

describe('a known export', () => {
  it.each([
    ['Google Contacts', GOOGLE],
    ['Google Contacts', ['Name', 'Given Name', 'Family Name', 'Phone 1 - Type', 'Phone 1 - Value']],
    ['Outlook', OUTLOOK],
    ['Outlook', ['Prénom', 'Nom', 'Téléphone (bureau)', 'Tél. mobile', 'Adresse de messagerie']],
    ['Outlook', ['Nombre', 'Apellidos', 'Teléfono del trabajo', 'Móvil', 'Dirección de correo electrónico']],
  ])('of %s is known by its columns: %j', (name, columns) => {
    expect(recogniseExport(columns)?.known.name).toBe(name);
  });

  it.each([
    [['phone', 'first name']],
    [['First Name', 'Last Name', 'Mobile Phone', 'Home Phone']],
    [['First Name', 'Last Name', 'E-mail Address', 'Mobile Phone']],
    [['First Name', 'Phone 1 - Value', 'Phone 2 - Value']],
    [[]],
  ])('is not seen in a file that has only some of them: %j', (columns) => {
    expect(recogniseExport(columns)).toBeUndefined();
  });

  it('has its phone columns used, and says how the number is picked', () => {
    const { phone, unused, said } = mapped([...GOOGLE, 'Notes']);
    expect(phone).toMatchObject({ index: 3, name: 'Phone 1 - Value', among: ['Phone 1 - Value', 'Phone 2 - Value'] });
    expect(unused).toEqual(['Notes']);
    expect(said).toEqual([
      'Google Contacts export: phone_number is, in each row, the first of Phone 1 - Value, Phone 2 - Value whose label says mobile (Phone 1 - Label, Phone 2 - Label), else the first that is filled and no fax or pager. To take one column: --map phone_number=COLUMN',
    ]);
    expect(mapped(OUTLOOK).said).toEqual([
      'Outlook export: phone_number is, in each row, the first that is filled of Mobile Phone, Home Phone, Business Phone. To take one column: --map phone_number=COLUMN',
    ]);
  });

  it('yields to --map, also for one of its phone columns', () => {
    const { phone, said, unused } = mapped(OUTLOOK, { map: ['phone_number=Business Phone'] });
    expect([phone.name, phone.pick, said]).toEqual(['Business Phone', undefined, []]);
    expect(unused).toEqual(['E-mail Address', 'Home Phone', 'Mobile Phone']);
    const row = ['A', 'B', 'Mobile', '1', 'Mobile', '2'];
    expect(phoneOf(GOOGLE, row, { map: ['param1=Phone 1 - Value'] })).toBe('2');
  });

  it('is refused when another column is the phone by its name, or a phone column stands twice', () => {
    expect(refusal([...GOOGLE, 'Mobile'])).toBe(
      'contacts.csv: two columns for phone_number: "Phone 1 - Value" and "Mobile". Choose one: --map phone_number=Mobile',
    );
    expect(refusal([...OUTLOOK, 'Mobile Phone'])).toBe(
      'contacts.csv: 2 columns are named "Mobile Phone". Rename one of them',
    );
  });
});

describe('the number of a Google row', () => {
  it.each([
    [['Work', '1', 'Mobile', '2'], '2', 'is the mobile, wherever it stands'],
    [['Mobile', '1', 'Mobile', '2'], '1', 'is the first of two mobiles'],
    [['Mobile', '1', '* Mobile', '2'], '2', 'is the preferred one of two mobiles'],
    [['* Work', '1', 'Mobile', '2'], '2', 'is a mobile rather than a preferred one'],
    [['Work', '1', '* Home', '2'], '2', 'is the preferred one where none is a mobile'],
    [['Work', '1', 'Home', '2'], '1', 'is the first where no label says mobile'],
    [['', '1', '', '2'], '1', 'is the first where there are no labels'],
    [['Mobile', ' ', 'Work', '2'], '2', 'is not an empty one'],
    [['Work Fax', '1', 'Home', '2'], '2', 'is no fax'],
    [['Home Fax', '1', 'Pager', '2'], undefined, 'is none where there are only faxes and pagers'],
    [['Work', '1', 'Portable', '2'], '2', 'is a mobile in French'],
    [['Trabajo', '1', 'Móvil', '2'], '2', 'is a mobile in Spanish'],
    [['محل کار', '1', 'تلفن همراه', '2'], '2', 'is a mobile in Persian'],
    [['Work', '1', 'MOBILE', '2'], '2', 'is a mobile in any case'],
    [['Mobile', '1 ::: 2', 'Work', '3'], '1', 'is the first of several in a cell'],
    [['Mobile', ' ::: 2', 'Work', '3'], '2', 'is the first that is filled of several in a cell'],
    [[undefined, undefined, null, 33612345678], 33612345678, 'may be a JSON number'],
  ])('%j → %j: %s', (phones, expected, _) => {
    expect(phoneOf(GOOGLE, ['A', 'B', ...phones])).toBe(expected);
  });
});

it('takes the phones of an Outlook row in a fixed order: mobile, primary, home, business, other, car', () => {
  const order = ['Mobile Phone', 'Primary Phone', 'Home Phone', 'Home Phone 2', 'Business Phone', 'Business Phone 2'];
  const columns = ['First Name', 'Last Name', 'E-mail Address', 'Business Fax', ...[...order, 'Other Phone'].reverse()];
  const cells = columns.map((name) => `the ${name}`);
  for (const name of [...order, 'Other Phone']) {
    expect(phoneOf(columns, cells)).toBe(`the ${name}`);
    cells[columns.indexOf(name)] = ' ';
  }
  expect(phoneOf(columns, cells)).toBeUndefined();
});

describe('other columns of a known export', () => {
  const readBy = (columns: readonly string[], field: string, cell: unknown): unknown => {
    const column = mapped(columns, { provider: amoot }).columns.find((each) => each.field.name === field);
    if (column === undefined) throw new Error(`no column for ${field}`);
    const cells: unknown[] = [];
    cells[column.index] = cell;
    return cellOf(column, cells);
  };

  it.each([
    [[...GOOGLE, 'Labels'], 'Labels', '* myContacts ::: VIP ::: Lyon', ['VIP', 'Lyon']],
    [[...GOOGLE, 'Labels'], 'Labels', '* myContacts', []],
    [[...GOOGLE, 'Labels'], 'Labels', undefined, undefined],
    [[...GOOGLE, 'E-mail 1 - Value'], 'Email', 'a@example.org ::: b@example.org', 'a@example.org'],
    [[...GOOGLE, 'Notes about ::: things', 'Company'], 'CompanyTitle', 'a ::: b', 'a ::: b'],
    [[...OUTLOOK, 'Birthday'], 'BornDate', '0/0/00', undefined],
    [[...OUTLOOK, 'Birthday'], 'BornDate', '1990-05-31', '1990-05-31'],
    [[...OUTLOOK, 'Gender'], 'GenderType', 'Unspecified', undefined],
    [[...OUTLOOK, 'Company'], 'CompanyTitle', 'Unspecified', 'Unspecified'],
  ])('%j: %s reads %j as %j', (columns, field, cell, expected) => {
    expect(readBy(columns, field, cell)).toEqual(expected);
  });
});
