const WIDE_ROWS = 25;
const NARROW_ROWS = 10; // of cards, each several lines
const PRINT_ROWS = 500;

/** Makes the table of rows that need a person sort, filter and turn its pages. */
function startTable(): void {
  const body = document.getElementById('body');
  const controls = document.getElementById('controls');
  const filter = document.getElementById('filter');
  const sort = document.getElementById('sort');
  const lists = blockOf('data') as (readonly (string | number)[])[] | undefined;
  if (lists === undefined || body === null || controls === null) return;
  if (!(filter instanceof HTMLInputElement) || !(sort instanceof HTMLSelectElement)) return;

  const rows = readRows(lists);
  const choices = [...controls.querySelectorAll<HTMLInputElement>('input[name="status"]')];
  const heads = [...document.querySelectorAll<HTMLElement>('#table th[data-key]')];
  let hays: readonly string[] | undefined;
  let order: readonly ShownRow[] = rows;
  let places: ReadonlyMap<ShownRow, number> | undefined;
  let shown: readonly ShownRow[] = rows;
  let page = 0;
  let key: SortKey = 'row';
  let isDown = false;

  const narrow = matchMedia('(max-width: 719px)');
  const size = (): number => (narrow.matches ? NARROW_ROWS : WIDE_ROWS);
  const pages = (): number => Math.max(1, Math.ceil(shown.length / size()));
  const show = (from = page * size(), count = size()): void => {
    body.replaceChildren(...shown.slice(from, from + count).map(lineOf));
    const found =
      shown.length === rows.length
        ? `${grouped(rows.length)} rows`
        : `${grouped(shown.length)} of ${grouped(rows.length)} rows`;
    setText('found', shown.length === 0 ? 'No row is like that.' : found);
    setText('page', `${grouped(page + 1)} of ${grouped(pages())}`);
    for (const [id, isOff] of [
      ['first', page === 0],
      ['before', page === 0],
      ['after', page >= pages() - 1],
      ['last', page >= pages() - 1],
    ] as const) {
      const button = document.getElementById(id);
      // Not disabled: the focus would be lost under the finger.
      button?.setAttribute('aria-disabled', String(isOff));
    }
    const nav = document.getElementById('pages');
    if (nav !== null) nav.hidden = pages() === 1;
  };
  const select = (): void => {
    const words = filter.value
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const statuses = new Set(choices.filter(({ checked }) => checked).map(({ value }) => value));
    if (words.length > 0 && hays === undefined) {
      hays = rows.map(hayOf);
      places = new Map(rows.map((row, index) => [row, index]));
    }
    shown = order.filter((row) => {
      if (!statuses.has(row.status)) return false;
      if (words.length === 0) return true;
      const hay = hays?.[places?.get(row) ?? -1] ?? '';
      return words.every((word) => hay.includes(word));
    });
    page = 0;
    show();
  };
  const sortBy = (next: SortKey, down: boolean): void => {
    [key, isDown] = [next, down];
    order = sorted(rows, key, isDown);
    for (const head of heads) {
      const isKey = head.dataset['key'] === key;
      head.setAttribute('aria-sort', isKey ? (isDown ? 'descending' : 'ascending') : 'none');
    }
    sort.value = `${key} ${isDown ? 'down' : 'up'}`;
    select();
  };
  const turn = (to: number): void => {
    page = Math.min(pages() - 1, Math.max(0, to));
    show();
  };

  for (const head of heads) {
    const button = element('button', '', head.textContent ?? '');
    button.setAttribute('type', 'button');
    head.setAttribute('role', 'columnheader');
    head.replaceChildren(button);
    const own = keyOf(head.dataset['key']);
    button.addEventListener('click', () => sortBy(own, own === key && !isDown));
  }
  controls.addEventListener('submit', (event) => event.preventDefault());
  filter.addEventListener('input', select);
  for (const choice of choices) choice.addEventListener('change', select);
  sort.addEventListener('change', () => {
    const [word, direction] = sort.value.split(' ');
    sortBy(keyOf(word), direction === 'down');
  });
  document.getElementById('first')?.addEventListener('click', () => turn(0));
  document.getElementById('before')?.addEventListener('click', () => turn(page - 1));
  document.getElementById('after')?.addEventListener('click', () => turn(page + 1));
  document.getElementById('last')?.addEventListener('click', () => turn(pages() - 1));
  narrow.addEventListener('change', () => turn(0));
  addEventListener('beforeprint', () => show(0, PRINT_ROWS));
  addEventListener('afterprint', () => show());
  controls.hidden = false;
  document.getElementById('static-more')?.remove();
  sortBy('row', false);
}

function keyOf(word: string | undefined): SortKey {
  const keys: readonly SortKey[] = ['row', 'line', 'status', 'what', 'phone', 'read'];
  return keys.find((key) => key === word) ?? 'row';
}

function setText(id: string, text: string): void {
  const found = document.getElementById(id);
  if (found !== null) found.textContent = text;
}

function lineOf({ row, line, status, what, field, message, tries, phone, read }: ShownRow): HTMLElement {
  const made = element('tr', '');
  made.setAttribute('role', 'row');
  const cell = (name: string, className: string, ...parts: readonly (string | Node)[]): void => {
    const data = element('td', className);
    data.setAttribute('role', 'cell');
    data.dataset['name'] = name;
    data.append(...parts);
    made.append(data);
  };
  const said = element('span', 'said');
  said.append(apart(message));
  const small = element('span', 'small');
  const parts = [...(field === '' ? [] : [element('code', '', field)]), ...(tries === '' ? [] : [tries])];
  small.append(...parts.flatMap((part, index) => (index === 0 ? [part] : [' · ', part])));
  cell('row', 'number', grouped(row));
  cell('line', 'number', line > 0 ? grouped(line) : '–');
  cell('status', '', element('span', `tag ${status}`, status));
  cell(
    'what is wrong',
    '',
    element('strong', '', what),
    ...(message === '' ? [] : [said]),
    ...(parts.length === 0 ? [] : [small]),
  );
  cell('number', 'phone', apart(phone));
  cell('as it was read', 'read', apart(read));
  return made;
}
