import type { Issue, Outcome } from '../model.js';

/**
 * What is wrong with a row, a problem each, without the field's name in the message. An invalid row joins its problems
 * with `; `; any other has one at most. Empty for a row that says nothing.
 */
export function problemsOf({ status, code, field, message }: Outcome): readonly Issue[] {
  if (code === '' && message === '') return [];
  const codes = status === 'invalid' ? code.split('; ') : [code];
  if (codes.length === 1) return [{ code, field, message: withoutField(message, field) }];
  const fields = field.split('; ');
  let rest = message;
  return codes.map((each, index) => {
    const own = fields[index] ?? '';
    const next = fields[index + 1];
    // A message may hold a semicolon itself: the next one begins with the name of its field.
    const end = next === undefined ? -1 : rest.indexOf(next === '' ? '; ' : `; ${next}: `);
    const text = end < 0 ? rest : rest.slice(0, end);
    rest = end < 0 ? '' : rest.slice(end + 2);
    return { code: each, field: own, message: withoutField(text, own) };
  });
}

function withoutField(message: string, field: string): string {
  return field !== '' && message.startsWith(`${field}: `) ? message.slice(field.length + 2) : message;
}
