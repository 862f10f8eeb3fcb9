interface ShownRow {
  readonly row: number;
  readonly line: number;
  readonly status: string;
  readonly what: string;
  readonly code: string;
  readonly field: string;
  readonly message: string;
  readonly tries: string;
  readonly phone: string;
  readonly read: string;
}

type SortKey = 'row' | 'line' | 'status' | 'what' | 'phone' | 'read';

/** Reads the rows of the page: a text that came before stands there as its number. */
function readRows(lists: readonly (readonly (string | number)[])[]): readonly ShownRow[] {
  const known: string[] = [];
  const MOST_KNOWN = 2000; // as whoever wrote the page counted them
  const textOf = (cell: string | number | undefined): string => {
    if (typeof cell === 'number') return known[cell] ?? '';
    if (known.length < MOST_KNOWN) known.push(cell ?? '');
    return cell ?? '';
  };
  return lists.map((cells) => {
    const [status, what, code, field, message, tries] = cells.slice(2, 8).map(textOf);
    return {
      row: Number(cells[0]),
      line: Number(cells[1]),
      status: status ?? '',
      what: what ?? '',
      code: code ?? '',
      field: field ?? '',
      message: message ?? '',
      tries: tries ?? '',
      phone: String(cells[8]),
      read: String(cells[9]),
    };
  });
}

/** What a filter looks into. */
function hayOf({ row, line, status, what, code, field, message, phone, read }: ShownRow): string {
  return [row, line, status, what, code, field, message, phone, read].join('\n').toLowerCase();
}

/** Rows in another order; rows alike stay in the order of the file. */
function sorted(rows: readonly ShownRow[], key: SortKey, isDown: boolean): readonly ShownRow[] {
  const sign = isDown ? -1 : 1;
  if (key === 'row' || key === 'line') return [...rows].sort((a, b) => sign * (a[key] - b[key]) || a.row - b.row);
  const keyed = rows.map((row) => ({ row, text: row[key].toLowerCase() }));
  return keyed
    .sort((a, b) => (a.text < b.text ? -sign : a.text > b.text ? sign : a.row.row - b.row.row))
    .map(({ row }) => row);
}
