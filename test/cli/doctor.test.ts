import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer } from 'node:https';
import net from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CERTIFICATE, EXPIRED, KEY } from '../support/certificate.js';
import { type Desk, desk, type Ran } from '../support/program.js';
import { never, type Recorder, type Reply, recorder } from '../support/recorder.js';

const KEYS = { OCTOPUSH_API_LOGIN: 'me@example.org', OCTOPUSH_API_KEY: 'key-of-no-account' };
const BALANCE: Reply = { status: 200, body: '{"amount":12.5,"unit":"euros"}' };

/** What `doctor --json` says. */
interface Doc {
  readonly provider: string;
  readonly exit: number;
  readonly checks: readonly { check: string; name: string; mark: string; text: string }[];
  readonly credit: string | null;
  readonly next: string;
}

async function doctor(
  { run }: Desk,
  env: Readonly<Record<string, string>>,
  more: readonly string[] = [],
  provider = 'octopush',
): Promise<{ ran: Ran; doc: Doc; of: (check: string) => string }> {
  const ran = await run(['doctor', '--provider', provider, '--json', ...more], { env });
  const doc: Doc = JSON.parse(ran.stdout);
  expect(doc.exit).toBe(ran.exit);
  const of = (check: string): string =>
    doc.checks
      .filter((each) => each.check === check)
      .map(({ mark, text }) => `${mark}: ${text}`)
      .join('\n');
  return { ran, doc, of };
}

function octopushAt({ url }: { readonly url: string }): Record<string, string> {
  return { ...KEYS, OCTOPUSH_BASE_URL: url };
}

/** A server that answers every call alike. */
const answering = (reply: Reply): Promise<Recorder> => recorder(() => reply);

