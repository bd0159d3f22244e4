/**
 * A template, compiled once. Enters: what its file or a PUT says. Leaves: what renders its requests, or every problem it has, each with its
 * path. It runs nothing of the template's own: leaves are values and our helpers (check-leaf.ts).
 */
import { createHash } from 'node:crypto';
import type { AcceptRule } from '../model/delivery';
import type { PostbackDefinition, SettingDefinition, TemplateDefinition } from '../model/template';
import { checkPlaces } from './check-places';
import { compileCondition } from './compile-condition';
import { compileConsent } from './compile-consent';
import type { CompileContext } from './compile-context';
import { compileRequest } from './compile-request';
import type { CompiledPostback, CompileResult, TemplateProblem } from './compiled-template';
import { expandPostbacks, type WholePostback } from './expand-parts';
import { nearest } from './nearest';
import { readTemplate } from './template-schema';

export type { CompiledPostback, CompiledTemplate, CompileResult, TemplateProblem } from './compiled-template';

type Report = CompileContext['report'];

function checkSettings(settings: readonly SettingDefinition[], report: Report): void {
  const seen = new Set<string>();
  settings.forEach((setting, index) => {
    const path = `settings.${index}`;
    if (seen.has(setting.key)) report(`${path}.key`, `setting "${setting.key}" is declared twice`);
    seen.add(setting.key);
    if (setting.secret === true && setting.default !== undefined) {
      report(`${path}.default`, 'a secret has no default: it would stand in the open');
    }
    const { default: fallback, pattern } = setting;
    if (fallback !== undefined && pattern !== undefined && !new RegExp(`^(?:${pattern})$`).test(fallback)) {
      report(`${path}.default`, 'the default does not match the pattern');
    }
  });
}

function postbackId(definition: PostbackDefinition): string {
  return definition.id ?? definition.on.join('_');
}

/** One rule for the sender, which reads both together. */
function acceptRule({ accepted, retry }: PostbackDefinition): AcceptRule | undefined {
  return retry === undefined ? accepted : { ...accepted, retry };
}

function compilePostback(
  definition: WholePostback,
  path: string,
  inherits: boolean,
  context: CompileContext,
): CompiledPostback {
  if (
    definition.events !== undefined &&
    !definition.on.some((kind) => kind === 'event' || kind === 'status_changed')
  ) {
    context.report(`${path}.events`, 'events are chosen where "on" holds event or status_changed');
  }
  checkPlaces(definition, path, context);
  const { request, auth, batch } = definition;
  const place = { path: `${path}.request`, authPath: inherits ? 'auth' : `${path}.auth` };
  return {
    id: postbackId(definition),
    definition,
    on: definition.on,
    events: definition.events,
    applies: compileCondition(definition.when ?? {}, `${path}.when`, context),
    render: compileRequest({ request, auth, accepted: acceptRule(definition), batch }, place, context),
  };
}

function compilePostbacks(
  template: TemplateDefinition,
  context: CompileContext,
): readonly CompiledPostback[] {
  const seen = new Set<string>();
  return expandPostbacks(template, context.report).map((postback, index) => {
    const id = postbackId(postback);
    if (seen.has(id)) context.report(`postbacks.${index}.id`, `two postbacks have the id "${id}"`);
    seen.add(id);
    const inherits = template.postbacks[index]?.auth === undefined;
    return compilePostback(postback, `postbacks.${index}`, inherits, context);
  });
}

function checkTest({ test, settings }: TemplateDefinition, report: Report): void {
  if (test === undefined) return;
  const found = settings.find(({ key }) => key === test.setting);
  if (found === undefined) {
    const suggestion = nearest(
      test.setting,
      settings.map(({ key }) => key),
    );
    report('test.setting', `setting "${test.setting}" is not declared in settings`, suggestion);
  } else if (found.required === true || found.default !== undefined) {
    report(
      'test.setting',
      'the setting of tests is optional and has no default: without it nothing is a test',
    );
  }
}

/** Keys in order, so that the same content has the same version however it was stored. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, canonical(inner)]);
}

function contentVersion(definition: TemplateDefinition): string {
  return createHash('sha256')
    .update(JSON.stringify(canonical(definition)))
    .digest('hex')
    .slice(0, 12);
}

/** What several postbacks share is wrong once. */
function once(report: Report): Report {
  const seen = new Set<string>();
  return (path, message, suggestion) => {
    const key = `${path}\n${message}`;
    if (seen.has(key)) return;
    seen.add(key);
    report(path, message, suggestion);
  };
}

/** `file` names the template in problems. `version`: the registry's; absent: derived from the content. */
export function compileTemplate(definition: unknown, file: string, version?: string): CompileResult {
  const problems: TemplateProblem[] = [];
  const read = readTemplate(definition);
  if (!read.ok) return { ok: false, problems: read.problems.map((problem) => ({ file, ...problem })) };
  const template = read.definition;
  const report: Report = (path, message, suggestion) => {
    problems.push(suggestion === undefined ? { file, path, message } : { file, path, message, suggestion });
  };
  checkSettings(template.settings, report);
  const settings = new Map(template.settings.map((setting) => [setting.key, setting]));
  checkTest(template, report);
  const context: CompileContext = { settings, report: once(report) };
  const postbacks = compilePostbacks(template, context);
  const withhold = compileConsent(template.consent, context);
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    template: {
      id: template.id,
      definition: template,
      version: version ?? contentVersion(template),
      settings: template.settings,
      postbacks,
      withhold,
    },
  };
}
