import { expect, it } from 'vitest';
import { providers } from '../../src/providers/index.js';
import { renderTemplate } from '../../src/report/template.js';

it.each(providers)('leaves to be added on purpose what asks for care ($name)', (provider) => {
  const [contact] = JSON.parse(renderTemplate(provider, 'json'));
  for (const { name, scope, required, onPurpose, caution } of provider.fields) {
    const wanted = required || (scope === 'contact' && !onPurpose && caution === undefined);
    expect([name, name in contact]).toEqual([name, wanted === true]);
  }
});

it('writes the same contact in every format', () => {
  const field = { name: 'Phone', scope: 'contact', kind: 'phone', aliases: [], help: '', required: true } as const;
  const note = { name: 'Note', scope: 'contact', kind: 'text', aliases: [], help: '', example: 'a, "b"\t' } as const;
  const phone = { expected: '', write: () => undefined };
  const one = { fields: [{ ...field, example: '16465550123' }, note], phone };
  expect(renderTemplate(one, 'csv')).toBe('Phone,Note\n+16465550123,"a, ""b""\t"\n');
  expect(renderTemplate(one, 'tsv')).toBe('Phone\tNote\n+16465550123\t"a, ""b""\t"\n');
  expect(renderTemplate(one, 'ndjson')).toBe('{"Phone":"+16465550123","Note":"a, \\"b\\"\\t"}\n');
  expect(JSON.parse(renderTemplate(one, 'json'))).toEqual([{ Phone: '+16465550123', Note: 'a, "b"\t' }]);
  const national = { fields: [{ ...field, example: '09120000001' }], phone: { ...phone, country: 'IR' } };
  expect(renderTemplate(national, 'csv')).toBe('Phone\n09120000001\n');
});
