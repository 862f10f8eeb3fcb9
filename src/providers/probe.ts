import type { HttpReply, HttpRequest, Verdict } from '../model.js';
import type { Check, Finding } from './provider.js';
import { type Asked, unsure } from './reply.js';

type Holds = Extract<Finding, { kind: 'holds' }>;

/** A harmless call, whose refusals `read` understands as it would those to a create; a success it reads itself. */
export function probe(request: HttpRequest, read: (reply: HttpReply, asked: Asked) => Verdict | Holds): Check<Finding> {
  return { request, interpret: (reply) => findingOf(read(reply, NOBODY), reply) };
}

/** The number of an amount that came as a number or as its text; undefined for anything else. */
export function amountOf(value: unknown): number | undefined {
  const amount = typeof value === 'string' && /^\s*-?\d{1,15}(?:\.\d{1,15})?\s*$/.test(value) ? Number(value) : value;
  return typeof amount === 'number' && Number.isFinite(amount) ? amount : undefined;
}

const NOBODY: Asked = { contacts: [undefined], call: { values: {}, fixed: [] } };

/** There is no contact in the call that could be at fault: what would refuse one proves nothing here. */
function findingOf(read: Verdict | Holds, reply: HttpReply): Finding {
  switch (read.kind) {
    case 'refused':
      return unsure(reply, read.code, `the check itself was refused: ${read.reason}`);
    case 'answered': {
      const [answer] = read.answers;
      const why = answer?.message ?? 'it says nothing of the credentials';
      return unsure(reply, answer?.code ?? 'unclear_answer', `the check itself was refused: ${why}`);
    }
    default:
      return read;
  }
}
