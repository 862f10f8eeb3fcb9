import { InputError } from '../errors.js';

/** Bytes to look at, so as to tell what a file is. */
export const FOREIGN_BYTES = 4096;

interface Kind {
  /** The bytes it begins with, one character a byte. */
  readonly starts: string;
  /** Completes "… is". */
  readonly is: string;
  /** What to do instead. */
  readonly hint: string;
}

const EXCEL = 'in Excel choose File > Save As > CSV UTF-8';
const AS_TEXT = 'export the contacts as CSV UTF-8 from the program that made it';
const UNPACK = 'unpack it, and import the file that is in it';

const KINDS: readonly Kind[] = [
  {
    starts: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
    is: 'an Excel workbook of the old kind (.xls), or another Office document',
    hint: EXCEL,
  },
  { starts: '%PDF', is: 'a PDF document', hint: AS_TEXT },
  { starts: '{\\rtf', is: 'an RTF document', hint: 'save it as plain text with UTF-8' },
  { starts: '\x89PNG', is: 'a picture (PNG)', hint: AS_TEXT },
  { starts: '\xff\xd8\xff', is: 'a picture (JPEG)', hint: AS_TEXT },
  { starts: 'GIF8', is: 'a picture (GIF)', hint: AS_TEXT },
  { starts: 'RIFF', is: 'a picture or a recording (RIFF)', hint: AS_TEXT },
  { starts: 'II*\0', is: 'a picture (TIFF)', hint: AS_TEXT },
  { starts: 'MM\0*', is: 'a picture (TIFF)', hint: AS_TEXT },
  { starts: 'SQLite format 3\0', is: 'an SQLite database', hint: AS_TEXT },
  { starts: 'PAR1', is: 'a Parquet file', hint: AS_TEXT },
  { starts: 'BEGIN:VCARD', is: 'a file of vCards', hint: AS_TEXT },
  { starts: '\x1f\x8b', is: 'a gzip file within a compressed file', hint: UNPACK },
  { starts: '\x28\xb5\x2f\xfd', is: 'a zstd file within a compressed file', hint: UNPACK },
  { starts: 'BZh', is: 'a bzip2 archive', hint: UNPACK },
  { starts: '\xfd7zXZ\0', is: 'an xz archive', hint: UNPACK },
  { starts: '7z\xbc\xaf', is: 'a 7-Zip archive', hint: UNPACK },
  { starts: 'Rar!\x1a', is: 'a RAR archive', hint: UNPACK },
];

const ZIP = 'PK\x03\x04';
const MARKUP = /^\s*<(?:!doctype|html|head|body|table|meta|style|script|div|p|!--|\?xml|\w*:?workbook)\b/i;

/** Whether more than a few bytes are needed to tell what begins so. */
export function mayBeForeign(head: Buffer): boolean {
  const text = head.toString('latin1');
  const start = text.slice(0, 4);
  if ([ZIP, ...KINDS.map(({ starts }) => starts)].some((each) => each.startsWith(start))) return true;
  return /^\s*(?:<|$)/.test(unmarked(text));
}

/**
 * Throws an InputError where `head` is the beginning of a file that holds no text to import, whatever its name: a workbook, an archive,
 * a document, a picture, a page. `expected` is the format that was asked for, such as `CSV`.
 */
export function refuseForeign(name: string, head: Buffer, expected: string): void {
  const kind = kindOf(head.subarray(0, FOREIGN_BYTES));
  if (kind === undefined) return;
  const { is, hint } = kind;
  throw new InputError(`${name} is ${is}, not ${expected}: ${hint}`);
}

function kindOf(head: Buffer): Omit<Kind, 'starts'> | undefined {
  const text = head.toString('latin1');
  if (text.startsWith(ZIP)) return zipOf(text);
  // Where tar has its name.
  if (text.startsWith('ustar', 257)) return { is: 'a tar archive', hint: UNPACK };
  // Spreadsheets also save pages as UTF-16.
  if (MARKUP.test(unmarked(text))) return pageOf(text);
  return KINDS.find(({ starts }) => text.startsWith(starts));
}

function unmarked(text: string): string {
  return text.replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '').replaceAll('\0', '');
}

/** A zip is what the names of its entries say. */
function zipOf(text: string): Omit<Kind, 'starts'> {
  if (text.includes('mimetypeapplication/vnd.oasis.opendocument')) {
    return { is: 'an OpenDocument file', hint: 'in LibreOffice choose File > Save As > Text CSV, with UTF-8' };
  }
  if (text.includes('.iwa')) return { is: 'a Numbers document', hint: 'in Numbers choose File > Export To > CSV' };
  if (text.includes('word/')) return { is: 'a Word document', hint: AS_TEXT };
  if (text.includes('[Content_Types].xml') || text.includes('xl/')) return { is: 'an Excel workbook', hint: EXCEL };
  return { is: 'a zip archive', hint: UNPACK };
}

function pageOf(text: string): Omit<Kind, 'starts'> {
  const plain = text.replaceAll('\0', '');
  if (/schemas-microsoft-com|<\w*:?workbook\b|<table\b/i.test(plain)) {
    return { is: 'a page of HTML or XML that a spreadsheet would open', hint: `open it, then ${EXCEL}` };
  }
  if (/^\W*\?xml/i.test(plain)) return { is: 'an XML document', hint: AS_TEXT };
  return {
    is: 'an HTML page',
    hint: 'a download that leads to a sign-in page looks so; download it again, or export it as CSV UTF-8',
  };
}
