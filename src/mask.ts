/** A number with its middle hidden, for progress and logs: `+3361****678`. */
export function maskPhone(phone: string): string {
  const keep = phone.startsWith('+') ? 5 : 4;
  return phone.length < keep + 4 ? '****' : `${phone.slice(0, keep)}****${phone.slice(-3)}`;
}

const LIKE_A_NUMBER = /\+?\p{Nd}[\p{Nd} .()-]{6,}\p{Nd}/gu;
const LEAST_DIGITS = 9; // a date has eight

/** Text with everything hidden in it that could be a phone number, for a terminal or a log. */
export function maskPhones(text: string): string {
  return text.replace(LIKE_A_NUMBER, (found) => {
    const digits = found.replace(/\P{Nd}/gu, '');
    return digits.length < LEAST_DIGITS ? found : maskPhone(found.startsWith('+') ? `+${digits}` : digits);
  });
}
