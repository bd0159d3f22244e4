/**
 * `carom templates import|lint`. Enters: arguments, and a way to read files. Leaves: what to print where, and whether it went well. It writes no file and needs no
 * server; findings never make it fail, a template that does not compile does.
 */
import { parseArgs } from 'node:util';
import { describeError, Fault } from './errors';
import { activityKinds, type ActivityKind } from './model/activity';
import type { TemplateDefinition } from './model/template';
import { compileTemplate } from './plan/compile-template';
import { dialects, type Dialect, type ImportProblem, type ImportSource } from './plan/dialects/dialect';
import { importTemplate } from './plan/dialects/import-template';
import { lintTemplate, type Finding } from './plan/lint/lint-template';
import { readTemplate } from './plan/template-schema';
import { describeProblem } from './registry';

export const templatesUsage = `  carom templates import URL|FILE       turn another system's postback URLs into a template, on standard output;
      [--id ID] [--name NAME] [--dialect ${dialects.join('|')}]
      [--on install,event] [--json]     FILE has one URL a line, its kinds before it if you like; - reads standard input
  carom templates lint [FILE…]          what is worth a second look in template files; all shipped ones by default`;

export interface TemplateMeans {
  /** @throws Fault */
  readonly readText: (file: string) => Promise<string>;
  /** The files that are shipped. */
  readonly listShipped: () => Promise<readonly string[]>;
  readonly nowMs: number;
}

export interface Printed {
  readonly out: string;
  readonly err: string;
  readonly ok: boolean;
}

const options = {
  id: { type: 'string' },
  name: { type: 'string' },
  dialect: { type: 'string' },
  on: { type: 'string' },
  json: { type: 'boolean' },
} as const;

function refuse(message: string): Fault {
  return new Fault('invalid_settings', { message: `${message}\n\n${templatesUsage}` });
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (cause) {
    throw refuse(describeError(cause));
  }
}

/** @throws Fault */
function readKinds(text: string | undefined): readonly ActivityKind[] | undefined {
  if (text === undefined) return undefined;
  return text.split(',').map((word) => {
    const kind = activityKinds.find((each) => each === word.trim());
    if (kind === undefined) throw refuse(`--on "${word}": expected ${activityKinds.join(', ')}.`);
    return kind;
  });
}

function readDialect(text: string | undefined): Dialect | undefined {
  if (text === undefined) return undefined;
  const dialect = dialects.find((each) => each === text);
  if (dialect === undefined) throw refuse(`--dialect "${text}": expected ${dialects.join(', ')}.`);
  return dialect;
}

/** One URL a line; `install,reinstall https://…` says its kinds; lines that start with # are remarks. */
function readLines(text: string, on: readonly ActivityKind[] | undefined): readonly ImportSource[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, kinds, url] = /^([a-z_,]+)\s+(https?:\/\/.*)$/i.exec(line) ?? [];
      return { url: url ?? line, on: readKinds(kinds) ?? on };
    });
}

function describeImportProblem({ code, path, message, suggestion }: ImportProblem): string {
  return `  ${code} at ${path}: ${message}${suggestion === undefined ? '' : ` Perhaps ${suggestion}.`}`;
}

function describeFinding(file: string, { code, path, message, fix }: Finding): string {
  return `${file === '' ? '  ' : `${file}: `}${code} at ${path}: ${message} ${fix}`;
}

async function runImport(argv: readonly string[], means: TemplateMeans): Promise<Printed> {
  const { values, positionals } = parse(argv);
  const [source, ...more] = positionals;
  if (source === undefined || more.length > 0) throw refuse('carom templates import takes one URL or FILE.');
  const on = readKinds(values.on);
  const sources = /^https?:\/\//i.test(source)
    ? [{ url: source, on }]
    : readLines(await means.readText(source), on);
  const result = importTemplate({
    sources,
    dialect: readDialect(values.dialect),
    id: values.id,
    name: values.name,
    today: new Date(means.nowMs).toISOString().slice(0, 10),
  });
  const said = result.problems.map(describeImportProblem);
  if (!result.ok) {
    const where = result.field === '' ? '' : `${result.field}: `;
    return { out: '', err: [`carom: ${where}${result.message}`, ...said, ''].join('\n'), ok: false };
  }
  const { recognised, definition, problems } = result;
  const findings = lintTemplate(definition);
  if (values.json === true) {
    const whole = { ...recognised, template: definition, problems, findings };
    return { out: `${JSON.stringify(whole, null, 2)}\n`, err: '', ok: true };
  }
  const also = recognised.sure ? '' : ` (it could also be ${recognised.also.join(', ')}: say --dialect)`;
  const err = [
    `Read as ${recognised.dialect}${also}.`,
    ...(said.length === 0 ? [] : ['Not as it stood:', ...said]),
    ...(findings.length === 0
      ? []
      : ['Worth a second look:', ...findings.map((finding) => describeFinding('', finding))]),
    '',
  ];
  return { out: `${JSON.stringify(definition, null, 2)}\n`, err: err.join('\n'), ok: true };
}

interface Linted {
  readonly file: string;
  readonly problems: readonly string[];
  readonly findings: readonly Finding[];
}

/** A template whose form is right is linted even where it does not compile. */
function lintText(file: string, text: string): Linted {
  let input: unknown;
  try {
    input = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    return { file, problems: [`${file}: is not JSON: ${describeError(cause)}`], findings: [] };
  }
  const compiled = compileTemplate(input, file);
  const problems = compiled.ok ? [] : compiled.problems.map(describeProblem);
  const read = readTemplate(input);
  const definition: TemplateDefinition | null = read.ok ? read.definition : null;
  return { file, problems, findings: definition === null ? [] : lintTemplate(definition) };
}

async function runLint(argv: readonly string[], means: TemplateMeans): Promise<Printed> {
  const { values, positionals } = parse(argv);
  const files = positionals.length === 0 ? await means.listShipped() : positionals;
  const linted = await Promise.all(files.map(async (file) => lintText(file, await means.readText(file))));
  const ok = linted.every(({ problems }) => problems.length === 0);
  if (values.json === true) return { out: `${JSON.stringify(linted, null, 2)}\n`, err: '', ok };
  const lines = linted.flatMap(({ file, problems, findings }) => [
    ...problems.map((problem) => `${problem} It does not compile.`),
    ...findings.map((finding) => describeFinding(file, finding)),
  ]);
  const count = `${String(files.length)} templates, ${String(linted.flatMap(({ findings }) => findings).length)} findings.`;
  return { out: `${[...lines, count].join('\n')}\n`, err: '', ok };
}

/** `argv`: what follows `carom templates`. @throws Fault where the arguments are not understood or a file cannot be read. */
export function runTemplates(argv: readonly string[], means: TemplateMeans): Promise<Printed> {
  const [verb, ...rest] = argv;
  if (verb === 'import') return runImport(rest, means);
  if (verb === 'lint') return runLint(rest, means);
  throw refuse(
    verb === undefined ? 'carom templates takes import or lint.' : `There is no command "templates ${verb}".`,
  );
}
