/** Writes the generated pages. Enters: nothing, or `--check`. Leaves: the generated pages under docs/; with `--check` nothing, and exit code 1 where one is stale. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatePages } from './generated-docs';

const root = join(__dirname, '..', '..');

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const stale = generatePages().filter(({ path, text }) => read(join(root, path)) !== text);
if (process.argv.includes('--check')) {
  for (const { path } of stale) console.error(`${path} is stale: run npm run docs.`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const { path, text } of stale) {
    writeFileSync(join(root, path), text);
    console.log(`Wrote ${path}.`);
  }
}
