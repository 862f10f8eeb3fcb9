import { expect, it } from 'vitest';
import { noReplyText, type Way } from '../../../src/cli/doctor/no-reply.js';
import type { NoReply } from '../../../src/model.js';

const way: Way = {
  host: 'api.example',
  setBy: undefined,
  secure: true,
  local: false,
  proxy: undefined,
  today: '2026-01-14',
};

function untrusted(cause: string): NoReply {
  const reason = `the server's certificate is not trusted (${cause})`;
  return { left: false, untrusted: true, code: 'certificate_refused', reason };
}

it.each([
  ['SELF_SIGNED_CERT_IN_CHAIN', 'nobody vouches for', 'NODE_EXTRA_CA_CERTS='],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'comes from an authority this computer does not know', 'HTTPS_PROXY'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'comes from an authority this computer does not know', 'NODE_EXTRA_CA_CERTS='],
  ['CERT_HAS_EXPIRED', 'has expired', 'clock says 2026-01-14'],
  ['CERT_NOT_YET_VALID', 'is not valid yet', 'clock says 2026-01-14'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'was made for another host', 'HTTPS_PROXY'],
  ['CRL_HAS_EXPIRED', 'has expired', 'the host has to renew it'],
  ['INVALID_CA', 'is not trusted (INVALID_CA)', 'NODE_EXTRA_CA_CERTS='],
])('says what %s means, and what to do', (cause, meaning, advice) => {
  const text = noReplyText(untrusted(cause), way);
  expect(text).toContain(`api.example shows a certificate that ${meaning}`);
  expect(text).toContain(advice);
});

it('does not ask for a proxy where there is one, and knows its own certificate', () => {
  const behind = { ...way, proxy: 'HTTPS_PROXY' };
  expect(noReplyText(untrusted('SELF_SIGNED_CERT_IN_CHAIN'), behind)).not.toContain('name it in HTTPS_PROXY');
  expect(noReplyText(untrusted('UND_ERR_PRX_TLS'), behind)).toContain('the proxy itself (HTTPS_PROXY)');
});

it.each([
  [
    'host_not_found',
    'the host name is not known (ENOTFOUND)',
    'no host api.example is known (ENOTFOUND). Check the network, and HTTPS_PROXY if there is a proxy',
  ],
  ['host_not_found', 'the host name cannot be looked up now (EAI_AGAIN)', 'no host api.example is known (EAI_AGAIN).'],
  ['connection_refused', 'nothing answers at this address (ECONNREFUSED)', 'nothing answers at api.example'],
  ['connect_timeout', 'no connection in time', 'a firewall may swallow the call'],
  ['connection_failed', 'no connection (EHOSTUNREACH)', 'EHOSTUNREACH'],
])('gives advice for %s (%s)', (code, reason, said) => {
  expect(noReplyText({ left: false, untrusted: false, code, reason }, way)).toContain(said);
});
