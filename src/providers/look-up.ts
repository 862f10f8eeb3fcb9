import type { Answer, HttpReply, HttpRequest, Verdict } from '../model.js';
import type { Check, SentContact } from './provider.js';
import type { Asked } from './reply.js';

/** A look-up of one contact, whose answers `read` understands as it would those to a create. */
export function lookUp(
  contact: SentContact,
  request: HttpRequest,
  read: (reply: HttpReply, asked: Asked) => Verdict,
): Check<Verdict> {
  const asked: Asked = { contacts: [contact], call: { values: {}, fixed: [] } };
  return { request, interpret: (reply) => withoutRefusals(read(reply, asked)) };
}

/** The answer of a look-up that decides nothing, and why. */
export function stillUnknown(code: string, message: string): Answer {
  return { status: 'unknown', code, message };
}

/** What refuses a contact that is sent says nothing of one that is looked up: it may be there all the same. */
function withoutRefusals(verdict: Verdict): Verdict {
  switch (verdict.kind) {
    case 'refused': {
      const { code, reason, pauseMs } = verdict;
      return { kind: 'answered', answers: [refused(code, reason)], ...(pauseMs === undefined ? {} : { pauseMs }) };
    }
    case 'answered': {
      const answers = verdict.answers.map((answer) =>
        answer?.status === 'rejected' ? refused(answer.code, answer.message) : answer,
      );
      return { ...verdict, answers };
    }
    default:
      return verdict;
  }
}

function refused(code = 'find_unclear', reason = 'it does not say why'): Answer {
  return stillUnknown(code, `the look-up was refused: ${reason}`);
}
