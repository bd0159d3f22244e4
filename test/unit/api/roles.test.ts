/** Who may do what. What belongs to another app is answered as if it were not there. */
import { adminKey, serveApi, type ServedApi } from './serve';

let api: ServedApi;
beforeAll(async () => {
  api = await serveApi();
});
afterAll(() => api.stop());

describe('roles', () => {
  let mine: { id: string; key: string };
  let other: { id: string; key: string };
  const keys: Record<string, string> = {};

  beforeAll(async () => {
    [mine, other] = [await api.makeApp(), await api.makeApp()];
    keys.app = mine.key;
    keys.reader = await api.makeKey({ role: 'reader', app: mine.id });
    keys.partner = await api.makeKey({ role: 'partner', partner: 'acme' });
    keys.admin = adminKey;
    keys.nobody = 'crm_app_unknown';
  });

  test.each([
    { key: 'nobody', method: 'GET', path: '/v1/apps', status: 401 },
    { key: 'app', method: 'GET', path: '/v1/apps/MINE', status: 403 },
    { key: 'app', method: 'GET', path: '/v1/activities', status: 403 },
    { key: 'app', method: 'GET', path: '/v1/apps/OTHER', status: 403 },
    { key: 'reader', method: 'GET', path: '/v1/apps/MINE', status: 200 },
    { key: 'reader', method: 'GET', path: '/v1/apps/MINE/links', status: 200 },
    { key: 'reader', method: 'GET', path: '/v1/apps/MINE/trace?gps_adid=g', status: 200 },
    { key: 'reader', method: 'GET', path: '/v1/apps/OTHER', status: 404 },
    { key: 'reader', method: 'GET', path: '/v1/apps/ABSENT', status: 404 },
    { key: 'reader', method: 'GET', path: '/v1/apps/OTHER/callbacks', status: 404 },
    { key: 'reader', method: 'GET', path: '/v1/apps/OTHER/trace?gps_adid=g', status: 404 },
    { key: 'reader', method: 'GET', path: '/v1/activities', status: 200 },
    { key: 'reader', method: 'GET', path: '/v1/activities?app=OTHER', status: 404 },
    { key: 'reader', method: 'GET', path: '/v1/deliveries?app=OTHER', status: 404 },
    { key: 'reader', method: 'GET', path: '/v1/keys', status: 403 },
    { key: 'reader', method: 'DELETE', path: '/v1/apps/MINE', status: 403 },
    { key: 'partner', method: 'GET', path: '/v1/activities', status: 200 },
    { key: 'partner', method: 'GET', path: '/v1/activities?partner=acme', status: 200 },
    { key: 'partner', method: 'GET', path: '/v1/activities?partner=rival', status: 403 },
    { key: 'partner', method: 'GET', path: '/v1/deliveries?partner=rival', status: 403 },
    { key: 'partner', method: 'GET', path: '/v1/deliveries', status: 200 },
    { key: 'partner', method: 'GET', path: '/v1/apps/MINE', status: 403 },
    { key: 'partner', method: 'GET', path: '/v1/apps/MINE/trace?gps_adid=g', status: 403 },
    { key: 'partner', method: 'GET', path: '/v1/partners/rival', status: 403 },
    { key: 'partner', method: 'POST', path: '/v1/partners/acme/approve', status: 403 },
    { key: 'partner', method: 'POST', path: '/v1/partners/rival/preview', status: 403 },
    { key: 'partner', method: 'PUT', path: '/v1/partners/rival', body: {}, status: 403 },
  ])('$key: $method $path is answered $status', async ({ key, method, path, body, status }) => {
    const real = path.replace('MINE', mine.id).replace('OTHER', other.id).replace('ABSENT', 'app_absent');
    expect((await api.call(method, real, body, keys[key])).status).toBe(status);
  });

  test('a revoked key is refused by the next request', async () => {
    const { body } = await api.call('POST', '/v1/keys', { role: 'reader', app: mine.id });
    expect((await api.call('GET', '/v1/apps', undefined, String(body.key))).status).toBe(200);
    expect((await api.call('DELETE', `/v1/keys/${String(body.id)}`)).status).toBe(204);
    expect((await api.call('GET', '/v1/apps', undefined, String(body.key))).status).toBe(401);
  });
});
