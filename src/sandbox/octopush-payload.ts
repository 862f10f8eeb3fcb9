import { countUnknown, isObject } from './json.js';

/** A contact of a create call: the number, and such text fields as it has. */
export type OctopushContact = Readonly<Record<string, string | null>> & {
  readonly phone_number: string;
  readonly email?: string | null;
};

/** The body of a create call. */
export interface OctopushPayload {
  readonly contacts: readonly OctopushContact[];
  readonly listName: string | undefined;
  readonly tagName: string | undefined;
  readonly doNotOverwrite: boolean;
  /** Keys that the page does not name. They are ignored, as documented. */
  readonly unknownKeys: number;
}

const MAX_CONTACTS = 500; // undocumented for this call; the cap of the sending calls beside it
const MAX_LIST_NAME = 30;
const MAX_TAG_NAME = 20;

const TEXTS = ['first_name', 'last_name', 'param1', 'param2', 'param3', 'param4', 'param5', 'email'];
const CONTACT_KEYS = new Set(['phone_number', ...TEXTS]);
const FLAGS = ['auto_remove_blacklisted_numbers', 'do_not_overwrite'];
const CALL_KEYS = new Set(['contacts', 'list_name', 'tag_name', ...FLAGS]);

/** The payload, or in a few words what is wrong with it. Strict about types where the service would cast. */
export function readPayload(body: unknown): OctopushPayload | string {
  if (!isObject(body)) return 'the body must be a JSON object';
  const given = body['contacts'];
  if (!Array.isArray(given) || given.length === 0) return 'contacts must be an array and not empty';
  if (given.length > MAX_CONTACTS) return `contacts must be at most ${MAX_CONTACTS}`;

  const { list_name: listName, tag_name: tagName } = body;
  if (!isName(listName, MAX_LIST_NAME)) return `list_name must be text of at most ${MAX_LIST_NAME} characters`;
  if (!isName(tagName, MAX_TAG_NAME)) return `tag_name must be text of at most ${MAX_TAG_NAME} characters`;
  for (const flag of FLAGS) {
    if (body[flag] !== undefined && typeof body[flag] !== 'boolean') return `${flag} must be a boolean`;
  }

  const contacts: OctopushContact[] = [];
  let unknownKeys = countUnknown(body, CALL_KEYS);
  const entries: readonly unknown[] = given;
  for (const [index, entry] of entries.entries()) {
    if (!isObject(entry)) return `contacts[${index}] must be an object`;
    const contact = readContact(entry);
    if (typeof contact === 'string') return `contacts[${index}].${contact}`;
    contacts.push(contact);
    unknownKeys += countUnknown(entry, CONTACT_KEYS);
  }
  return { contacts, listName, tagName, doNotOverwrite: body['do_not_overwrite'] === true, unknownKeys };
}

function readContact(entry: Readonly<Record<string, unknown>>): OctopushContact | string {
  const number = entry['phone_number'];
  if (typeof number !== 'string' || !/^\+[0-9]+$/.test(number)) return 'phone_number must be "+" and digits';
  const contact: Record<string, string | null> & { phone_number: string } = { phone_number: number };
  for (const key of TEXTS) {
    const value = entry[key];
    if (value === undefined) continue;
    if (value !== null && typeof value !== 'string') return `${key} must be text or null`;
    contact[key] = value;
  }
  return contact;
}

function isName(value: unknown, max: number): value is string | undefined {
  return value === undefined || (typeof value === 'string' && [...value].length <= max);
}
