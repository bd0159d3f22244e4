/**
 * Compiles the sources into dist/, when they changed. Enters: `app` (what runs) or `test` (that and the tests). Leaves: dist/ as tsc makes it, without
 * outputs whose source is gone, so that no deleted test runs on. It never reads or writes anything outside the repository.
 */
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const root = path.dirname(__dirname);
const dist = path.join(root, 'dist');

const targets = {
  app: { project: 'tsconfig.build.json', folders: ['src', 'scripts'] },
  test: { project: 'tsconfig.json', folders: ['src', 'scripts', 'test'] },
};

/** What browsers load: it is made small, not compiled. */
const webFolder = path.join('src', 'web');

/** Files under a folder of the repository, sorted, relative to the root. */
function listFiles(folder, extension) {
  const base = path.join(root, folder);
  if (!fs.existsSync(base)) return [];
  return fs
    .readdirSync(base, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((name) => name.endsWith(extension) && !name.endsWith('.d.ts'))
    .sort();
}

function hashFiles(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const bytes = fs.readFileSync(path.join(root, file));
    hash.update(`${file} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

const outputOf = (source) => path.join(dist, source.replace(/\.ts$/, '.js'));

/** Removes outputs without a source. */
function prune() {
  for (const folder of targets.test.folders) {
    for (const output of listFiles(path.join('dist', folder), '.js')) {
      const source = path.relative('dist', output).replace(/\.js$/, '.ts');
      const script = path.relative('dist', output);
      if (fs.existsSync(path.join(root, source)) || fs.existsSync(path.join(root, script))) continue;
      fs.rmSync(path.join(root, output));
      fs.rmSync(path.join(root, `${output}.map`), { force: true });
    }
  }
}

async function minify(script) {
  const { minify: shorten } = require('terser');
  const code = fs.readFileSync(path.join(root, script), 'utf8');
  const made = await shorten(code, { ecma: 5, compress: { passes: 3 }, mangle: true });
  const output = path.join(dist, script);
  fs.mkdirSync(path.dirname(output), { recursive: true });
  fs.writeFileSync(output, made.code);
}

async function build(name) {
  const target = targets[name];
  if (target === undefined) {
    console.error('Usage: node scripts/build.js app|test');
    return 2;
  }
  const sources = target.folders.flatMap((folder) => listFiles(folder, '.ts'));
  const scripts = listFiles(webFolder, '.js');
  const settings = ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  const stamp = path.join(dist, `.built-${name}`);
  const wanted = hashFiles([...settings, ...sources, ...scripts]);
  const whole = [...sources, ...scripts].every((source) => fs.existsSync(outputOf(source)));
  if (whole && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return 0;

  console.error(`Building (${target.project}).`);
  prune();
  fs.rmSync(stamp, { force: true });
  // tsc believes its own notes about what it wrote before; where an output is missing they are wrong.
  if (!whole) {
    fs.rmSync(path.join(dist, '.tsbuildinfo-build'), { force: true });
    fs.rmSync(path.join(dist, '.tsbuildinfo-all'), { force: true });
  }
  const tsc = require.resolve('typescript/bin/tsc', { paths: [root] });
  const result = spawnSync(process.execPath, [tsc, '-p', target.project], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) return result.status ?? 1;
  for (const script of scripts) await minify(script);
  fs.writeFileSync(stamp, wanted);
  return 0;
}

build(process.argv[2] ?? 'app').then((code) => (process.exitCode = code));
