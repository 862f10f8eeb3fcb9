import { describe, expect, it } from 'vitest';
import { providers } from '../../src/providers/index.js';
import { desk } from '../support/program.js';

/** Without the breaks of lines. */
const flowing = (text: string): string => text.replace(/\s+/g, ' ');

it('lists the providers in short, with what differs between them', async () => {
  const { run } = await desk();
  const ran = await run(['providers']);
  expect(ran).toMatchObject({ exit: 0, stderr: '' });
  for (const { title, name, repeat, settings } of providers) {
    const words = [`${title} (--provider ${name})`, repeat, settings.map(({ env }) => env).join(', ')];
    for (const each of words) expect(ran.stdout).toContain(each);
  }
  expect(ran.stdout).toContain('100 (--batch-size, at most 500');
  expect(ran.stdout).toContain('1 call a second, 1 at once');
  expect(ran.stdout.split('\n').length).toBeLessThanOrEqual(24);
  expect(ran.stdout).toMatch(/contact-push providers octopush\n$/);
});

describe.each(providers)('of $name', (provider) => {
  const { name, fields, settings, baseUrl, docs, repeat } = provider;

  it('shows each field with all that is known of it', async () => {
    const { run } = await desk();
    const ran = await run(['providers', name]);
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    const text = flowing(ran.stdout);
    for (const field of fields) {
      const start = ran.stdout.indexOf(`\n  ${field.name}, `);
      const own = flowing(ran.stdout.slice(start).replace(/\n\n.*$/s, ''));
      expect([field.name, start]).not.toEqual([field.name, -1]);
      for (const part of [field.help, field.example, field.caution ?? '', ...field.aliases]) {
        expect(own).toContain(flowing(part));
      }
      expect(own.includes(', required')).toBe(field.required === true);
      if (field.maxLength !== undefined) expect(own).toContain(`at most ${field.maxLength} characters`);
      if (field.onPurpose) expect(own).toContain('only by --map or --set');
    }
    for (const { env, help, where } of settings) {
      for (const part of [env, help, where]) expect(text).toContain(part);
    }
    for (const part of [baseUrl.env, baseUrl.default, docs, repeat, provider.phone.expected]) {
      expect(text).toContain(part);
    }
    for (const line of ran.stdout.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
  });

  it('gives everything as data', async () => {
    const { run } = await desk();
    const doc = JSON.parse((await run(['providers', name, '--json'])).stdout);
    expect(doc).toMatchObject({
      name,
      docs,
      settings: settings.map(({ env, help, where, secret }) => ({ env, help, where, secret })),
      base_url: { ...baseUrl },
      repeat: { harmless: provider.limits.repeatable, is: repeat },
      texts_people: provider.textsPeople,
      fields: fields.map((field) => ({
        name: field.name,
        scope: field.scope,
        kind: field.kind,
        required: field.required ?? false,
        max_length: field.maxLength ?? null,
        aliases: field.aliases,
        example: field.example,
        caution: field.caution ?? null,
      })),
    });
    const all = JSON.parse((await run(['providers', '--json'])).stdout);
    expect(all).toContainEqual(doc);
  });
});

it('knows a name in any case, and guesses at one that it does not know', async () => {
  const { run } = await desk();
  expect((await run(['providers', 'AMOOT'])).exit).toBe(0);
  const ran = await run(['providers', 'octopuss']);
  expect(ran).toMatchObject({
    exit: 2,
    stdout: '',
    stderr:
      'error: octopuss: expected octopush, protexting, amoot. Did you mean octopush?\nnext: contact-push providers octopush\n',
  });
});
