import { expect, it, onTestFinished } from 'vitest';
import * as contactPush from '../src/index.js';
import { startSandbox } from '../src/sandbox/index.js';
import { desk } from './support/program.js';

it('lets another program import a file with what it exports alone', async () => {
  const {
    findProvider,
    importContacts,
    mapColumns,
    newProgress,
    openHttp,
    openInput,
    openLedger,
    redactor,
    systemClock,
  } = contactPush;
  const sandbox = await startSandbox();
  const { write, path } = await desk();
  const provider = findProvider('amoot');
  if (provider === undefined) throw new Error('no such provider');
  const input = await openInput(await write('c.csv', 'Mobile,FName\n09120000001,سارا\n02112345678,x\n'));
  const ledger = await openLedger(path('state'));
  const http = openHttp({
    origin: sandbox.url,
    concurrency: 1,
    timeoutMs: 5000,
    repeatable: false,
    proxied: false,
    clock: systemClock,
  });
  onTestFinished(async () => {
    await Promise.all([http.close(), ledger.close(), input.close(), sandbox.close()]);
  });
  const mapping = mapColumns(input.name, input.columns, provider.fields, { map: [], set: [] });
  const run: contactPush.RunStart = {
    id: 'r',
    provider: provider.name,
    account: 'mine',
    input: 'c.csv',
    format: input.format,
    delimiter: input.delimiter,
    encoding: input.encoding,
    bom: input.bom,
    quoting: input.quoting,
    lineEnd: input.lineEnd,
    columns: input.columns,
    dryRun: false,
    settings: {},
    startedAt: systemClock.now(),
    durable: true,
    inputPath: null,
    content: null,
    bytes: null,
    rowsExpected: null,
    report: 'r.report.csv',
    rejects: 'r.rejects.csv',
    defuse: true,
  };
  const session = await ledger.begin(run, null);
  const { counts } = await importContacts(
    {
      run,
      input,
      reading: {
        fields: provider.fields,
        form: provider.phone,
        mapping,
        phone: { country: 'IR', check: 'possible' },
        dates: contactPush.PLAIN_DATES,
      },
      wire: provider.connect((env) => (env === provider.baseUrl.env ? sandbox.url : 'sandbox-token')),
      repeatable: false,
      skip: 0,
      limit: Number.POSITIVE_INFINITY,
      batchSize: 1,
      concurrency: 1,
      perSecond: Number.POSITIVE_INFINITY,
      maxRetries: 0,
      maxWaitMs: 1000,
      maxErrors: undefined,
      again: false,
    },
    {
      ledger,
      session,
      send: http.send,
      clock: systemClock,
      random: () => 0,
      redact: redactor([]),
      say: () => {},
      progress: newProgress(),
    },
  );
  expect(counts).toMatchObject({ ok: 1, invalid: 1 });
  expect([...sandbox.contacts('amoot')].map(({ fields }) => fields['FName'])).toEqual(['سارا']);
});
