/** `carom templates` in a process. Enters: arguments, the folder of shipped templates, the time. Leaves: text on standard output and error, and the exit code. It only reads. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describeError, Fault } from './errors';
import { schemaFile } from './registry';
import { runTemplates } from './templates-command';

async function readText(file: string): Promise<string> {
  try {
    return await (file === '-' ? text(process.stdin) : readFile(file, 'utf8'));
  } catch (cause) {
    throw new Fault('bad_request', { message: `Cannot read ${file}: ${describeError(cause)}.` });
  }
}

async function listTemplates(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new Fault('bad_request', { message: `Cannot read ${folder}: ${describeError(cause)}.` });
  });
  return names
    .filter((name) => name.endsWith('.json') && name !== schemaFile)
    .sort()
    .map((name) => join(folder, name));
}

export async function runTemplatesHere(
  argv: readonly string[],
  folder: string,
  nowMs: number,
): Promise<void> {
  const { out, err, ok } = await runTemplates(argv, {
    readText,
    listShipped: () => listTemplates(folder),
    nowMs,
  });
  process.stderr.write(err);
  process.stdout.write(out);
  if (!ok) process.exitCode = 1;
}
