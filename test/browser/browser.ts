import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, type ConsoleMessage, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** Debian's Chromium, or the one that CHROMIUM names. */
export const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const HAS_BROWSER = existsSync(BROWSER);

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Shown {
  readonly page: Page;
  /** What the browser asked for, as URLs. */
  readonly asked: readonly string[];
  /** What it complained about: errors, warnings, broken policies. */
  readonly complaints: readonly string[];
}

/** A browser with nothing in it; gone after the test. */
export async function browser(
  options: { readonly width?: number; readonly dark?: boolean; readonly script?: boolean } = {},
): Promise<BrowserContext> {
  const folder = await mkdtemp(join(tmpdir(), 'contact-push-browser-'));
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: BROWSER,
    args: FLAGS,
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    javaScriptEnabled: options.script ?? true,
  });
  onTestFinished(async () => {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  });
  return context;
}

/** Shows a page in it, and listens. */
export async function show(context: BrowserContext, url: string): Promise<Shown> {
  const page = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  context.on('request', (request) => asked.push(request.url()));
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective}`),
    );
  });
  await page.goto(url);
  return { page, asked, complaints };
}
