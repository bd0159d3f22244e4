/** The example manifests: they name settings, metrics and routes that there are, hold no secret, and end pods no sooner than a process ends itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listSettings } from '../../src/config';

const root = join(__dirname, '..', '..', '..');
const folder = join(root, 'deploy', 'kubernetes');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
const settings = listSettings();

/** Keys of a block of capital names: `  NAME: value`. */
const namesIn = (text: string): readonly [string, string][] =>
  [...text.matchAll(/^ {2}([A-Z][A-Z_]+): *(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);

test.each(['config.yaml', 'secret.yaml'])('%s names settings that there are', (file) => {
  const names = namesIn(read(file)).map(([name]) => name);
  expect(names.length).toBeGreaterThan(3);
  const known = settings.map(({ env }) => env);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
});

test('secrets stand in the Secret, without a value, and nowhere else', () => {
  const secret = settings.filter((setting) => setting.secret).map(({ env }) => env);
  const inSecret = namesIn(read('secret.yaml'));
  expect(inSecret.filter(([, value]) => value !== "''")).toEqual([]);
  expect(secret.filter((name) => !inSecret.some(([known]) => known === name))).toEqual([]);
  expect(namesIn(read('config.yaml')).filter(([name]) => secret.includes(name))).toEqual([]);
});

test('the scaler asks for metrics that there are', () => {
  const operations = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
  const metrics = [...read('scale.yaml').matchAll(/carom_\w+/g)].map(([name]) => name);
  expect(metrics.length).toBeGreaterThan(1);
  expect(metrics.filter((name) => !operations.includes(`\`${name}\``))).toEqual([]);
});

test.each(['api.yaml', 'workers.yaml'])('%s: probes, a budget, and time to end', (file) => {
  const text = read(file);
  for (const [probe, path] of [
    ['startupProbe', '/healthz'],
    ['livenessProbe', '/healthz'],
    ['readinessProbe', '/readyz'],
  ] as const)
    expect(text).toMatch(new RegExp(`${probe}:\\n +httpGet: \\{ path: ${path}, port: http \\}`));
  expect(text).toContain('kind: PodDisruptionBudget');
  const seconds = Number(/terminationGracePeriodSeconds: (\d+)/.exec(text)?.[1]);
  // Ten of its own, and five in which requests still come.
  expect(seconds).toBeGreaterThanOrEqual(20);
});

test('the README names every file', () => {
  const readme = read('README.md');
  expect(files.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
