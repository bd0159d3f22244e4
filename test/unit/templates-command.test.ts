/** `carom templates`: what is printed where, and what makes it fail. */
import { runTemplates, type TemplateMeans } from '../../src/templates-command';

const files: Readonly<Record<string, string>> = {
  'urls.txt':
    '# of a network\ninstall,reinstall https://x.test/i?c=(clickid)&g=(advertiserId)\n\nhttps://x.test/e?c=(clickid)&e=(event-name)\n',
  'good.json': JSON.stringify({
    id: 'good',
    name: 'Good',
    docs: 'https://x.test/',
    checkedOn: '2026-11-22',
    confidence: 'partial',
    settings: [],
    postbacks: [
      {
        on: ['install'],
        request: { method: 'GET', url: 'https://x.test/', query: { c: '{{touch.partner_click_id}}' } },
      },
    ],
  }),
  'foreign.json': JSON.stringify({
    id: 'foreign',
    name: 'Foreign',
    docs: 'https://x.test/',
    checkedOn: '2026-11-22',
    confidence: 'partial',
    settings: [],
    postbacks: [
      {
        on: ['install'],
        request: { method: 'GET', url: 'http://x.test/', query: { c: '{click_id}', d: '{{device.idfaa}}' } },
      },
    ],
  }),
  'broken.json': '{',
};
const means: TemplateMeans = {
  readText: (file) =>
    Object.hasOwn(files, file) ? Promise.resolve(files[file] ?? '') : Promise.reject(new Error(`no ${file}`)),
  listShipped: () => Promise.resolve(['good.json']),
  nowMs: Date.parse('2026-11-22T12:00:00Z'),
};
const run = (...argv: string[]) => runTemplates(argv, means);

test('import prints the template, and beside it what was lost', async () => {
  const { out, err, ok } = await run(
    'import',
    'https://x.test/pb?c=(clickid)&city=(city)',
    '--id',
    'x-net',
    '--on',
    'install',
  );
  expect(ok).toBe(true);
  expect(JSON.parse(out)).toMatchObject({
    id: 'x-net',
    checkedOn: '2026-11-22',
    postbacks: [{ on: ['install'] }],
  });
  expect(err).toContain('Read as appsflyer.');
  expect(err).toContain('no_such_value at postbacks.0.request.query.city');
});

test('a file has one URL a line, with its kinds before it', async () => {
  const { out } = await run('import', 'urls.txt', '--json');
  expect(JSON.parse(out)).toMatchObject({
    dialect: 'appsflyer',
    template: { postbacks: [{ on: ['install', 'reinstall'] }, { on: ['event'] }] },
    problems: [{ code: 'kinds_guessed', path: 'postbacks.1.on' }],
  });
});

test('two dialects that explain it equally well are both named', async () => {
  const { err } = await run('import', 'https://x.test/?a={click_id}&b={currency}');
  expect(err).toMatch(/^Read as \w+ \(it could also be .+: say --dialect\)\./);
});

test('what cannot be imported fails and says why', async () => {
  const { out, err, ok } = await run('import', 'https://x.test/?a=1');
  expect({ out, ok }).toEqual({ out: '', ok: false });
  expect(err).toContain('dialect: No macro of a known dialect');
});

test('lint names the file, the code, the place and the fix; findings do not fail', async () => {
  const { out, ok } = await run('lint', 'good.json');
  expect({ out, ok }).toEqual({ out: '1 templates, 0 findings.\n', ok: true });
  const shipped = await run('lint');
  expect(shipped.out).toBe(out);
});

test('lint fails where a template does not compile, and lints it all the same', async () => {
  const { out, ok } = await run('lint', 'foreign.json', 'broken.json');
  expect(ok).toBe(false);
  expect(out).toContain('foreign.json at postbacks.0.request.query.d');
  expect(out).toContain('foreign.json: foreign_macro at postbacks.0.request.query.c');
  expect(out).toContain('foreign.json: plain_http at postbacks.0.request.url');
  expect(out).toContain('broken.json: is not JSON');
});

test.each([
  { argv: [], says: 'takes import or lint' },
  { argv: ['export'], says: 'no command "templates export"' },
  { argv: ['import'], says: 'takes one URL or FILE' },
  { argv: ['import', 'a', 'b'], says: 'takes one URL or FILE' },
  { argv: ['import', 'https://x.test', '--dialect', 'morse'], says: '--dialect "morse"' },
  { argv: ['import', 'https://x.test', '--on', 'party'], says: '--on "party"' },
  { argv: ['lint', '--loud'], says: 'loud' },
])('$argv is not understood', async ({ argv, says }) => {
  await expect((async () => run(...argv))()).rejects.toThrow(says);
});
