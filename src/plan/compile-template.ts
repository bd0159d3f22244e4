/**
 * A template, compiled once. Enters: what its file or a PUT says. Leaves: what renders its requests, or every problem it has, each with its
 * path. It runs nothing of the template's own: leaves are values and our helpers (check-leaf.ts).
 */
import { createHash } from 'node:crypto';
import type { PostbackDefinition, SettingDefinition, TemplateDefinition } from '../model/template';
import { compileCondition } from './compile-condition';
import type { CompileContext } from './compile-context';
import { compileRequest } from './compile-request';
import type { CompiledPostback, CompileResult, TemplateProblem } from './compiled-template';
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

function compilePostback(
  definition: PostbackDefinition,
  path: string,
  context: CompileContext,
): CompiledPostback {
  if (
    definition.events !== undefined &&
    !definition.on.some((kind) => kind === 'event' || kind === 'status_changed')
  ) {
    context.report(`${path}.events`, 'events are chosen where "on" holds event or status_changed');
  }
  return {
    id: postbackId(definition),
    on: definition.on,
    events: definition.events,
    applies: compileCondition(definition.when ?? {}, `${path}.when`, context),
    render: compileRequest(definition.request, `${path}.request`, context),
    accepted: definition.accepted,
  };
}

function compilePostbacks(
  definition: TemplateDefinition,
  context: CompileContext,
): readonly CompiledPostback[] {
  const seen = new Set<string>();
  return definition.postbacks.map((postback, index) => {
    const id = postbackId(postback);
    if (seen.has(id)) context.report(`postbacks.${index}.id`, `two postbacks have the id "${id}"`);
    seen.add(id);
    return compilePostback(postback, `postbacks.${index}`, context);
  });
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
  const postbacks = compilePostbacks(template, { settings, report });
  if (problems.length > 0) return { ok: false, problems };
  return {
    ok: true,
    template: {
      id: template.id,
      definition: template,
      version: version ?? contentVersion(template),
      settings: template.settings,
      postbacks,
    },
  };
}
