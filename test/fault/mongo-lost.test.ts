/** MongoDB that goes away while a server runs, and comes back. Enters: a server behind a line that can be cut. Leaves: tests that nothing accepted is lost. */
import { Cable } from '../cable';
import { adminKey, call, cleanUp, createApp, emptyFolder, eventually, startServer } from '../harness';
import { databaseOf } from '../mongo-server';

const cable = new Cable();
afterAll(async () => {
  cable.mend();
  await cleanUp();
  cable.remove();
});

test('while it is away nothing is accepted, and that quickly; when it is back everything goes on', async () => {
  const dataDir = emptyFolder();
  const url = await cable.layTo(databaseOf(dataDir));
  const server = await startServer({ dataDir, env: { STORE_URL: url } });
  const app = await createApp(server);
  const install = (id: string) =>
    call(server, '/v1/activities', {
      key: app.key,
      body: { id, kind: 'install', device: { gps_adid: `00000000-0000-4000-8000-${id.padStart(12, '0')}` } },
    });
  expect((await install('1')).status).toBe(202);

  cable.cut();
  const refused = await install('2');
  expect(refused.status).toBe(503);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await call(server, '/readyz')).status).toBe(503);

  cable.mend();
  const again = await eventually(
    () => install('2'),
    ({ status }) => status === 202,
  );
  expect(again.json).toMatchObject({ accepted: 1 });
  for (const id of ['1', '2'])
    await eventually(
      () => call(server, `/v1/apps/${app.id}/activities/${id}`, { key: adminKey }),
      ({ json }) => json?.state === 'processed',
    );
  expect((await call(server, '/readyz')).status).toBe(200);
});

test('a server that is not there at the start is one clear sentence and exit code 1', async () => {
  const env = { STORE_URL: 'mongodb://somebody:s3cret@127.0.0.1:1/x?directConnection=true' };
  const failed = startServer({ env });
  await expect(failed).rejects.toThrow(
    /^exit 1: carom: The store at mongodb:\/\/127\.0\.0\.1:1\/x cannot be used/,
  );
  await expect(failed).rejects.not.toThrow(/s3cret|somebody/);
});
