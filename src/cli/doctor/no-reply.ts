import type { NoReply } from '../../model.js';

/** What stands between this computer and the provider, for advice. */
export interface Way {
  /** Host and port. */
  readonly host: string;
  /** The setting that the host comes from; undefined for the documented host. */
  readonly setBy: string | undefined;
  /** Whether the call goes over TLS. */
  readonly secure: boolean;
  /** Whether the host is on this computer. */
  readonly local: boolean;
  /** The variable of a proxy, where one is in use. */
  readonly proxy: string | undefined;
  /** Now, for certificates. ISO 8601. */
  readonly today: string;
}

/** Why a call brought no answer, in words, and what to do. */
export function noReplyText(reply: NoReply, way: Way): string {
  return reply.untrusted ? untrusted(causeOf(reply), way) : [lost(reply, way), advice(reply, way)].join(' ');
}

/** The word of the system or of OpenSSL in a reason: `(ECONNREFUSED)`. */
function causeOf({ reason }: NoReply): string {
  return /\(([A-Z][A-Z0-9_]+)\)$/.exec(reason)?.[1] ?? '';
}

function untrusted(cause: string, { host, setBy, proxy, today }: Way): string {
  const said = `${host} shows a certificate that`;
  const own = [
    'if a proxy of your company stands in between, or the host is your own, name the file of its authority: NODE_EXTRA_CA_CERTS=/path/to/ca.pem',
    ...(setBy === undefined ? [] : [`if the host is the wrong one, mend ${setBy}`]),
    ...(proxy === undefined ? ['if calls have to go through a proxy, name it in HTTPS_PROXY'] : []),
  ].join('; ');
  if (/PRX_TLS/.test(cause))
    return `the proxy itself (${proxy}) shows a certificate that is not trusted (${cause}); ${own}`;
  if (/EXPIRED/.test(cause)) {
    return `${said} has expired (${cause}). This computer's clock says ${today}: set it if that is wrong; else the host has to renew it`;
  }
  if (/NOT_YET_VALID/.test(cause)) {
    return `${said} is not valid yet (${cause}). This computer's clock says ${today}: set it if that is wrong`;
  }
  if (/ALTNAME|HOSTNAME/.test(cause)) {
    return `${said} was made for another host (${cause}); ${setBy === undefined ? 'something stands in between: check HTTPS_PROXY and the network' : `check ${setBy}`}`;
  }
  if (/SELF_SIGNED/.test(cause)) return `${said} nobody vouches for (${cause}); ${own}`;
  if (/ISSUER|LEAF|UNABLE_TO/.test(cause)) {
    return `${said} comes from an authority this computer does not know (${cause}); ${own}`;
  }
  return `${said} is not trusted (${cause}); ${own}`;
}

function lost({ code, reason }: NoReply, { host }: Way): string {
  switch (code) {
    case 'connection_refused':
      return `nothing answers at ${host} (ECONNREFUSED).`;
    case 'host_not_found':
      return `no host ${host} is known (${/EAI_AGAIN/.test(reason) ? 'EAI_AGAIN' : 'ENOTFOUND'}).`;
    default:
      return `${host}: ${reason}.`;
  }
}

function advice({ left, code, reason }: NoReply, { setBy, local, proxy }: Way): string {
  if (left) return 'The service may be down or slow: try again later, or wait longer with --timeout 2m';
  if (/SSL|TLS|EPROTO/.test(reason)) {
    return `What answers does not speak TLS: check ${setBy ?? proxy ?? 'HTTPS_PROXY and the network'}`;
  }
  if (local) return `Does the stand-in run? Start it with: contact-push sandbox; and check ${setBy}`;
  const network = proxy === undefined ? 'the network, and HTTPS_PROXY if there is a proxy' : `the network and ${proxy}`;
  const more = code === 'connect_timeout' ? ' (a firewall may swallow the call)' : '';
  return `Check ${[...(setBy === undefined ? [] : [setBy]), network].join(', ')}${more}`;
}
