import type { Held } from './store.js';

const TEXTS = ['FName', 'LName', 'CompanyTitle', 'JobTitle', 'Email', 'CityName', 'AddressText'] as const;
const CUSTOM_TEXTS = [
  'CustomText1',
  'CustomText2',
  'CustomText3',
  'CustomText4',
  'CustomText5',
  'CustomText6',
] as const;

/** Form keys that hold a date or nothing. */
export const DATES = ['BornDate', 'AnniversaryDate', 'CustomDate1', 'CustomDate2', 'CustomDate3'] as const;

/** Every form key of ContactCreate; all must be there. */
export const KEYS: ReadonlySet<string> = new Set([
  'ContactGroupID',
  'Active',
  'Mobile',
  'GenderType',
  'Labels',
  ...TEXTS,
  ...CUSTOM_TEXTS,
  ...DATES,
]);

/** A contact as an answer shows it; labels are not among it. */
export function contactOf({ id, number, fields, updatedAt }: Held): Readonly<Record<string, unknown>> {
  return shape({
    id,
    mobile: Number(number),
    active: fields['Active'] === 'true',
    text: (key) => fields[key] ?? null,
    updated: tehran(updatedAt),
  });
}

/** What stands in `Data` when nothing was stored. */
export const BLANK = shape({ id: 0, mobile: 0, active: false, text: () => null, updated: '0001-01-01T00:00:00' });

interface Parts {
  readonly id: number;
  readonly mobile: number;
  readonly active: boolean;
  readonly text: (key: string) => unknown;
  readonly updated: string;
}

function shape({ id, mobile, active, text, updated }: Parts): Readonly<Record<string, unknown>> {
  const gender = text('GenderType');
  const contact: Record<string, unknown> = {
    ID: id,
    Active: active,
    ContactGroupID: 0,
    Mobile: mobile,
    GenderType: gender === null ? null : gender === 'true',
    GenderTypeStr: gender === null ? '' : gender === 'true' ? 'آقا' : 'خانم',
  };
  for (const key of TEXTS) contact[key] = text(key);
  for (const key of CUSTOM_TEXTS) contact[key] = text(key);
  for (const key of DATES) {
    const date = text(key);
    contact[key] = date === null ? null : `${date}T00:00:00`;
    contact[`${key}Per`] = '';
  }
  return { ...contact, Deleted: false, UpdateDateTime: updated };
}

const HALF_HOUR = 1_800_000;

/** Local time without a zone, as the samples have it. */
function tehran(time: number): string {
  return new Date(time + 7 * HALF_HOUR).toISOString().slice(0, -1);
}
