/** Leaves are compiled to closures; here they are held to what Handlebars itself prints, for any values. */
import {
  assert,
  constant,
  dictionary,
  oneof,
  property,
  record,
  string,
  integer,
  boolean,
  array,
  option,
} from 'fast-check';
import Handlebars from 'handlebars';
import { checkLeaf } from '../../../src/plan/check-leaf';
import { compileLeaf } from '../../../src/plan/compile-leaf';
import { templateFunctions, textOf } from '../../../src/plan/template-functions';

const engine = Handlebars.create();
for (const { name, run } of templateFunctions) {
  engine.registerHelper(name, (...given: unknown[]) => run(...given.slice(0, -1)));
}
/** Handlebars prints lists and objects its own way; ours print as JSON, so there its values are given as text. */
engine.registerHelper('text', (value: unknown) => textOf(value));

/** Ours, and the same for Handlebars where printing a value differs on purpose. */
const leaves: readonly (readonly [string, string?])[] = [
  ['plain text'],
  ['{{params.a}}', '{{text params.a}}'],
  ['x{{params.a}}y{{params.b}}z', 'x{{text params.a}}y{{text params.b}}z'],
  ['{{params.a.b}}', '{{text params.a.b}}'],
  ['{{{params.a}}}', '{{{text params.a}}}'],
  ['{{upper params.a}}'],
  ['{{first params.a params.b "c"}}'],
  ['{{default params.a 5}}'],
  ['{{sha256 (lower params.a)}}'],
  ['{{#if params.a}}yes{{/if}}'],
  ['{{#if params.a}}yes{{else}}no{{/if}}'],
  ['{{#if params.a}}1{{else if params.b}}2{{else}}3{{/if}}'],
  ['{{#unless params.a}}no{{else}}yes{{/unless}}'],
  ['{{^if params.a}}no{{/if}}'],
  ['{{#if (eq params.a params.b)}}same{{/if}}'],
  ['{{#if params.a}}{{#unless params.b}}in{{/unless}}{{/if}}'],
  ['a {{~#if params.a}} b {{/if~}} c'],
  ['\\{{params.a}}'],
  ['line\n{{#if params.a}}\nx\n{{/if}}\nend'],
];

const value = oneof(
  string(),
  integer(),
  boolean(),
  constant(null),
  constant(0),
  constant(''),
  array(string(), { maxLength: 2 }),
  dictionary(constant('b'), string()),
);
const values = record({ params: record({ a: option(value), b: option(value) }, { requiredKeys: [] }) });

test.each(leaves)('%j prints as Handlebars prints it', (text = '', theirs = text) => {
  const { program, findings } = checkLeaf(text, { settings: new Map() });
  expect(findings).toEqual([]);
  const leaf = compileLeaf(program);
  const reference = engine.compile(theirs, { noEscape: true });
  assert(
    property(values, (given) => {
      expect(leaf(given)).toBe(reference(given));
    }),
  );
});
