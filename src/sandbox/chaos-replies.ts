import type { Trouble } from './chaos-choose.js';
import type { FaultName } from './chaos-faults.js';
import { numberAt, numberOf, withItems } from './chaos-items.js';
import type { Call, Reply, Service } from './exchange.js';
import { html } from './html.js';
import { readJson } from './json.js';

/** Of what an answer with a fault is made. */
export interface Scene {
  readonly trouble: Trouble;
  readonly call: Call;
  readonly service: Service;
  /** The answer as it would be. */
  readonly right: Reply;
}

/** The answer that a fault makes of the right one. Faults of the connection alone leave it as it is. */
export function replyOf(scene: Scene): Reply {
  return REPLIES.get(scene.trouble.fault.name)?.(scene) ?? scene.right;
}

const PAGE = 'The server could not answer.';
const HUGE_BYTES = 2 * 1024 * 1024;

const REPLIES = new Map<FaultName, (scene: Scene) => Reply>([
  ['html', () => html(200, 'Welcome', 'This page is being mended.')],
  ['302', () => html(302, 'Found', 'The document has moved.', { location: '/elsewhere' })],
  ['429', (scene) => tooMany(scene, { 'retry-after': '1' })],
  ['429-date', (scene) => tooMany(scene, { 'retry-after': new Date(nextSecond(scene) * 1000).toUTCString() })],
  ['429-reset', (scene) => tooMany(scene, { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': '1' })],
  [
    '429-unix',
    (scene) => tooMany(scene, { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(nextSecond(scene)) }),
  ],
  ['429-bare', (scene) => tooMany(scene, {})],
  ['500', (scene) => broken(scene, 500, 'Internal Server Error')],
  ['502', (scene) => broken(scene, 502, 'Bad Gateway')],
  ['503', () => html(503, 'Service Unavailable', PAGE, { 'retry-after': '1' })],
  ['504', (scene) => broken(scene, 504, 'Gateway Timeout')],
  ['huge', ({ right }) => ({ ...right, body: right.body + ' '.repeat(HUGE_BYTES - Buffer.byteLength(right.body)) })],
  ['missing', missing],
  ['repeated', repeated],
  ['reordered', ({ right }) => withItems(right, (items) => [...items].reverse()) ?? right],
  ['foreign', ({ right }) => withItems(right, (items) => [...items, STRANGER]) ?? ofAnother(right)],
]);

/** In the service's own words, with no other header on when to come back. */
function tooMany({ service }: Scene, wait: Reply['headers']): Reply {
  const { status, headers, body } = service.throttle({ limit: 1, remaining: 0 });
  const rest = Object.entries(headers).filter(([name]) => !/^(retry-after$|x-rate-limit-)/.test(name));
  return { status, headers: { ...Object.fromEntries(rest), ...wait }, body };
}

/** In seconds since 1970: as near to a second ahead as whole seconds come. */
function nextSecond({ call }: Scene): number {
  return Math.round(call.now / 1000) + 1;
}

function broken({ trouble }: Scene, status: number, title: string): Reply {
  if (trouble.form < 0.5) return html(status, title, PAGE);
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message: title }) };
}

function missing({ right, call, trouble }: Scene): Reply {
  const number = numberAt(call, trouble.place);
  return withItems(right, (items) => items.filter((item) => numberOf(item) !== number)) ?? { ...right, body: '' };
}

function repeated({ right, trouble }: Scene): Reply {
  const twice = (items: readonly unknown[]): readonly unknown[] => {
    const index = Math.floor(trouble.place * items.length);
    return items.flatMap((item, at) => (at === index ? [item, item] : [item]));
  };
  return withItems(right, twice) ?? right;
}

// From ranges reserved for fiction, or beside the one that the vendor prints.
const STRANGER = { phone_number: '+33639980090', email: null, status: 'added' };
const OTHERS = new Map<string, unknown>([
  ['Number', '16465550190'],
  ['Mobile', 989120000090],
]);

function ofAnother(right: Reply): Reply {
  const answer = readJson(right.body);
  if (answer === undefined) return right;
  return { ...right, body: JSON.stringify(answer, (key, value: unknown) => OTHERS.get(key) ?? value) };
}
