/** One failing attribute, as Yii2 reports it. */
export interface Problem {
  readonly field: string;
  readonly message: string;
}

/** A create call that passed every rule. */
export interface OptIn {
  readonly number: string;
  readonly fields: Readonly<Record<string, unknown>> & { readonly GroupIds: readonly number[] };
}

/** The account has the groups 1 to this. */
export const GROUPS = 100;

const REQUIRED = ['PhoneNumber', 'GroupIds'] as const;
const OPTIONAL = ['CTAMessage', 'ConfirmMessage', 'SendCTAMessage'] as const;

/** What each generation of the vendor's page documents; the rest is ignored. */
export const KNOWN_KEYS = {
  A: new Set<string>([...REQUIRED, ...OPTIONAL]),
  B: new Set<string>(REQUIRED),
} as const;

/** The attributes when all are in order, else what is wrong with each. */
export function checkOptIn(attributes: Readonly<Record<string, unknown>>): OptIn | { readonly problems: Problem[] } {
  const { PhoneNumber: number, GroupIds: groups, SendCTAMessage: send } = attributes;
  const problems: Problem[] = [];
  const refuse = (field: string, message: string): void => void problems.push({ field, message });

  if (isBlank(number)) refuse('PhoneNumber', 'Phone Number cannot be blank.');
  else if (!isNumber(number)) refuse('PhoneNumber', 'Phone Number is not a valid phone number.');
  if (isBlank(groups)) refuse('GroupIds', 'Group Ids cannot be blank.');
  else if (!isGroups(groups)) refuse('GroupIds', 'Group Ids is invalid.');
  if (!isText(attributes['CTAMessage'])) refuse('CTAMessage', 'CTA Message must be a string.');
  if (!isText(attributes['ConfirmMessage'])) refuse('ConfirmMessage', 'Confirm Message must be a string.');
  if (send !== undefined && send !== 0 && send !== 1) refuse('SendCTAMessage', 'Send CTA Message must be 0 or 1.');

  if (problems.length > 0 || !isNumber(number) || !isGroups(groups)) return { problems };
  const fields: Record<string, unknown> & { GroupIds: readonly number[] } = { PhoneNumber: number, GroupIds: groups };
  for (const key of OPTIONAL) if (attributes[key] !== undefined) fields[key] = attributes[key];
  return { number, fields };
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function isNumber(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9]{8,15}$/.test(value);
}

function isGroups(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((id) => Number.isInteger(id) && id >= 1 && id <= GROUPS)
  );
}

function isText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}
