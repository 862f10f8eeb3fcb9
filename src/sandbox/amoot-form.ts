import { DATES, KEYS } from './amoot-contact.js';

type Form = ReadonlyMap<string, string>;

/** What a form binder cannot bind: a key that is not there, a text that is no date or boolean; undefined when all is well. */
export function bindingFault(form: Form): string | undefined {
  for (const key of KEYS) if (!form.has(key)) return `Missing parameter: ${key}.`;
  for (const key of DATES) {
    const text = form.get(key) ?? '';
    if (text !== '' && !isDate(text)) return `Cannot convert ${text} to System.DateTime. Parameter name: ${key}`;
  }
  const active = form.get('Active') ?? '';
  if (!isBoolean(active)) return `Cannot convert ${active} to System.Boolean. Parameter name: Active`;
  const gender = form.get('GenderType') ?? '';
  // The vendor's README sends it empty.
  if (gender !== '' && !isBoolean(gender))
    return `Cannot convert ${gender} to System.Boolean. Parameter name: GenderType`;
  return undefined;
}

/** What the service keeps of a form: fields that came empty say nothing, and booleans are written one way. */
export function fieldsOf(form: Form): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const [key, text] of form) {
    if (text === '' || !KEYS.has(key)) continue;
    fields[key] = key === 'Active' || key === 'GenderType' ? text.toLowerCase() : text;
  }
  return fields;
}

// C# and Python write True.
function isBoolean(text: string): boolean {
  return /^(true|false)$/i.test(text);
}

/** A day of the Gregorian calendar as `yyyy-MM-dd`. */
function isDate(text: string): boolean {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text) || text.startsWith('0000')) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
