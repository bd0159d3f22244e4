/** Where a list stands in a body's text. */
import { findList } from '../../../src/deliver/json-list';

test.each([
  { name: 'the body itself', text: '[{"a":1}]', path: [], found: '{"a":1}' },
  { name: 'a member', text: '{"x":1,"data":[{"a":[1]}],"y":2}', path: ['data'], found: '{"a":[1]}' },
  {
    name: 'a member of a member',
    text: '{"data":{"n":"]","events":["e"]}}',
    path: ['data', 'events'],
    found: '"e"',
  },
  {
    name: 'not the one of the same name further in',
    text: '{"a":{"data":[1]},"data":[2]}',
    path: ['data'],
    found: '2',
  },
  { name: 'not the one in a text', text: '{"a":"\\"data\\":[1]","data":[2]}', path: ['data'], found: '2' },
  { name: 'a text that ends in a backslash', text: '{"a":"\\\\","data":[2]}', path: ['data'], found: '2' },
  { name: 'numbers digit for digit', text: '{"data":[1.10e2]}', path: ['data'], found: '1.10e2' },
  { name: 'spaces between', text: ' { "data" : [ 1 ] } ', path: ['data'], found: ' 1 ' },
  { name: 'an escaped name', text: '{"a\\"b":[3]}', path: ['a"b'], found: '3' },
  { name: 'none where the member is missing', text: '{"a":[1]}', path: ['data'], found: null },
  { name: 'none where it is no list', text: '{"data":{"a":1}}', path: ['data'], found: null },
  {
    name: 'none where the way goes through a list',
    text: '{"data":[{"a":[1]}]}',
    path: ['data', 'a'],
    found: null,
  },
  { name: 'none where it is empty', text: '{"data":[ ]}', path: ['data'], found: null },
  { name: 'none in an empty object', text: '{}', path: ['data'], found: null },
  { name: 'none in nothing', text: '', path: [], found: null },
])('$name', ({ text, path, found }) => {
  const span = findList(text, path);
  expect(span === null ? null : text.slice(span.start, span.end)).toBe(found);
});
