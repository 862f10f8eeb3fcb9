import { maskPhone } from '../../mask.js';
import type { Outcome } from '../../model.js';
import { maskedMessage, reachesSomebody } from '../masked.js';

/** What of rows may be shown. */
export interface Hide {
  phone(phone: string): string;
  /** A message about a row. */
  message(outcome: Pick<Outcome, 'message' | 'phone'>): string;
  /** A value of the row as it was read; `isPhone` where it is the number's. */
  cell(value: string, isPhone: boolean): string;
  /** Any other text. */
  text(text: string): string;
}

/** Shows numbers whole. */
export const SHOWN: Hide = {
  phone: (phone) => phone,
  message: ({ message }) => message,
  cell: (value) => value,
  text: (text) => text,
};

/** Masks numbers, and whatever looks like one. */
export const MASKED: Hide = {
  phone: hidden,
  message: ({ message, phone }) => maskedMessage(message, phone),
  cell: (value, isPhone) => (isPhone || isLikeANumber(value) ? hidden(value) : maskedMessage(value, '')),
  text: (text) => maskedMessage(text, ''),
};

const NUMBER = /^[\s\p{Cf}'="]*\+?[\p{Nd}\s\p{Cf}\p{Pd}.()/']+"?\s*$/u;
const DATE = /^\s*(?:\p{Nd}{4}[-/.]\p{Nd}{1,2}[-/.]\p{Nd}{1,2}|\p{Nd}{1,2}[-/.]\p{Nd}{1,2}[-/.]\p{Nd}{4})\s*$/u;

function hidden(phone: string): string {
  return reachesSomebody(phone) ? maskPhone(phone) : phone;
}

/** A short number, such as one of eight digits, is one only where it stands alone; a date is none. */
function isLikeANumber(value: string): boolean {
  return reachesSomebody(value) && NUMBER.test(value) && !DATE.test(value);
}
