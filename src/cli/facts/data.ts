import type { Provider } from '../../providers/provider.js';

/** All facts of a provider for machines; the keys are public. */
export function providerData({
  name,
  title,
  docs,
  fields,
  phone,
  settings,
  baseUrl,
  limits,
  repeat,
  ...rest
}: Provider) {
  return {
    name,
    title,
    docs,
    settings: settings.map(({ env, help, where, secret }) => ({ env, help, where, secret })),
    base_url: baseUrl,
    limits: {
      batch_size: limits.batchSize,
      careful_batch_size: limits.carefulBatchSize,
      max_batch_size: limits.maxBatchSize,
      calls_per_second: limits.perSecond,
      concurrency: limits.concurrency,
    },
    repeat: { harmless: limits.repeatable, is: repeat },
    texts_people: rest.textsPeople,
    phone: { expected: phone.expected, country: phone.country ?? null },
    fields: fields.map((field) => ({
      name: field.name,
      scope: field.scope,
      kind: field.kind,
      required: field.required ?? false,
      on_purpose: field.onPurpose ?? false,
      max_length: field.maxLength ?? null,
      forbids: field.forbids ?? null,
      default: field.default ?? null,
      example: field.example,
      help: field.help,
      caution: field.caution ?? null,
      aliases: field.aliases,
    })),
  };
}
