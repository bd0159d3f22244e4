/** Each file in test/fixtures/templates is a template with one thing wrong; the compiler must say where and what. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compileTemplate } from '../../../src/plan/compile-template';

interface Broken {
  readonly template: unknown;
  readonly expect: { readonly path: string; readonly message: string; readonly suggestion?: string };
}

const folder = resolve('test/fixtures/templates');
const files = readdirSync(folder).sort();

test('there are at least thirty', () => expect(files.length).toBeGreaterThanOrEqual(30));

test.each(files)('%s is refused by name', (file) => {
  const broken = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Broken;
  const result = compileTemplate(broken.template, file);
  if (result.ok) throw new Error('it compiled');
  expect(result.problems).toHaveLength(1);
  const [problem] = result.problems;
  expect(problem).toMatchObject({ file, path: broken.expect.path });
  expect(problem?.message).toContain(broken.expect.message);
  if (broken.expect.suggestion !== undefined) expect(problem?.suggestion).toBe(broken.expect.suggestion);
});
