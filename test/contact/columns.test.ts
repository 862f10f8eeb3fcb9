import { describe, expect, it } from 'vitest';
import { closest, type Mapping, mapColumns } from '../../src/contact/columns.js';
import { UsageError } from '../../src/errors.js';
import { maskPhones } from '../../src/mask.js';
import { amoot } from '../../src/providers/amoot.js';
import { octopush } from '../../src/providers/octopush.js';
import { protexting } from '../../src/providers/protexting.js';
import type { Provider } from '../../src/providers/provider.js';

interface Wished {
  readonly provider?: Provider;
  readonly map?: readonly string[];
  readonly set?: readonly string[];
}

function mapped(columns: readonly string[], { provider = octopush, map = [], set = [] }: Wished = {}): Mapping {
  return mapColumns('contacts.csv', columns, provider.fields, { map, set });
}

/** Field ← index of its column. */
function places(columns: readonly string[], wished: Wished = {}): Record<string, number> {
  const mapping = mapped(columns, wished);
  return Object.fromEntries([mapping.phone, ...mapping.columns].map(({ field, index }) => [field.name, index]));
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

describe('a column', () => {
  it.each([
    'phone_number',
    'Phone Number',
    'PHONE-NUMBER',
    'phonenumber',
    ' phone ',
    'Téléphone',
    'TELEPHONE',
    'Te\u0301le\u0301phone',
    'Numéro de téléphone',
    'móvil',
    'Movil',
    'شماره موبایل',
    'شماره موبايل',
    'Phone 1 - Value',
    'Mobile Phone',
    '\ufeffmobile',
  ])('reaches the phone by its name or an alias: %j', (name) => {
    expect(places(['x', name])).toEqual({ phone_number: 1 });
  });

  it.each([
    ['متن سفارشی ۱', 'CustomText1'],
    ['كد گروه', 'ContactGroupID'],
    ['برچسب‌ها', 'Labels'],
    ['Date de naissance', 'BornDate'],
    ['civilite', 'GenderType'],
    ['Organization 1 - Title', 'JobTitle'],
    ['Nom de l’entreprise', 'CompanyTitle'],
    ['Raison sociale :', 'CompanyTitle'],
    ['Razón social', 'CompanyTitle'],
    ['Puesto de trabajo', 'JobTitle'],
    ['Mél', 'Email'],
    ['Correo electrónico *', 'Email'],
    ['پست الکترونيکي', 'Email'],
    ['Población', 'CityName'],
    ['Adresse complète', 'AddressText'],
    ['Dirección postal', 'AddressText'],
    ['Né(e) le', 'BornDate'],
    ['Fecha de nacimiento (opcional)', 'BornDate'],
    ['Anniversaire de mariage ou fête', 'AnniversaryDate'],
    ['Fecha de boda', 'AnniversaryDate'],
    ['Champ perso 6', 'CustomText6'],
    ['Texto libre 2', 'CustomText2'],
    ['Date libre 3', 'CustomDate3'],
    ['Fecha 2', 'CustomDate2'],
    ['تاریخ دلخواه ۳', 'CustomDate3'],
    ['Catégories', 'Labels'],
    ['Etiquetas', 'Labels'],
    ['Contact actif ?', 'Active'],
    ['Está activo', 'Active'],
    ['Identificador de grupo', 'ContactGroupID'],
  ])('reaches its field in other languages and exports: %s → %s', (name, field) => {
    expect(places(['موبایل', name], { provider: amoot })).toEqual({ Mobile: 0, [field]: 1 });
  });

  it.each([
    ['Liste de diffusion', 'list_name'],
    ['lista de contactos', 'list_name'],
    ['Nom du tag', 'tag_name'],
    ['تگ', 'tag_name'],
    ['Champ personnalisé n', ''],
    ['Variable 5', 'param5'],
    ['متغير ۲', 'param2'],
    ['Ne pas écraser', 'do_not_overwrite'],
    ['Excluir lista negra', 'auto_remove_blacklisted_numbers'],
  ])('reaches a field of Octopush: %s → %s', (name, field) => {
    expect(mapped(['GSM', name]).columns.map((column) => column.field.name)).toEqual(field === '' ? [] : [field]);
  });

  it.each([
    ["Message d'invitation", 'CTAMessage'],
    ['mensaje de confirmacion', 'ConfirmMessage'],
    ['Toujours envoyer l’invitation', 'SendCTAMessage'],
    ['پیامک دعوت', 'CTAMessage'],
  ])('reaches a field of ProTexting: %s → %s', (name, field) => {
    const mapping = mapped(['GSM', name], { provider: protexting, set: ['GroupIds=1'] });
    expect(mapping.columns.map((column) => column.field.name)).toEqual([field]);
  });

  it.each([
    ...['N° de téléphone', 'Nº de móvil', 'Tél. portable', 'Tfno.', 'Phone #', 'Mobile (required) *', 'Phone\nnumber'],
    ...['شماره تماس', 'تلفن موبايل', 'Número telefónico:', 'PORTABLE', 'Cell Phone Number'],
  ])('reaches the phone as people write it: %j', (name) => {
    expect(places(['x', name])).toEqual({ phone_number: 1 });
  });

  it('is kept with its name as the header has it, fields in the order of the provider', () => {
    const mapping = mapped(['Nom', 'Tél.', ' Prénom ']);
    expect(mapping.phone).toMatchObject({ index: 1, name: 'Tél.' });
    expect(mapping.columns.map(({ field, index, name }) => [field.name, index, name])).toEqual([
      ['first_name', 2, ' Prénom '],
      ['last_name', 0, 'Nom'],
    ]);
  });

  it('that reaches no field is listed, in the order of the file, but neither ours nor a nameless one', () => {
    const columns = ['_row', '_line', '_status', '_code', '_message', 'phone', 'Shoe size', '', ' ', '_extra', 'Notes'];
    expect(mapped(columns).unused).toEqual(['Shoe size', '_extra', 'Notes']);
  });

  it('of our rejects file fills nothing by its name, yet may be mapped', () => {
    const labelled = {
      ...octopush,
      fields: octopush.fields.map((field) => ({ ...field, aliases: [...field.aliases] })),
    };
    labelled.fields[3]?.aliases.push('message', 'status');
    expect(places(['_message', '_status', 'phone'], { provider: labelled })).toEqual({ phone_number: 2 });
    expect(places(['_message', 'phone'], { map: ['param1=_message'] })).toEqual({ phone_number: 1, param1: 0 });
  });

  it('for a field that is only filled on purpose waits for --map or --set', () => {
    expect(mapped(['phone', 'email'])).toMatchObject({ columns: [], unused: ['email'] });
    expect(places(['phone', 'email'], { map: ['email=email'] })).toEqual({ phone_number: 0, email: 1 });
    expect(mapped(['phone'], { set: ['email=a@example.org'] }).fixed).toEqual({ email: 'a@example.org' });
  });

  it('of a call field is taken by its name too', () => {
    expect(places(['phone', 'Liste', 'Tag'])).toEqual({ phone_number: 0, list_name: 1, tag_name: 2 });
    expect(places(['phone', 'Group IDs'], { provider: protexting })).toEqual({ PhoneNumber: 0, GroupIds: 1 });
  });
});

describe('two columns for one field', () => {
  it('are refused, with a way to choose', () => {
    expect(refusal(['Phone', 'Mobile'])).toBe(
      'contacts.csv: two columns for phone_number: "Phone" and "Mobile". Choose one: --map phone_number=Mobile',
    );
    expect(refusal(['phone', 'Prénom', 'first name'])).toBe(
      'contacts.csv: two columns for first_name: "Prénom" and "first name". Choose one: --map \'first_name=first name\'',
    );
  });

  it('are fine when one is mapped, or the field is fixed', () => {
    expect(places(['Phone', 'Mobile'], { map: ['phone_number=Mobile'] })).toEqual({ phone_number: 1 });
    expect(places(['Phone', 'Prénom', 'fname'], { set: ['first_name=Anne'] })).toEqual({ phone_number: 0 });
    expect(places(['Phone', 'Mobile'], { map: ['param1=Phone'] })).toEqual({ phone_number: 1, param1: 0 });
  });

  it('of the very same name cannot be told apart by --map, so one must be renamed', () => {
    const message = 'contacts.csv: 2 columns are named "phone". Rename one of them';
    expect(refusal(['phone', 'city', 'phone'])).toBe(message);
    expect(refusal(['phone', 'city', 'phone'], { map: ['phone_number=phone'] })).toBe(message);
  });

  it('do not matter where the columns reach no field', () => {
    expect(places(['phone', 'notes', 'notes'])).toEqual({ phone_number: 0 });
  });
});

describe('--map', () => {
  it.each([
    ['phone_number=GSM 2', 1],
    ['phone_number=gsm_2', 1],
    ['Phone Number=GSM 2', 1],
    ['mobile=GSM 2', 1],
    ['phone_number=gsm', 0],
    ['phone_number=a=b', 2],
  ])('finds field and column by exact, then by loose name: %s', (wish, index) => {
    expect(places(['gsm', 'GSM 2', 'a=b'], { map: [wish] })).toEqual({ phone_number: index });
  });

  it('prefers the exact name to a loose one', () => {
    expect(places(['Phone', 'phone', 'PHONE'], { map: ['phone_number=phone'] })).toEqual({ phone_number: 1 });
    expect(refusal(['Phone', 'PHONE'], { map: ['phone_number=phone'] })).toBe(
      'contacts.csv: 2 columns are named "phone". Rename one of them',
    );
  });

  it('keeps its column from filling another field by name', () => {
    expect(places(['phone', 'nom'], { map: ['first_name=nom'] })).toEqual({ phone_number: 0, first_name: 1 });
    expect(refusal(['phone', 'city'], { map: ['param1=phone'] })).toMatch(/Did you mean --map phone_number=phone\?$/);
    expect(places(['phone'], { map: ['param1=phone', 'phone_number=phone'] })).toEqual({ phone_number: 0, param1: 0 });
  });

  it.each([
    ['phone_number', '--map phone_number: expected FIELD=COLUMN'],
    ['=phone', '--map =phone: expected FIELD=COLUMN'],
    ['phone_number=', '--map phone_number=: expected a column after ='],
    ['phone_number= ', '--map phone_number= : expected a column after ='],
    ['first_nme=name', '--map first_nme: there is no such field. Did you mean first_name?'],
    ['phone_number=phon', 'contacts.csv: there is no column "phon". Did you mean "phone"?'],
    ['phone_number=--', 'contacts.csv: there is no column "--". Columns found: phone, name, '],
    ['phone_number=q\nq', 'contacts.csv: there is no column "q q". Columns found: phone, name, '],
  ])('is refused when it cannot be met: %j', (wish, message) => {
    expect(refusal(['phone', 'name', ''], { map: [wish] })).toBe(message);
  });

  it('lists the fields where none is near', () => {
    expect(refusal(['phone'], { map: ['zzzzzz=phone'] })).toBe(
      `--map zzzzzz: there is no such field. Fields: ${octopush.fields.map(({ name }) => name).join(', ')}`,
    );
  });

  it('fills a field once', () => {
    expect(refusal(['phone', 'a', 'b'], { map: ['param1=a', 'Param 1=b'] })).toBe(
      '--map param1 is given twice. Keep one',
    );
    expect(refusal(['phone', 'a'], { map: ['param1=a'], set: ['param1=b'] })).toBe(
      'param1 is given twice: by --map and by --set. Keep one',
    );
  });
});

describe('--set', () => {
  it.each([
    [octopush, 'list_name= Autumn sale ', { list_name: 'Autumn sale' }],
    [octopush, 'liste=a=b', { list_name: 'a=b' }],
    [octopush, 'do_not_overwrite=oui', { do_not_overwrite: true }],
    [octopush, 'do_not_overwrite=no', { do_not_overwrite: false }],
    [amoot, 'GenderType=female', { GenderType: false }],
    [amoot, 'BornDate=1990/5/31', { BornDate: '1990-05-31' }],
    [amoot, 'ContactGroupID=۷', { ContactGroupID: 7 }],
    [amoot, 'Labels=vip;new', { Labels: ['vip', 'new'] }],
  ])('is read as its field demands: %#', (provider, wish, fixed) => {
    expect(mapped(['phone'], { provider, set: [wish] }).fixed).toEqual(fixed);
  });

  it('takes a list of numbers for groups', () => {
    expect(mapped(['phone'], { provider: protexting, set: ['GroupIds=1,2'] }).fixed).toEqual({ GroupIds: [1, 2] });
  });

  it('wins over a column of the same name, which is then listed as unused', () => {
    expect(mapped(['phone', 'list'], { set: ['list_name=vip'] })).toMatchObject({
      columns: [],
      fixed: { list_name: 'vip' },
      unused: ['list'],
    });
  });

  it.each([
    ['list_name', '--set list_name: expected FIELD=VALUE'],
    ['list_name=', '--set list_name=: expected a value after ='],
    ['list_name=  ', '--set list_name=  : expected a value after ='],
    [`list_name=${'x'.repeat(31)}`, '--set list_name: expected at most 30 characters, found 31'],
    ['do_not_overwrite=maybe', '--set do_not_overwrite: expected yes or no, found "maybe"'],
    ['listname2=x', '--set listname2: there is no such field. Did you mean list_name?'],
    ['phone=+33639980012', '--set phone=+33639980012: each row needs a number of its own; map a column instead'],
  ])('is refused when it cannot be met: %s', (wish, message) => {
    expect(refusal(['phone'], { set: [wish] })).toBe(message);
  });

  it('fixes a field once', () => {
    expect(refusal(['phone'], { set: ['list_name=a', 'list=b'] })).toBe('--set list_name is given twice. Keep one');
  });
});

describe('without a column for the phone', () => {
  it.each([
    ['mobil', '--map phone_number=mobil'],
    ['Mobil Nr.', "--map 'phone_number=Mobil Nr.'"],
    ["l'telephone", "--map 'phone_number=l'\\''telephone'"],
    ['mobile (privé)', "--map 'phone_number=mobile (privé)'"],
    ['mobile\n(home)', "--map 'phone_number=mobile (home)'"],
    ['téléfone', '--map phone_number=téléfone'],
  ])('names the columns found and the closest guess: %j', (column, hint) => {
    const message = refusal(['name', column, 'city']);
    expect(message).toBe(
      `contacts.csv: no column for the phone number. Columns found: name, ${column.replace('\n', ' ')}, city. Did you mean ${hint}?`,
    );
  });

  it('gives no far-fetched guess', () => {
    expect(refusal(['a', 'city'])).toBe(
      'contacts.csv: no column for the phone number. Columns found: a, city. Name it with --map phone_number=COLUMN',
    );
  });

  it.each(['+33639980001', '06 39 98 00 01', '۰۹۱۲۰۰۰۰۰۰۱'])('sees that the header is a row: %j', (number) => {
    expect(refusal([number, 'Axelle'])).toBe(
      `contacts.csv: no column for the phone number. Columns found: ${maskPhones(number)}, Axelle. "${maskPhones(number)}" looks like a number, not like a name: write a first line with the names of the columns`,
    );
  });

  it('names at most twenty columns', () => {
    const columns = Array.from({ length: 25 }, (_, i) => `c${i}`);
    expect(refusal(columns)).toContain(', c19, and 5 more. ');
  });

  it('keeps the message on one line whatever the header holds', () => {
    expect(refusal(['a\r\nb', 'Phone\n1', 'c\u2028d'])).not.toMatch(/[\r\n\u2028]/);
    expect(refusal(['phone', 'Pré\nnom', 'pre\u2028nom'])).not.toMatch(/[\r\n\u2028]/);
  });
});

describe('a required call field', () => {
  it('must have a column or a value', () => {
    expect(refusal(['phone'], { provider: protexting })).toBe(
      'GroupIds is required (ids of the groups the contact joins, whole numbers; the groups must exist): give --set GroupIds=1,2 or --map GroupIds=COLUMN',
    );
    expect(refusal(['phone', 'teams'], { provider: protexting, map: ['GroupIds=teams'] })).toBe('no refusal');
    expect(refusal(['phone'], { provider: protexting, set: ['GroupIds=7'] })).toBe('no refusal');
  });
});

it.each([octopush, protexting, amoot])('no name of $name means two fields', ({ fields }) => {
  const required = fields
    .filter(({ required, kind }) => required && kind !== 'phone')
    .map(({ name, example }) => `${name}=${example}`);
  for (const field of fields) {
    if (field.kind === 'phone' || field.onPurpose) continue;
    const set = required.filter((wish) => !wish.startsWith(`${field.name}=`));
    for (const alias of [field.name, ...field.aliases]) {
      const mapping = mapColumns('contacts.csv', ['msisdn', alias], fields, { map: [], set });
      expect(mapping.columns.map((column) => column.field.name)).toEqual([field.name]);
    }
  }
});

describe('the closest name', () => {
  it.each([
    ['octopus', 'octopush'],
    ['OCTOPUSH', 'octopush'],
    ['protext', 'protexting'],
    ['zzz', undefined],
    ['', undefined],
  ])('to %j is %j', (name, near) => {
    expect(closest(name, ['octopush', 'protexting', 'amoot'])).toBe(near);
  });
});
