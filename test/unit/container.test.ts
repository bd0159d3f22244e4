/** The image cannot be built everywhere, so its steps are held to those that the scripts run. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Instructions of the Dockerfile, continued lines joined, comments left out. */
const instructions = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, ' ')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '');

const argumentsOf = (keyword: string): readonly string[] =>
  instructions.filter((line) => line.startsWith(`${keyword} `)).map((line) => line.slice(keyword.length + 1));

const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts;

describe('Dockerfile', () => {
  test('its npm steps are those of the scripts, in their order', () => {
    const steps = argumentsOf('RUN').flatMap((run) => run.match(/npm [^&|;]+/g) ?? []);
    expect(steps.map((step) => step.trim())).toEqual(['npm ci', 'npm run build', 'npm prune --omit=dev']);
    expect(read('scripts/setup.sh')).toContain('npm ci');
    expect(scripts['build']).toBe('node scripts/build.js app');
    expect(read('scripts/setup.sh')).toContain('node scripts/build.js');
  });

  test('the compilers are those the scripts install', () => {
    const packages = /install_with_apt (python3[\w+ ]*?) \|\|/.exec(read('scripts/setup.sh'))?.[1];
    expect(packages).toBeDefined();
    expect(argumentsOf('RUN').join('\n')).toContain(packages);
  });

  test('what it copies from here exists', () => {
    const sources = argumentsOf('COPY')
      .filter((copy) => !copy.includes('--from='))
      .flatMap((copy) => copy.split(/\s+/).slice(0, -1));
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
  });

  test('it starts the program that package.json names, as nobody in particular', () => {
    const { bin } = JSON.parse(read('package.json')) as { bin: { carom: string } };
    expect(argumentsOf('ENTRYPOINT')).toEqual([`["node","${bin.carom}"]`]);
    expect(argumentsOf('USER')).toEqual(['node']);
    expect(argumentsOf('STOPSIGNAL')).toEqual(['SIGTERM']);
  });
});
