/** A delivery as people see it. */
import { showDelivery } from '../../../src/record/show-delivery';

test('what the sender works out is shown as it was planned, its secrets masked', () => {
  const shown = showDelivery({
    id: 'd1',
    app: 'a',
    activity: 'x',
    revision: 0,
    partner: 'p',
    postback: 'install',
    status: 'pending',
    request: {
      ...{ method: 'GET', url: 'https://a.test/', headers: {}, body: null },
      auth: { type: 'basic', username: 'me', password: '__carom_0123456789abcdef_token__' },
    },
    attempts: [],
    tries: 0,
    nextAttemptAt: 0,
    createdAt: 0,
    visibleToPartner: true,
  });
  expect(shown['request']).toMatchObject({ auth: { type: 'basic', username: 'me', password: '***' } });
});
