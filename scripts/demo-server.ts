/** The real server, as a process of its own. Enters: an environment. Leaves: where it listens, a way to call it, a way to stop it. */
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  /** SIGTERM; resolves with its exit code. */
  stop(): Promise<number | null>;
}

const main = join(__dirname, '..', 'src', 'main.js');

/** Resolves when it listens; rejects with what it said where it ends first. Its log goes to `logFile`. */
export function startServer(env: Readonly<Record<string, string>>, logFile: string): Promise<RunningServer> {
  const child = spawn(process.execPath, [main, 'start'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
    log.write(chunk);
  });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      log.write(`${line}\n`);
      const url = listeningAt(line);
      if (url === null) return;
      resolve({
        url,
        pid: child.pid ?? 0,
        async stop() {
          child.kill('SIGTERM');
          return exited;
        },
      });
    });
    void exited.then(() => reject(new Error(said.trim() === '' ? tail(logFile) : said.trim())));
  });
}

function tail(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-2_000) : 'the server ended without a word';
}

function listeningAt(line: string): string | null {
  if (!line.includes('"listening"')) return null;
  const { url } = JSON.parse(line) as { url?: unknown };
  return typeof url === 'string' ? url : null;
}

export interface Answer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
  readonly location: string | null;
}

/** One HTTP request as any client makes it; redirects are looked at, not followed. Rejects where the answer is an error. */
export async function call(
  url: string,
  options: { method?: string; key?: string; body?: unknown; headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  if (response.status >= 400)
    throw new Error(`${options.method ?? 'GET'} ${url} answered ${response.status}: ${text}`);
  const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.status, json, location: response.headers.get('location') };
}
