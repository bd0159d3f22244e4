/**
 * `npm run simulate [seed] [-- --write]`: how right each preset is in a simulated week. Leaves: two tables on standard output; with `--write`, in
 * docs/simulation.md too, between its marks.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { presetNames } from '../../src/attribute/presets/presets';
import { measure } from './measure';
import { reportPlaces, reportPresets } from './report';
import { makeWorld } from './world';

export const defaultSeed = 1;
export const marks = { from: '<!-- simulation -->', to: '<!-- /simulation -->' } as const;

export function simulate(seed: number): string {
  const world = makeWorld(seed);
  const measures = presetNames.map((preset) => measure(world, preset));
  return `${reportPresets(measures)}\n\n${reportPlaces(measures)}`;
}

function main(words: readonly string[]): void {
  const seed = Number(words.find((word) => /^\d{1,9}$/.test(word)) ?? defaultSeed);
  const tables = simulate(seed);
  console.log(`Seed ${seed}.\n\n${tables}`);
  if (!words.includes('--write')) return;
  const page = readFileSync('docs/simulation.md', 'utf8');
  const [before = '', rest = ''] = page.split(marks.from);
  const after = rest.split(marks.to)[1] ?? '';
  writeFileSync('docs/simulation.md', `${before}${marks.from}\n\n${tables}\n\n${marks.to}${after}`);
}

if (require.main === module) main(process.argv.slice(2));