/** A server of https on 127.0.0.1; gone after the test. */
async function secure(cert: string): Promise<{ port: number; calls: () => number }> {
  let calls = 0;
  const server = createServer({ key: KEY, cert }, (_, response) => {
    calls += 1;
    response.end(BALANCE.body);
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { port: typeof address === 'object' && address !== null ? address.port : 0, calls: () => calls };
}

describe('all is well', () => {
  it.each([
    ['octopush', '100 euros', 'contact-push import contacts.csv --provider octopush --sandbox'],
    [
      'protexting',
      '1000 credits',
      'contact-push import contacts.csv --provider protexting --set GroupIds=1,2 --sandbox',
    ],
    ['amoot', '25000 rials', 'contact-push import contacts.csv --provider amoot --sandbox'],
  ])('at a stand-in of %s, which has its own credentials', async (provider, credit, next) => {
    const { doc, of } = await doctor(await desk(), { OCTOPUSH_BASE_URL: 'nonsense' }, ['--sandbox'], provider);
    expect(doc).toMatchObject({ provider, exit: 0, credit, next });
    expect(of('connection')).toMatch(/^ok: 127\.0\.0\.1:\d+ answered in \d+ ms \(HTTP 200\)$/);
    expect(of('credentials')).toMatch(/^ok: .* takes them/);
    expect(of('setting')).toBe('');
  });

  it('with settings of the environment, after exactly one call, which is the harmless one', async () => {
    const server = await answering(BALANCE);
    const { doc, of, ran } = await doctor(await desk(), octopushAt(server));
    expect(doc).toMatchObject({ exit: 0, credit: '12.5 euros' });
    expect(server.arrived.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /v1/public/wallet/check-balance',
    ]);
    expect(server.arrived[0]?.headers).toMatchObject({ 'api-key': KEYS.OCTOPUSH_API_KEY });
    expect(of('setting')).toBe('ok: me@example.org, in the environment\nok: set in the environment, not shown');
    expect(of('base_url')).toBe(
      `note: calls go to ${server.url}, as set in the environment, and not to https://api.octopush.com`,
    );
    expect(ran.stdout + ran.stderr).not.toContain(KEYS.OCTOPUSH_API_KEY);
  });

  it('with settings of .env, and says so', async () => {
    const server = await answering(BALANCE);
    const at = await desk();
    const lines = Object.entries(octopushAt(server)).map(([name, value]) => `${name}=${value}\n`);
    await at.write('other.env', lines.join(''));
    const { doc, of } = await doctor(at, {}, ['--env-file', 'other.env']);
    expect(doc.exit).toBe(0);
    expect(of('setting')).toContain('ok: set in other.env, not shown');
    expect(doc.next).toMatch(/--dry-run --env-file \S+other\.env$/);
  });

  it('in plain lines for people, and leaves nothing behind', async () => {
    const { run, folder } = await desk();
    const ran = await run(['doctor', '--provider', 'protexting', '--sandbox']);
    expect(ran).toMatchObject({ exit: 0, stderr: '' });
    expect(ran.stdout).toMatch(/^ok +credentials +ProTexting takes them; that the token may send\n/m);
    expect(ran.stdout).toContain('\nAll is well.\nnext:\n  contact-push import contacts.csv');
    expect(await readdir(folder)).toEqual([]);
    for (const line of ran.stdout.split('\n').filter((each) => !each.trimStart().startsWith('contact-push'))) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
  });
});

describe('settings that are missing or cannot be used end it with 2, and nothing is sent', () => {
  it('names each that is missing, and checks what can be checked all the same', async () => {
    const server = await answering(BALANCE);
    const { doc, of } = await doctor(await desk(), { OCTOPUSH_BASE_URL: server.url });
    expect(doc.exit).toBe(2);
    expect(of('setting')).toBe(
      'wrong: is not set (API login, an e-mail address, from your Octopush account)\n' +
        'wrong: is not set (API key, from your Octopush account)',
    );
    expect(of('node')).toMatch(/^(ok|note): \d+\./);
    expect(of('state_dir')).toMatch(/^ok: .*state will be made by the first run$/);
    expect(of('base_url')).toMatch(/^note: /);
    for (const check of ['connection', 'credentials', 'credit']) {
      expect(of(check)).toBe('unchecked: not checked: the settings come first');
    }
    expect(doc.next).toBe('contact-push doctor --provider octopush --json');
    expect(server.arrived).toEqual([]);
  });

  it('says in the end when to type it again', async () => {
    const { run } = await desk();
    const ran = await run(['doctor', '--provider', 'octopush']);
    expect(ran).toMatchObject({ exit: 2, stderr: '' });
    expect(ran.stdout).toMatch(
      /\n2 things are wrong\.\nnext: {4}contact-push doctor --provider octopush\n {9}\(when what is missing stands in \.env or in the environment\)\n$/,
    );
  });

  it.each([
    [
      'a key that no header can carry',
      'setting',
      { OCTOPUSH_API_KEY: 'a\nb' },
      /cannot be used: it holds a line break/,
    ],
    ['a base URL that is none', 'base_url', { OCTOPUSH_BASE_URL: 'proxy' }, /expected a URL such as/],
    [
      'a base URL with a password',
      'base_url',
      { OCTOPUSH_BASE_URL: 'https://u:hush@x' },
      /scheme, host and port alone/,
    ],
    ['a base URL in the clear', 'base_url', { OCTOPUSH_BASE_URL: 'http://proxy.example' }, /credentials in the clear/],
    ['a proxy that is none', 'proxy', { HTTPS_PROXY: 'proxy.example' }, /expected the URL of a proxy/],
  ])('such as %s', async (_, check, env, said) => {
    const { doc, of, ran } = await doctor(await desk(), { ...KEYS, ...env });
    expect(doc.exit).toBe(2);
    expect(of(check)).toMatch(said);
    expect(of('connection')).toContain('the settings come first');
    expect(ran.stdout).not.toContain('hush');
  });

  it('such as a base URL of .env for credentials of the environment', async () => {
    const server = await answering(BALANCE);
    const at = await desk();
    await at.write('.env', `OCTOPUSH_BASE_URL=${server.url}\n`);
    const { doc, of } = await doctor(at, KEYS);
    expect(doc.exit).toBe(2);
    expect(of('base_url')).toMatch(/^wrong: stands in \.env, but OCTOPUSH_API_LOGIN in the environment/);
    expect(server.arrived).toEqual([]);
  });

  it.each([
    ['a state folder that is a file', 'state'],
    ['a state folder below a file', 'state/below'],
  ])('but %s leaves the call its chance', async (_, folder) => {
    const server = await answering({ status: 401 });
    const at = await desk();
    await at.write('state', 'no folder');
    const { doc, of } = await doctor(at, octopushAt(server), ['--state-dir', at.path(folder)]);
    expect(doc.exit).toBe(2);
    expect(of('state_dir')).toMatch(/^wrong: .*Name another with --state-dir$/);
    expect(of('credentials')).toMatch(/^wrong: /);
    expect(server.arrived).toHaveLength(1);
  });

  it('and so does a ledger that cannot be opened', async () => {
    const at = await desk();
    await at.write('ledger.db', 'this is no database, and never was one');
    const { doc, of } = await doctor(at, {}, ['--sandbox', '--state-dir', at.folder]);
    expect(doc.exit).toBe(2);
    expect(of('state_dir')).toMatch(/^wrong: .*ledger\.db: the ledger cannot be opened/);
    expect(of('credentials')).toMatch(/^ok: /);
  });

  it.each([[[]], [['--provider', 'octopusch']], [['--provider', 'octopush', '--timeout', 'soon']]])(
    'takes %j for no command line',
    async (argv) => {
      const { run } = await desk();
      const ran = await run(['doctor', ...argv]);
      expect(ran).toMatchObject({ exit: 2, stdout: '' });
      expect(ran.stderr).toMatch(/^error: --(provider|timeout) /);
    },
  );
});

describe('what the provider refuses ends it with 4', () => {
  it('such as credentials, which it shows nowhere, however they are echoed', async () => {
    const secret = 'k/ey "of" no   one, who has a long one with many spaces in it';
    const server = await recorder(({ headers }) => ({
      status: 401,
      body: JSON.stringify({ code: 101, message: `bad key ${headers['api-key']} ${encodeURIComponent(secret)}` }),
    }));
    const { run } = await desk();
    const env = { ...octopushAt(server), OCTOPUSH_API_KEY: secret };
    for (const more of [[], ['--json']]) {
      const ran = await run(['doctor', '--provider', 'octopush', ...more], { env });
      expect(ran.exit).toBe(4);
      expect(ran.stdout.replace(/\s+/g, ' ')).toContain(
        'Octopush refuses them: HTTP 401: bad key *** ***. Compare OCTOPUSH_API_LOGIN and OCTOPUSH_API_KEY with your Octopush account',
      );
      expect(ran.stdout.replace(/\s+/g, ' ')).not.toMatch(/no one|no%20|long one/);
    }
    expect(server.arrived).toHaveLength(2);
  });

  it.each([
    {
      what: 'an account without credit, where a contact costs some',
      reply: { status: 200, body: '{"AvailableCredits":0}' },
      check: 'credit',
      said: 'wrong: 0 credits: not enough to send to anybody. Top up in your ProTexting account, where the API app is activated',
    },
    {
      what: 'an account that the provider has closed',
      reply: { status: 422, body: '{"message":"API app is not activated.","code":6,"status":422}' },
      check: 'credentials',
      said: 'wrong: ProTexting refuses the account: HTTP 422, code 6: API app is not activated. See your ProTexting account',
    },
    {
      what: 'an account that owes money',
      reply: { status: 402 },
      check: 'credentials',
      said: 'wrong: ProTexting refuses the account: HTTP 402.',
    },
    {
      what: 'a call that it does not know',
      reply: { status: 404, body: '<html></html>' },
      check: 'credentials',
      said: 'wrong: this call is not known there: HTTP 404. Check PROTEXTING_BASE_URL',
    },
  ])('such as $what', async ({ reply, check, said }) => {
    const server = await answering(reply);
    const env = { PROTEXTING_BASE_URL: server.url, PROTEXTING_ACCESS_TOKEN: 'token-of-no-account' };
    const { doc, of } = await doctor(await desk(), env, [], 'protexting');
    expect(doc.exit).toBe(4);
    expect(of(check)).toContain(said);
    expect(of('connection')).toMatch(/^ok: /);
    expect(server.arrived).toHaveLength(1);
  });
});

describe('a provider that is not reached, or whose answer proves nothing, ends it with 5', () => {
  it.each([
    [
      'a page of markup',
      { status: 200, body: '<html>Log in</html>' },
      /^wrong: not proved: HTTP 200 with a page of markup/,
    ],
    ['an error of the server', { status: 503, headers: { 'retry-after': '7' } }, /^wrong: not proved: HTTP 503/],
    ['a redirect', { status: 302, headers: { location: '/login' } }, /^wrong: not proved: HTTP 302/],
    [
      'a wish to be left alone',
      { status: 429, headers: { 'retry-after': '7' } },
      /^wrong: Octopush asks to wait: HTTP 429; try again in 7 s$/,
    ],
  ])('such as %s, and asks no second time', async (_, reply, said) => {
    const server = await answering(reply);
    const { doc, of } = await doctor(await desk(), octopushAt(server));
    expect(doc.exit).toBe(5);
    expect(of('connection')).toMatch(/^ok: /);
    expect(of('credentials')).toMatch(said);
    expect(of('credit')).toBe('unchecked: not checked: the credentials are not proved');
    expect(server.arrived).toHaveLength(1);
  });

  it('such as one that takes the call and never answers', async () => {
    const server = await recorder(() => never);
    const { doc, of } = await doctor(await desk(), octopushAt(server), ['--timeout', '1s']);
    expect(doc).toMatchObject({ exit: 5, next: 'contact-push doctor --provider octopush --json --timeout 1s' });
    expect(of('connection')).toMatch(/no whole answer within 1 s\. .*wait longer with --timeout 2m$/);
    expect(of('credentials')).toBe('unchecked: not checked: no answer came');
  });

  it('such as nobody', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close();
    await once(server, 'close');
    const { doc, of } = await doctor(await desk(), octopushAt({ url: `http://127.0.0.1:${port}` }));
    expect(doc.exit).toBe(5);
    expect(of('connection')).toBe(
      `wrong: nothing answers at 127.0.0.1:${port} (ECONNREFUSED). Does the stand-in run? Start it with: contact-push sandbox; and check OCTOPUSH_BASE_URL`,
    );
  });

  it.each([
    [
      'that nobody vouches for',
      CERTIFICATE,
      '127.0.0.1',
      /nobody vouches for \(DEPTH_ZERO_SELF_SIGNED_CERT\); .*NODE_EXTRA_CA_CERTS=.*HTTPS_PROXY$/,
    ],
    ['that has expired', EXPIRED, '127.0.0.1', /has expired \(CERT_HAS_EXPIRED\)\. This computer's clock says \d{4}-/],
    [
      'of another host',
      CERTIFICATE,
      'localhost',
      /made for another host \(ERR_TLS_CERT_ALTNAME_INVALID\); check OCTOPUSH_BASE_URL$/,
    ],
  ])('such as one with a certificate %s, to which nothing is sent', async (_, certificate, host, said) => {
    const { port, calls } = await secure(certificate);
    const at = await desk();
    // An expired one is refused for its date alone when its authority is known.
    const authority = certificate === CERTIFICATE && host === '127.0.0.1' ? '' : await at.write('ca.pem', certificate);
    const env = { ...octopushAt({ url: `https://${host}:${port}` }), NODE_EXTRA_CA_CERTS: authority };
    const { doc, of } = await doctor(at, env);
    expect(doc.exit).toBe(5);
    expect(of('connection')).toMatch(said);
    expect(of('credentials')).toBe('unchecked: not checked: no answer came');
    expect(calls()).toBe(0);
  });

  it('but not one whose authority is named', async () => {
    const { port, calls } = await secure(CERTIFICATE);
    const at = await desk();
    const env = { NODE_EXTRA_CA_CERTS: await at.write('ca.pem', CERTIFICATE) };
    const { doc, of } = await doctor(at, { ...octopushAt({ url: `https://127.0.0.1:${port}` }), ...env });
    expect(doc.exit).toBe(0);
    expect(of('connection')).toMatch(/\(HTTP 200\), and its certificate holds$/);
    expect(of('ca_certificates')).toMatch(/^ok: .*ca\.pem is trusted too$/);
    expect(calls()).toBe(1);
  });

  it('such as one that does not speak TLS', async () => {
    const server = await answering(BALANCE);
    const { doc, of } = await doctor(await desk(), octopushAt({ url: server.url.replace('http:', 'https:') }));
    expect(doc.exit).toBe(5);
    expect(of('connection')).toMatch(/does not speak TLS: check OCTOPUSH_BASE_URL$/);
  });

  it('such as one behind a proxy that does not answer, which is named without its password', async () => {
    const env = { ...KEYS, HTTPS_PROXY: 'http://me:hush@127.0.0.1:9' };
    const { doc, of, ran } = await doctor(await desk(), env);
    expect(doc.exit).toBe(5);
    expect(of('proxy')).toBe('note: calls over https go through 127.0.0.1:9, but for the hosts in NO_PROXY');
    expect(of('connection')).toMatch(/^wrong: .*HTTPS_PROXY/);
    expect(ran.stdout).not.toContain('hush');
  });
});
