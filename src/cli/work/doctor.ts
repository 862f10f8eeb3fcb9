import { systemClock } from '../../clock.js';
import { openHttp } from '../../delivery/http.js';
import { redactor } from '../../delivery/redact.js';
import type { Provider } from '../../providers/provider.js';
import { startSandbox } from '../../sandbox/index.js';
import type { Call } from '../command.js';
import { type Connection, connect, openConnection } from '../connection.js';
import { type Checked, exitOfChecks } from '../doctor/checked.js';
import { checkCaCertificates, checkNode, checkStateFolder } from '../doctor/here.js';
import { nextOf } from '../doctor/next.js';
import { checkProvider, type Examined, notAsked } from '../doctor/provider.js';
import { checkProxy, checkSettings } from '../doctor/settings.js';
import { DoctorView } from '../doctor/view.js';
import { type Keep, keeping } from '../keep.js';
import { readDuration } from '../parse.js';
import { readProvider } from '../plan.js';
import { proxySetting } from '../proxy.js';
import { isLoopback } from '../setting-faults.js';
import { stateFolder } from '../state.js';

/** Checks one thing after the other, prints what it finds, and gives the exit status. Makes one call at the most. */
export function runDoctor(call: Call): Promise<number> {
  return keeping((keep) => examine(call, keep));
}

async function examine({ flags, environment, output, argv }: Call, keep: Keep): Promise<number> {
  const provider = readProvider(flags);
  const timeoutMs = flags.read('timeout', readDuration, 30_000);
  const sandbox = flags.on('sandbox');
  // The stand-in needs none, and none is read for it.
  const secrets = sandbox
    ? []
    : provider.settings.filter(({ secret }) => secret).flatMap(({ env }) => environment.get(env) ?? []);
  output.redact = redactor(secrets);
  const view = new DoctorView(output, provider, flags.on('json'));
  const checks: Checked[] = [];
  const note = (found: readonly (Checked | undefined)[]): void => {
    for (const checked of found) {
      if (checked === undefined) continue;
      checks.push(checked);
      view.show(checked);
    }
  };

  view.begin(sandbox);
  note([checkNode(process.versions.node), await checkStateFolder(() => stateFolder(flags))]);
  const standIn = sandbox ? keep(await startSandbox()) : undefined;
  let connection: Connection | undefined;
  if (standIn !== undefined) {
    connection = openConnection(environment, { provider, dryRun: false }, standIn);
  } else {
    const found = checkSettings(provider, environment, flags.text('env-file') ?? '.env');
    const proxy = checkProxy();
    note([...found, proxy, await checkCaCertificates(process.env['NODE_EXTRA_CA_CERTS'])]);
    const unusable = [...found, proxy].some((checked) => checked?.mark === 'wrong');
    if (!unusable) connection = connect(provider, (env) => environment.get(env));
  }
  const told =
    connection === undefined
      ? notAsked('the settings come first')
      : await ask(provider, connection, { timeoutMs, redact: output.redact }, view, keep);
  note(told.checks);

  const exit = exitOfChecks(checks);
  view.end({ checks, exit, credit: told.credit, ...nextOf(provider, checks, argv, sandbox) });
  return exit;
}

async function ask(
  provider: Provider,
  connection: Connection,
  { timeoutMs, redact }: { readonly timeoutMs: number; readonly redact: (text: string) => string },
  view: DoctorView,
  keep: Keep,
): Promise<Examined> {
  const { origin, read } = connection;
  const { host, hostname, protocol } = new URL(origin);
  const secure = protocol === 'https:';
  const proxy = secure ? proxySetting()?.env : undefined;
  const proxied = proxy !== undefined;
  const http = keep(openHttp({ origin, concurrency: 1, timeoutMs, repeatable: true, proxied, clock: systemClock }));
  const done = await view.waiting(`asking ${host}, for at most ${timeoutMs / 1000} s`);
  try {
    return await checkProvider(
      provider,
      provider.connect(read).probe,
      http.send,
      { clock: systemClock, redact },
      {
        host,
        secure,
        local: isLoopback(hostname),
        setBy: origin === new URL(provider.baseUrl.default).origin ? undefined : provider.baseUrl.env,
        proxy,
        today: new Date(systemClock.now()).toISOString().slice(0, 10),
      },
    );
  } finally {
    done();
  }
}
