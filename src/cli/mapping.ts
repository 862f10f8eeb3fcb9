import type { Mapping } from '../contact/columns.js';
import { oneLine } from '../contact/text.js';
import { maskPhones } from '../mask.js';
import type { Provider } from '../providers/provider.js';

/** What to say of a mapping before a run: which column fills which field, what is left over, and what to be careful of. */
export function mappingNotices(mapping: Mapping, provider: Provider): readonly string[] {
  const { phone, columns, fixed, unused } = mapping;
  const filled = new Set([phone, ...columns].map(({ field }) => field.name).concat(Object.keys(fixed)));
  const cautions = provider.fields.flatMap(({ name, caution }) =>
    caution !== undefined && filled.has(name) ? [caution] : [],
  );
  return [
    [phone, ...columns].map(({ field, name }) => `${field.name} ← ${oneLine(name)}`).join(', '),
    ...(unused.length === 0 ? [] : [`columns that reach no field: ${maskPhones(unused.map(oneLine).join(', '))}`]),
    ...cautions,
    ...provider.notices(filled),
  ];
}
