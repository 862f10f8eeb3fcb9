import type { Reply } from './exchange.js';

/** A page such as a front server shows when the service behind it says nothing. */
export function html(status: number, title: string, text: string, headers: Reply['headers'] = {}): Reply {
  const body = `<!DOCTYPE html>\n<html><head><title>${escapeHtml(title)}</title></head><body><h1>${escapeHtml(title)}</h1><p>${escapeHtml(text)}</p></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=utf-8', ...headers }, body };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
