/** docs/attribution.md says what the code does: each of its examples is asked, and its tables are the code's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mergePolicies } from '../../../src/attribute/policy';
import { carom } from '../../../src/attribute/presets/carom';
import { presetNames, presets } from '../../../src/attribute/presets/presets';
import { candidateReasons, describeReason, fraudRules, verdictFlags } from '../../../src/attribute/reasons';
import { ask } from '../explain/ask';

const page = readFileSync(join(__dirname, '..', '..', '..', '..', 'docs', 'attribution.md'), 'utf8');

interface Example {
  readonly name: string;
  readonly question: Readonly<Record<string, unknown>>;
  readonly answer: Readonly<Record<string, unknown>>;
}

/** Each block of JSON that is a question, with the block after it; named by the heading above it. */
function readExamples(): readonly Example[] {
  const found: Example[] = [];
  let heading = '';
  let question: Example['question'] | null = null;
  for (const [, title, text] of page.matchAll(/^#+ (.+)$|^```json\n([^]*?)^```$/gm)) {
    if (title !== undefined) heading = title;
    if (text === undefined) continue;
    const block = JSON.parse(text) as Example['question'];
    if (question !== null) found.push({ name: `${heading} (${found.length + 1})`, question, answer: block });
    question = question === null ? block : null;
  }
  if (question !== null) throw new Error(`a question without an answer under ${heading}`);
  return found;
}

const examples = readExamples();

test.each(examples)('the example of $name holds', ({ question, answer }) => {
  expect(ask(question)).toMatchObject(answer);
});

test('each section but the last has an example, and each example asks', () => {
  const sections = [...page.matchAll(/^## (\d+)\. /gm)].map(([, number]) => number);
  const shown = new Set(examples.map(({ name }) => /^(\d+)\. /.exec(name)?.[1]).filter(Boolean));
  expect([...shown]).toEqual(sections.slice(0, -1));
  for (const { question, answer } of examples) {
    expect(question).toHaveProperty('activity');
    expect(Object.keys(answer).length).toBeGreaterThan(0);
  }
});

/** The cells of the table whose head begins with these words. */
function tableOf(...head: readonly string[]): readonly (readonly string[])[] {
  const cells = (line: string): string[] =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const lines = page.split('\n');
  const at = lines.findIndex(
    (line) => line.startsWith('|') && head.every((word, column) => cells(line)[column] === word),
  );
  if (at === -1) throw new Error(`no table of ${head.join(', ')}`);
  const end = lines.findIndex((line, number) => number > at && !line.startsWith('|'));
  return lines.slice(at + 2, end).map(cells);
}

test('the reasons are those of the code, and no other', () => {
  expect(tableOf('reason', 'what it says')).toEqual(
    Object.entries(candidateReasons).map(([code, why]) => [`\`${code}\``, why]),
  );
});

test('so are the rules and their words', () => {
  expect(tableOf('rule', 'in `rejected`', 'what it says')).toEqual(
    Object.entries(fraudRules).map(([rule, { reason, why }]) => [`\`${rule}\``, `\`${reason}\``, why]),
  );
});

test('so are the flags', () => {
  expect(tableOf('flag', 'what it says')).toEqual(
    Object.entries(verdictFlags).map(([flag, why]) => [`\`${flag}\``, why]),
  );
});

test.each([
  ...Object.keys(candidateReasons),
  ...Object.keys(verdictFlags),
  ...Object.keys(fraudRules).flatMap((rule) => [rule, `blocked:${rule}`]),
  'ambiguous_3',
  'validation_rule:country',
  'blocked:validation_rule:country',
])('%s is told in a sentence', (code) => {
  expect(describeReason(code)).toMatch(/^[A-Z0-9].*\.$/);
});

test('a code that there is not is told in none', () => {
  expect(describeReason('ambiguous_many')).toBe('');
});

/** `windows.click.deterministic` → `7d`. */
function flatten(value: object, prefix = ''): readonly (readonly [string, string])[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const path = `${prefix}${key}`;
    if (Array.isArray(inner)) return [[path, JSON.stringify(inner)] as const];
    return typeof inner === 'object' && inner !== null
      ? flatten(inner, `${path}.`)
      : [[path, String(inner)] as const];
  });
}

test('the presets differ where the page says, as it says, and nowhere else', () => {
  const whole = presetNames.map((name) => new Map(flatten(mergePolicies(carom, presets[name]))));
  const keys = [...new Set(whole.flatMap((policy) => [...policy.keys()]))];
  const rows = keys
    .filter((key) => key !== 'tiers')
    .map((key) => [`\`${key}\``, ...whole.map((policy) => policy.get(key) ?? '–')])
    .filter(([, ...values]) => new Set(values).size > 1);
  expect(tableOf('key', ...presetNames.map((name) => `\`${name}\``))).toEqual(rows);
});

test('the tiers of branch alone are other ones', () => {
  const tiers = (name: (typeof presetNames)[number]): unknown => mergePolicies(carom, presets[name])['tiers'];
  for (const name of presetNames.filter((each) => each !== 'branch'))
    expect(tiers(name)).toEqual(carom.tiers);
  expect(tiers('branch')).toEqual(carom.tiers.slice(0, -1));
});
