/** A way to write dates, as given by `--date-format`. */
export interface DateFormat {
  /** As typed. */
  readonly text: string;
  /** The numbers that stand in a text of this form, not yet known to be a day; undefined for other texts. Plain digits only. */
  read(text: string): { readonly year: number; readonly month: number; readonly day: number } | undefined;
}

const EXAMPLES = 'such as dd/MM/yyyy, d.M.yyyy or yyyyMMdd';
const TOKENS: Readonly<Record<string, string>> = {
  yyyy: String.raw`(?<year>\d{4})`,
  MM: String.raw`(?<month>\d{2})`,
  M: String.raw`(?<month>\d{1,2})`,
  dd: String.raw`(?<day>\d{2})`,
  d: String.raw`(?<day>\d{1,2})`,
};

/**
 * Reads a format of yyyy, MM or M (one digit or two), dd or d, each once, with the signs between them. Gives what is
 * wrong with it as a text that completes `--date-format FORMAT: …`.
 */
export function parseDateFormat(text: string): DateFormat | string {
  const tokens = text.match(/[A-Za-z]+|[^A-Za-z]+/g)?.flatMap(letters) ?? [];
  if (tokens.some((token) => /^y{1,2}$/.test(token))) {
    return `years of two digits are not read, since 30 may be 1930 or 2030. Write them with four in the file, and yyyy here`;
  }
  const parts = ['y', 'M', 'd'].map((letter) => tokens.filter((token) => token.startsWith(letter)).length);
  const known = tokens.every((token) => token in TOKENS || !/[A-Za-z0-9]/.test(token));
  if (!known || parts.some((count) => count !== 1)) {
    const meant = text.replace(/[yY]/g, 'y').replace(/[mM]/g, 'M').replace(/[dD]/g, 'd');
    const hint = meant !== text && typeof parseDateFormat(meant) !== 'string' ? `. Did you mean ${meant}?` : '';
    return `expected yyyy, MM or M, and dd or d, each once, ${EXAMPLES}${hint}`;
  }
  if (tokens.some((token, i) => /^[Md]$/.test(token) && [tokens[i - 1], tokens[i + 1]].some(isToken))) {
    return `M and d need a sign beside them: write MM and dd where there is none, ${EXAMPLES}`;
  }
  const form = new RegExp(`^${tokens.map((token) => TOKENS[token] ?? escaped(token)).join('')}$`);
  return {
    text,
    read(written) {
      const { year, month, day } = form.exec(written)?.groups ?? {};
      return year === undefined ? undefined : { year: Number(year), month: Number(month), day: Number(day) };
    },
  };
}

/** `yyyyMMdd` → `yyyy`, `MM`, `dd`; what is no letter stays whole. */
function letters(run: string): readonly string[] {
  return run.match(/([A-Za-z])\1*|[^A-Za-z]+/g) ?? [];
}

function isToken(token: string | undefined): boolean {
  return token !== undefined && token in TOKENS;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}
