import { maskPhone, maskPhones } from '../mask.js';

/** A message for a terminal or a log: on one line, the row's number masked, and whatever else looks like one. */
export function maskedMessage(message: string, phone: string): string {
  const masked = reachesSomebody(phone) ? message.replaceAll(phone, maskPhone(phone)) : message;
  const line = masked.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  // Numbers of nobody, which show how one is written, stay as they are.
  return line
    .split(EXAMPLES)
    .map((part, index) => (index % 2 === 0 ? maskPhones(part) : part))
    .join('');
}

/** Whether a text has as many digits as a phone number at least. */
export function reachesSomebody(text: string): boolean {
  return text.replace(/\P{Nd}/gu, '').length >= LEAST_DIGITS;
}

const EXAMPLES = /(?<=expected an? [\w -]{0,60}such as )(\+?\d{8,15})\b/;

const LEAST_DIGITS = 7;
