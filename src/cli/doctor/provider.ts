import type { Http } from '../../delivery/http.js';
import type { Clock, HttpReply, NoReply } from '../../model.js';
import type { Check, Credit, Finding, Provider } from '../../providers/provider.js';
import type { Checked } from './checked.js';
import { noReplyText, type Way } from './no-reply.js';

/** The way there, the credentials and the credit: what one harmless call tells. Makes that call once, and no other. */
export async function checkProvider(
  provider: Provider,
  { request, interpret }: Check<Finding>,
  send: Http['send'],
  { clock, redact }: { readonly clock: Clock; readonly redact: (text: string) => string },
  way: Way,
): Promise<Examined> {
  const startedTicks = clock.ticks();
  const reply = await send(request);
  if ('left' in reply) return { checks: unanswered(reply, way), credit: null };
  const tookMs = Math.round(clock.ticks() - startedTicks);
  // Before anything is read in it: what is quoted may be cut within a secret.
  const finding = interpret({ ...reply, body: redact(reply.body) });
  return {
    checks: [answered(reply, tookMs, way), checkCredentials(provider, finding, way), checkCredit(provider, finding)],
    credit: (finding.kind === 'holds' && finding.credit?.text) || null,
  };
}

/** What a call told. */
export interface Examined {
  readonly checks: readonly Checked[];
  /** What is left, in the provider's word; null when it is not known. */
  readonly credit: string | null;
}

/** The same lines where no call can be made. */
export function notAsked(why: string): Examined {
  const checks = (['connection', 'credentials', 'credit'] as const).map((check) => unchecked(check, why));
  return { checks, credit: null };
}

function unanswered(reply: NoReply, way: Way): readonly Checked[] {
  const text = noReplyText(reply, way);
  return [
    { ...named('connection'), mark: 'wrong', exit: 5, when: 'the provider can be reached', text },
    unchecked('credentials', 'no answer came'),
    unchecked('credit', 'no answer came'),
  ];
}

function answered({ status }: HttpReply, tookMs: number, { host, secure }: Way): Checked {
  const vouched = secure ? ', and its certificate holds' : '';
  return { ...named('connection'), mark: 'ok', text: `${host} answered in ${tookMs} ms (HTTP ${status})${vouched}` };
}

function checkCredentials(provider: Provider, found: Finding, way: Way): Checked {
  const finding = 'reason' in found ? { ...found, reason: found.reason.replace(/\.$/, '') } : found;
  const { title } = provider;
  const about = named('credentials');
  switch (finding.kind) {
    case 'holds': {
      const more = finding.unproven === undefined ? '' : `; ${finding.unproven}`;
      return { ...about, mark: 'ok', text: `${title} takes them${more}` };
    }
    case 'stop':
      return { ...about, mark: 'wrong', exit: 4, ...refusal(provider, finding, way) };
    case 'throttled': {
      const wait = finding.pauseMs === undefined ? '' : `; try again in ${Math.ceil(finding.pauseMs / 1000)} s`;
      const text = `${title} asks to wait: ${finding.reason}${wait}`;
      return { ...about, mark: 'wrong', exit: 5, when: 'the wait is over', text };
    }
    case 'unsure': {
      const text = `not proved: ${finding.reason}. Something else may answer in the place of ${title}, or it is out of order`;
      return { ...about, mark: 'wrong', exit: 5, when: `${title} answers as documented`, text };
    }
  }
}

/** What is refused, and what to do about it. */
function refusal({ title, settings }: Provider, { stop, reason }: Refusal, { setBy }: Way) {
  const names = settings.map(({ env }) => env).join(' and ');
  const where = settings[0]?.where ?? title;
  switch (stop) {
    case 'credentials':
      return {
        when: 'the credentials are mended',
        text: `${title} refuses them: ${reason}. Compare ${names} with ${where}`,
      };
    case 'account':
      return { when: 'the account is in order', text: `${title} refuses the account: ${reason}. See ${where}` };
    case 'settings': {
      const advice = setBy === undefined ? `${title} may have moved it` : `Check ${setBy}`;
      return { when: 'the settings are mended', text: `this call is not known there: ${reason}. ${advice}` };
    }
  }
}

type Refusal = Extract<Finding, { readonly kind: 'stop' }>;

function checkCredit({ title, settings }: Provider, finding: Finding): Checked {
  if (finding.kind !== 'holds') return unchecked('credit', 'the credentials are not proved');
  const { credit } = finding;
  if (credit === undefined) return unchecked('credit', `the answer of ${title} does not tell`);
  if (credit.enough !== false) return { ...named('credit'), mark: 'ok', text: creditText(credit) };
  const text = `${credit.text}: not enough to send to anybody. Top up in ${settings[0]?.where ?? title}`;
  return { ...named('credit'), mark: 'wrong', exit: 4, when: 'the account has credit', text };
}

function creditText({ text, enough }: Credit): string {
  return enough === undefined ? `${text}; storing contacts is not said to cost any` : text;
}

type Asked = 'connection' | 'credentials' | 'credit';

function named<Name extends Asked>(check: Name): { readonly check: Name; readonly name: Name } {
  return { check, name: check };
}

function unchecked(check: Asked, why: string): Checked {
  return { ...named(check), mark: 'unchecked', text: `not checked: ${why}` };
}
