import type { Trouble } from './chaos-choose.js';
import type { Manner } from './chaos-faults.js';
import { numberAt } from './chaos-items.js';
import { replyOf } from './chaos-replies.js';
import type { Call, Reply, Service } from './exchange.js';
import type { Books } from './store.js';
import { withholding } from './withholding.js';

/** What comes back, and how. */
export interface Answer {
  readonly reply: Reply;
  readonly manner: Manner;
}

/** Has the service do what it was asked, or not, and gives what the client gets to see of it. */
export function meet(trouble: Trouble, service: Service, call: Call, books: Books): Answer {
  const right = service.answer(call, trouble.stored ? books : withoutSome(trouble, service, call, books));
  return { reply: replyOf({ trouble, call, service, right }), manner: trouble.fault.manner };
}

/** Books that lose what the call brings: all of it, or the one contact that the answer leaves out. */
function withoutSome({ fault, place }: Trouble, service: Service, call: Call, books: Books): Books {
  const left = fault.name === 'missing' ? numberAt(call, place) : undefined;
  const lost = left === undefined ? undefined : service.digits(left);
  return withholding(books, (number) => lost === undefined || number === lost);
}
