import { expect, test } from 'vitest';
import { endedWithTest } from '../../gateways/endedWithTest.ts';
import { startTlsGateway } from '../../gateways/tlsGateway.ts';
import { checked, kinds, sharedServers } from './checked.ts';

const shared = sharedServers();

const trusting = () => ({ verify: true, caFile: shared.certificates.files.authority });

test('shows the chain, names and expiry of a certificate by the connection’s own authority', async () => {
  const gateway = await endedWithTest(startTlsGateway(shared.demo.url, { certificate: shared.certificates.server }));
  const check = await checked(gateway.url, { tls: trusting() });
  expect(check.says('tls')).toMatch(/^TLSv1\.3, with a certificate that this machine trusts\./);
  expect(check.says('tls')).toMatch(
    /“localhost”, issued by “Kratos Explorer test authority”, valid from \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d, for localhost, 127\.0\.0\.1/,
  );
  expect(kinds(check)).toMatchObject({ api: 'ok', clock: 'ok' });
});

test.each([
  ['server', false, 'issued by an authority that this machine does not trust'],
  ['expired', true, 'has expired'],
  ['wrongName', true, 'is for kratos.internal, not for'],
] as const)(
  'shows what is wrong with the certificate "%s", and the certificate itself',
  async (which, trusted, words) => {
    const gateway = await endedWithTest(startTlsGateway(shared.demo.url, { certificate: shared.certificates[which] }));
    const check = await checked(gateway.url, trusted ? { tls: trusting() } : {});
    expect(check.step('tls')).toMatchObject({ kind: 'failed', text: expect.stringContaining(words) });
    expect(check.says('tls')).toContain('issued by “Kratos Explorer test authority”');
    expect(gateway.requests).toEqual([]);
  },
);

test.each([
  ['server', false, 'issued by an authority that this machine does not trust'],
  ['expired', true, 'has expired'],
  ['wrongName', true, 'is for kratos.internal, not for 127.0.0.1'],
] as const)(
  'warns that verification is off and says what it hides about the certificate "%s"',
  async (which, trusted, words) => {
    const gateway = await endedWithTest(startTlsGateway(shared.demo.url, { certificate: shared.certificates[which] }));
    const check = await checked(gateway.url, { tls: { ...(trusted ? trusting() : {}), verify: false } });
    expect(check.step('tls')).toMatchObject({
      kind: 'warning',
      text: expect.stringContaining('Verification is off'),
    });
    expect(check.says('tls')).toMatch(/\nWith verification: The certificate of /);
    expect(check.says('tls')).toContain(words);
    expect(kinds(check)).toMatchObject({ api: 'ok' });
  },
);

test('says that verification need not be off for a trusted certificate', async () => {
  const gateway = await endedWithTest(startTlsGateway(shared.demo.url, { certificate: shared.certificates.server }));
  const check = await checked(gateway.url, { tls: { ...trusting(), verify: false } });
  expect(check.says('tls')).toContain('the certificate is trusted. Turn it on.');
});

test('reports a port that does not use TLS', async () => {
  const check = await checked(shared.demo.url.replace('http:', 'https:'));
  expect(check.says('tls')).toContain('does not use TLS');
});

test.each([
  ['TLSv1.2', 'tls'],
  ['TLSv1.3', 'response'],
] as const)('reports over %s that a client certificate is required, in the step “%s”', async (maxVersion, step) => {
  const { server, authority, files } = shared.certificates;
  const gateway = await endedWithTest(
    startTlsGateway(shared.demo.url, { certificate: server, clientAuthority: authority, maxVersion }),
  );
  const without = await checked(gateway.url, { tls: trusting() });
  expect(without.says(step)).toContain('requires a client certificate');

  const clientCertificate = {
    kind: 'pem',
    certificateFile: files.clientCertificate,
    keyFile: files.clientKey,
  } as const;
  const given = await checked(gateway.url, { tls: trusting(), clientCertificate });
  expect(kinds(given)).toMatchObject({ tls: 'ok', response: 'ok', api: 'ok' });
});

test('reports a CA file that cannot be read', async () => {
  const gateway = await endedWithTest(startTlsGateway(shared.demo.url, { certificate: shared.certificates.server }));
  const check = await checked(gateway.url, { tls: { verify: true, caFile: '/nowhere/ca.pem' } });
  expect(check.says('tls')).toContain('The file /nowhere/ca.pem could not be read');
});
