/** docs/for-developers.md, walked through on a fresh server with the page's own commands, its errors included. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { adminKey, call, cleanUp, startServer, type Json } from '../harness';
import { readCommands } from './read-commands';

const page = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'for-developers.md'), 'utf8');
afterAll(cleanUp);

interface Step {
  readonly name: string;
  readonly status: number;
  readonly answer: object;
}

const steps: readonly Step[] = [
  { name: 'an app', status: 201, answer: { name: 'Shop', platform: 'android' } },
  {
    name: 'no key',
    status: 401,
    answer: { error: { code: 'unauthorized', message: expect.any(String), request_id: expect.any(String) } },
  },
  {
    name: 'a misspelt name',
    status: 400,
    answer: { error: { code: 'unknown_field', field: 'device.gps_aid' } },
  },
  {
    name: 'nobody',
    status: 400,
    answer: { error: { code: 'no_identity', message: expect.stringContaining('device identifier') } },
  },
  { name: 'the first activity', status: 202, answer: { accepted: 1, ids: [expect.any(String)] } },
  { name: 'a purchase', status: 202, answer: { accepted: 1, duplicates: 0 } },
  { name: 'the same again', status: 202, answer: { accepted: 0, duplicates: 1 } },
  { name: 'one of two', status: 202, answer: { accepted: 1, rejected: [{ index: 1, field: 'kind' }] } },
  { name: 'a key that may not read', status: 403, answer: { error: { code: 'forbidden' } } },
  {
    name: 'the story',
    status: 200,
    answer: {
      activities: expect.arrayContaining([
        expect.objectContaining({ activity: expect.objectContaining({ kind: 'install' }) }),
      ]),
    },
  },
  { name: 'web pages', status: 200, answer: { web_origins: ['https://shop.example'] } },
  { name: 'a signing key', status: 201, answer: { secret: expect.stringMatching(/^sgs_/) } },
  { name: 'signatures alone', status: 200, answer: { signed_activities: 'enforce' } },
  { name: 'signed', status: 202, answer: { accepted: 1 } },
  {
    name: 'not signed',
    status: 403,
    answer: { error: { code: 'request_signature', field: 'carom-signature' } },
  },
];

test('the page from its first command to its last: an app, errors on purpose, the first activity', async () => {
  const server = await startServer();
  const known = new Map([
    ['CAROM', server.url],
    ['ADMIN_KEY', adminKey],
  ]);
  const left = [...steps];
  let last: Json = null;
  for (const command of readCommands(page, known)) {
    if (command.do === 'keep') known.set(command.name, String(last[command.field]));
    else if (command.do === 'set') known.set(command.name, command.value);
    else if (command.do === 'request') {
      const step = left.shift();
      if (step === undefined) throw new Error(`the page has a request more: ${command.url}`);
      const { method, url, headers, body } = command;
      const answer = await call(server, url, {
        method,
        key: null,
        headers,
        ...(body === null ? {} : { body }),
      });
      expect([step.name, answer.status]).toEqual([step.name, step.status]);
      expect(answer.json).toMatchObject(step.answer);
      last = answer.json;
    } else throw new Error(`the page has a command of another kind: ${command.do}`);
  }
  expect(left.map(({ name }) => name)).toEqual([]);
});
