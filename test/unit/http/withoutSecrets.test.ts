import { expect, test } from 'vitest';
import { answerWithoutSecrets, headersWithoutSecrets } from '../../../src/http/withoutSecrets.ts';

const secret = 'Planted "Value" 91';

function answer(status: number, contentType: string, body: string) {
  return { status, headers: { 'content-type': contentType }, body: Buffer.from(body) };
}

test.each([
  ['an error', 401, 'application/json', JSON.stringify({ error: { message: `unknown key ${secret}` } })],
  ['a page', 200, 'text/html', `<title>${secret}</title>`],
  ['a text with an address', 200, 'text/plain', `/login?key=${encodeURIComponent(secret)}`],
])('%s loses the secret that it echoes', (_what, status, contentType, body) => {
  const told = answerWithoutSecrets(answer(status, contentType, body), [secret]).body.toString();
  expect(told).toContain('…');
  expect(told).not.toContain('Planted');
});

test('what Kratos says of people stays byte for byte', () => {
  const whole = answer(200, 'application/json; charset=utf-8', JSON.stringify([{ note: 'Planted-Value-91' }]));
  expect(answerWithoutSecrets(whole, ['Planted-Value-91'])).toBe(whole);
});

test('a secret as short as a word leaves the error readable', () => {
  const whole = answer(404, 'application/json', '{"error":{"code":404}}');
  expect(answerWithoutSecrets(whole, ['error'])).toBe(whole);
});

test('no header tells it', () => {
  expect(headersWithoutSecrets({ server: `saw ${secret}`, date: 'today' }, [secret])).toEqual({
    server: 'saw …',
    date: 'today',
  });
});
