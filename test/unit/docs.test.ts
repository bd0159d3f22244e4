/** Pages that must agree with the code: the generated ones, and the relative links of all. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatePages } from '../../scripts/generated-docs';

const root = join(__dirname, '..', '..', '..');

test.each(generatePages())('$path is what npm run docs writes', ({ path, text }) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(text);
});

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
].sort();

test.each(pages)('%s names only files that exist', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  // A pattern in code marks may look like a link.
  const prose = text.replace(/`[^`\n]*`/g, '');
  const links = [...prose.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)[^)]*\)/g)].map((match) =>
    join(dirname(page), match[1] ?? ''),
  );
  // Paths in code marks: `src/plan/` and the like. A `*` or `<` in one is a pattern, not a path.
  const paths = [...text.matchAll(/`((?:src|test|scripts|docs|partner-templates)\/[\w./-]*)`/g)].map(
    (match) => match[1] ?? '',
  );
  expect([...links, ...paths].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});
