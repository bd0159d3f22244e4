/**
 * A browser for a test. Enters: nothing. Leaves: where Chromium is on this machine, or null and a word on why; with REQUIRE_CHROMIUM=1 it throws instead. It never
 * downloads one.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

export function findChromium(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((file) => existsSync(file));
  if (found !== undefined) return found;
  const why = 'No Chromium on the PATH: install the package chromium.';
  if (process.env['REQUIRE_CHROMIUM'] === '1') throw new Error(why);
  process.stderr.write(`Skipped, not tested in a browser. ${why}\n`);
  return null;
}
