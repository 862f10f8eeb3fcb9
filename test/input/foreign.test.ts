import { expect, it } from 'vitest';
import { everyCut, read } from './read.js';

it('refuses a page by name behind a byte order mark and blank lines too, wherever its bytes are cut', async () => {
  const page = Buffer.from('\ufeff\r\n\n<!DOCTYPE html>\n<html><head><title>Sign in</title></head></html>\n');
  const whole = await read(page);
  expect(whole.error?.message).toMatch(/^stdin is an HTML page, not CSV: /);
  for (const chunks of everyCut(page)) expect(await read(chunks)).toEqual(whole);
});
