import { expect, it } from 'vitest';
import { findProvider, providers } from '../../src/providers/index.js';

it('lists the three providers', () => {
  expect(providers.map(({ name }) => name)).toEqual(['octopush', 'protexting', 'amoot']);
});

it('finds a provider by its name in any case, and none by another', () => {
  for (const provider of providers) expect(findProvider(` ${provider.name.toUpperCase()}`)).toBe(provider);
  expect(findProvider('twilio')).toBeUndefined();
  expect(findProvider('')).toBeUndefined();
});

it('gives every environment name to one provider alone', () => {
  const names = providers.flatMap(({ settings, baseUrl }) => [baseUrl.env, ...settings.map(({ env }) => env)]);
  expect(new Set(names).size).toBe(names.length);
});
