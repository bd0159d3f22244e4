/** The version of this program, from package.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The package's own folder: two above dist/src. */
export const packageDir = join(__dirname, '..', '..');

export const version: string = readVersion();

function readVersion(): string {
  const parsed = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')) as { version?: unknown };
  return typeof parsed.version === 'string' ? parsed.version : '0.0.0';
}
