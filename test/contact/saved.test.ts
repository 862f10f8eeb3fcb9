import { describe, expect, it } from 'vitest';
import { mapColumns } from '../../src/contact/columns.js';
import { filledBy, mapSaved, parseMapping, renderMapping, type SavedMapping } from '../../src/contact/saved.js';
import { UsageError } from '../../src/errors.js';
import { octopush } from '../../src/providers/octopush.js';

const { fields } = octopush;

function saved(header: readonly string[], map: readonly string[] = [], set: readonly string[] = []): SavedMapping {
  const mapping = mapColumns('c.csv', header, fields, { map, set });
  const text = renderMapping({ provider: 'octopush', fields: filledBy(mapping), set, header });
  return parseMapping('m.json', text, 'octopush');
}

function use(mapping: SavedMapping, columns: readonly string[], ordered = true) {
  return mapSaved(mapping, { path: 'm.json', input: 'c.csv', ordered }, columns, fields);
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  return 'no refusal';
}

describe('a saved mapping', () => {
  it('gives the very mapping it was made from', () => {
    for (const [header, map, set] of [
      [['GSM', 'Prénom', 'notes'], ['phone_number=GSM', 'param1=notes'], ['list_name=a=b']],
      [['First Name', 'Phone 1 - Label', 'Phone 1 - Value', 'Phone 2 - Label', 'Phone 2 - Value'], [], []],
      [['phone', ' odd\nname ', '=', '__proto__'], ['param1= odd\nname ', 'param2==', 'param3=__proto__'], []],
    ] as const) {
      const now = use(saved(header, map, set), header);
      const then = mapColumns('c.csv', header, fields, { map, set });
      expect(filledBy(now)).toEqual(filledBy(then));
      expect(now.fixed).toEqual(then.fixed);
      expect(now.columns.map(({ index }) => index)).toEqual(then.columns.map(({ index }) => index));
    }
  });

  it('is a text that people can read', () => {
    const mapping = mapColumns('c.csv', ['GSM', 'Prénom'], fields, { map: [], set: ['list_name=vip'] });
    const header = ['_row', '_line', '_status', '_code', '_message', 'GSM', 'Prénom'];
    expect(renderMapping({ provider: 'octopush', fields: filledBy(mapping), set: ['list_name=vip'], header })).toBe(`{
  "contact_push_mapping": 1,
  "provider": "octopush",
  "fields": {
    "phone_number": "GSM",
    "first_name": "Prénom"
  },
  "set": [
    "list_name=vip"
  ],
  "header": [
    "GSM",
    "Prénom"
  ]
}
`);
  });

  it('takes nothing by name that it does not hold', () => {
    const narrow = { ...saved(['phone', 'nom']), fields: { phone_number: 'phone' } };
    expect(filledBy(use(narrow, ['phone', 'nom']))).toEqual({ phone_number: 'phone' });
  });

  it.each([
    ['a new column', ['phone', 'nom', 'city'], 'new "city"'],
    ['a missing column', ['phone'], 'missing "nom"'],
    ['another name', ['phone', 'Nom'], 'missing "nom"; new "Nom"'],
    ['another order', ['nom', 'phone'], 'moved "nom", "phone"'],
    ['a column twice', ['phone', 'nom', 'nom'], 'new "nom"'],
    ['a column without a name', ['phone', 'nom', ''], 'new ""'],
    ['all at once', ['x', 'nom', 'phone'], 'new "x"; moved "nom", "phone"'],
  ])('refuses %s', (_, columns, changes) => {
    expect(refusal(() => use(saved(['phone', 'nom']), columns))).toBe(
      `c.csv: its header is not the one that m.json was saved for: ${changes}. Restore the header, or write the mapping anew: the same command with --dry-run --save-mapping m.json instead of --mapping, and with --map and --set where they are needed`,
    );
  });

  it('takes the keys of objects in any order, and refuses other keys', () => {
    expect(filledBy(use(saved(['phone', 'nom']), ['nom', 'phone'], false))).toEqual({
      phone_number: 'phone',
      last_name: 'nom',
    });
    expect(refusal(() => use(saved(['phone', 'nom']), ['phone'], false))).toMatch(/: missing "nom"\. /);
  });

  it('takes our rejects file of the same input', () => {
    const columns = ['_row', '_line', '_status', '_code', '_message', 'phone', 'nom'];
    expect(use(saved(['phone', 'nom']), columns).phone.index).toBe(5);
  });

  it('is refused where this program would read other columns than it holds', () => {
    const header = ['First Name', 'Phone 1 - Label', 'Phone 1 - Value', 'Phone 2 - Label', 'Phone 2 - Value'];
    const other = { ...saved(header), fields: { phone_number: ['Phone 2 - Value'], first_name: 'First Name' } };
    expect(refusal(() => use(other, header))).toMatch(
      /^m\.json: these columns are read in another way by this version/,
    );
  });

  it('names its file where a field does not exist', () => {
    const wrong = { ...saved(['phone', 'nom']), fields: { phone_number: 'phone', first_nme: 'nom' } };
    expect(refusal(() => use(wrong, ['phone', 'nom']))).toBe(
      'm.json: --map first_nme: there is no such field. Did you mean first_name?',
    );
  });
});

describe('a file that is no mapping is refused', () => {
  const good = '"contact_push_mapping": 1, "provider": "octopush", "set": [], "header": []';
  it.each([
    ['', /^m\.json: is no mapping of contact-push, but broken JSON\. Write it anew with --save-mapping m\.json$/],
    ['{"contact_push_mapping": 1,', /broken JSON/],
    ['[]', /is no mapping of contact-push\. /],
    ['null', /is no mapping of contact-push\. /],
    ['{}', /is no mapping of contact-push\. /],
    ['{"contact_push_mapping": 2}', /was written by a newer contact-push \(form 2, this one reads 1\)/],
    ['{"contact_push_mapping": 1}', /names no provider/],
    ['{"contact_push_mapping": 1, "provider": "amoot"}', /is a mapping for amoot, not for octopush/],
    [`{${good}}`, /"fields" is not an object/],
    [`{${good}, "fields": {"phone_number": 1}}`, /"fields" is not an object/],
    [`{${good}, "fields": {}, "set": "a=b"}`, /"set" is not a list/],
    [`{${good}, "fields": {}, "header": [1]}`, /"header" is not a list/],
  ])('%s', (text, message) => {
    expect(refusal(() => parseMapping('m.json', text, 'octopush'))).toMatch(message);
  });

  it('but a byte order mark before it does no harm', () => {
    const text = `\ufeff{${good}, "fields": {"phone_number": "a"}}`;
    expect(parseMapping('m.json', text, 'octopush').fields).toEqual({ phone_number: 'a' });
  });
});
