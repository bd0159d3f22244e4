/** The registry as a whole: files that clash, files that are not JSON, the schema that editors read. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compileTemplate } from '../../../src/plan/compile-template';
import { compileAll } from '../../../src/plan/load-templates';
import { templateJsonSchema } from '../../../src/plan/template-schema';
import { definitionOf } from './fixtures';

const good = JSON.stringify(definitionOf({ text: 'x' }));

test('a good file is found by its id', () => {
  const { templates, problems } = compileAll([{ file: 'a/examplenet.json', text: good }]);
  expect(problems).toEqual([]);
  expect([...templates.keys()]).toEqual(['examplenet']);
});

test.each([
  ['not JSON', [{ file: 'examplenet.json', text: '{"id":' }], 'examplenet.json', '', 'is not JSON'],
  ['another name', [{ file: 'other.json', text: good }], 'other.json', 'id', 'the file is named "other"'],
  [
    'two with one id',
    [
      { file: 'b/examplenet.json', text: good },
      { file: 'a/examplenet.json', text: good },
    ],
    'b/examplenet.json',
    'id',
    'already in a/examplenet.json',
  ],
  [
    'an unknown key',
    [{ file: 'examplenet.json', text: '{"idd":"x"}' }],
    'examplenet.json',
    'idd',
    'not known',
  ],
])('%s is a problem that names the file', (_name, files, file, path, message) => {
  const { problems } = compileAll(files);
  const found = problems.find((problem) => problem.message.includes(message));
  expect(found).toMatchObject({ file, path });
});

test('one bad file keeps no good one out', () => {
  const { templates, problems } = compileAll([
    { file: 'bad.json', text: '[' },
    { file: 'examplenet.json', text: good },
  ]);
  expect([templates.size, problems.length]).toEqual([1, 1]);
});

test('the version is the content: the order of keys does not matter, a value does', () => {
  const version = (definition: unknown): string => {
    const result = compileTemplate(definition, 'examplenet.json');
    return result.ok ? result.template.version : '';
  };
  const base = definitionOf({ text: 'x' });
  const turned = Object.fromEntries(Object.entries(base).reverse());
  expect(version(base)).toMatch(/^[0-9a-f]{12}$/);
  expect(version(turned)).toBe(version(base));
  expect(version(definitionOf({ text: 'y' }))).not.toBe(version(base));
});

test('template.schema.json is what the schema says now', () => {
  const written: unknown = JSON.parse(
    readFileSync(resolve('partner-templates/template.schema.json'), 'utf8'),
  );
  expect(written).toEqual(JSON.parse(JSON.stringify(templateJsonSchema())));
});
