import { stringify } from 'csv-stringify/sync';
import type { Field, PhoneForm } from '../model.js';

/** Words of `--format`, as far as a file can be begun in them. */
export const TEMPLATE_FORMATS = ['csv', 'tsv', 'ndjson', 'json'] as const;
export type TemplateFormat = (typeof TEMPLATE_FORMATS)[number];

/**
 * A file with one contact, of the fields' names and examples: each contact field, and the call fields that are required.
 * What is not taken by its name alone, or asks for care, is left to be added on purpose.
 */
export function renderTemplate(
  { fields, phone }: { readonly fields: readonly Field[]; readonly phone: PhoneForm },
  format: TemplateFormat,
): string {
  const usual = fields.filter(
    ({ scope, required, onPurpose, caution }) =>
      required || (scope === 'contact' && !onPurpose && caution === undefined),
  );
  const contact = Object.fromEntries(usual.map((field) => [field.name, sampleOf(field, phone)]));
  switch (format) {
    case 'csv':
      return stringify([contact], { header: true });
    case 'tsv':
      return stringify([contact], { header: true, delimiter: '\t' });
    case 'ndjson':
      return `${JSON.stringify(contact)}\n`;
    case 'json':
      return `${JSON.stringify([contact], null, 2)}\n`;
  }
}

/** The example; that of a phone is the number on the wire, and a reader knows it without a country by its `+` alone. */
function sampleOf({ kind, example }: Field, { country }: PhoneForm): string {
  return kind === 'phone' && country === undefined ? `+${example.replace(/^\+/, '')}` : example;
}
