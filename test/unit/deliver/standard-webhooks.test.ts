/** Signatures, against the specification's vector and two verifiers that others wrote. */
import fc from 'fast-check';
import { Webhook as Standard } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { sign } from '../../../src/deliver/standard-webhooks';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

test("the specification's vector", () => {
  expect(sign([secret], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, '{"test": 2432232314}')).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('what is signed is verified by standardwebhooks and svix, and a changed body is not', () => {
  const nowSeconds = Math.floor(Date.now() / 1_000);
  fc.assert(
    fc.property(fc.json(), fc.uint8Array({ minLength: 24, maxLength: 64 }), (body, key) => {
      const made = `whsec_${Buffer.from(key).toString('base64')}`;
      const headers = { ...sign([made], 'dlv_1', nowSeconds, body) };
      for (const verifier of [new Standard(made), new Svix(made)]) {
        verifier.verify(body, headers);
        expect(() => verifier.verify(`${body} `, headers)).toThrow();
      }
    }),
    { numRuns: 50 },
  );
});
