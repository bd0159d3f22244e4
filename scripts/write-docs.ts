/** Writes the generated pages. Enters: nothing, or `--check`. Leaves: the generated pages and client types under docs/; with `--check` nothing, and exit code 1 where one is stale. */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateClientTypes } from './client-types';
import { generatePages } from './generated-docs';

const root = join(__dirname, '..', '..');

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

async function writeDocs(): Promise<void> {
  const pages = [...generatePages(), await generateClientTypes()];
  const partnersDir = join(root, 'docs', 'partners');
  mkdirSync(partnersDir, { recursive: true });
  /** Of partners that are no more. */
  const left = readdirSync(partnersDir)
    .map((name) => `docs/partners/${name}`)
    .filter((path) => !pages.some((page) => page.path === path));
  const stale = pages.filter(({ path, text }) => read(join(root, path)) !== text);
  if (process.argv.includes('--check')) {
    for (const { path } of stale) console.error(`${path} is stale: run npm run docs.`);
    for (const path of left) console.error(`${path} has no template: run npm run docs.`);
    process.exitCode = stale.length + left.length === 0 ? 0 : 1;
  } else {
    for (const { path, text } of stale) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
      console.log(`Wrote ${path}.`);
    }
    for (const path of left) {
      rmSync(join(root, path));
      console.log(`Removed ${path}.`);
    }
  }
}

void writeDocs();
