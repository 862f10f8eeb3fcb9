import type { Command } from 'commander';
import { z } from 'zod';
import { isSwitch, keyOf, traitsOf } from '../option.js';

/** What a key of the project file holds: a text or a number, yes or no, or one text a field. */
export type Sort = 'text' | 'switch' | 'pairs';

/** The keys of a project file, with what each holds and means. */
export type Keys = ReadonlyMap<string, { readonly sort: Sort; readonly help: string }>;

const MEANT_ONCE = 'it is meant for one run; give it on the command line';

/** Options that no project file may decide, and why. */
const NOT_THERE: ReadonlyMap<string, string> = new Map([
  ['again', MEANT_ONCE],
  ['resume', MEANT_ONCE],
  ['yes', MEANT_ONCE],
  [
    'state-dir',
    'who was sent to must not depend on the folder one stands in; give --state-dir or CONTACT_PUSH_STATE_DIR',
  ],
  ['env-file', 'it is read before the project file; give --env-file'],
  ['profile', 'it is chosen where the program is called; give --profile or CONTACT_PUSH_PROFILE'],
  ['show-settings', MEANT_ONCE],
  ['help-all', MEANT_ONCE],
]);

/** The keys that the options of a command allow. */
export function keysOf(command: Command): Keys {
  const keys = new Map<string, { sort: Sort; help: string }>();
  for (const option of command.options) {
    const key = keyOf(option);
    if (NOT_THERE.has(key)) continue;
    const sort = isSwitch(option) ? 'switch' : traitsOf(option).repeats ? 'pairs' : 'text';
    keys.set(key, { sort, help: option.negate ? `false: ${option.description}` : option.description });
  }
  return keys;
}

/** Why a key is not among `keysOf`, where it is an option all the same. */
export function whyNot(key: string): string | undefined {
  return NOT_THERE.get(key);
}

/** What each sort completes "expected …" with. */
export const EXPECTED: Readonly<Record<Sort, string>> = {
  text: 'a text or a number',
  switch: 'true or false',
  pairs: 'an object such as {"phone_number": "GSM"}',
};

const plain = z.union([z.string(), z.number()]);

const SORTS = {
  text: plain,
  switch: z.boolean(),
  pairs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(plain)])),
} as const satisfies Record<Sort, z.ZodType>;

/** The shape of a project file. */
export function shapeOf(keys: Keys) {
  const fields = Object.fromEntries(
    [...keys].map(([key, { sort, help }]) => [key, SORTS[sort].optional().describe(help)]),
  );
  return z.strictObject({
    $schema: z.string().optional(),
    ...fields,
    profiles: z
      .record(z.string(), z.strictObject(fields))
      .optional()
      .describe('sets of settings that go before the others, by the name that --profile takes'),
  });
}

/** The JSON Schema of a project file, as the package has it. */
export function schemaText(keys: Keys): string {
  const schema = z.toJSONSchema(shapeOf(keys), { target: 'draft-7' });
  return `${JSON.stringify({ title: 'contact-push.config.json', ...schema }, null, 2)}\n`;
}
