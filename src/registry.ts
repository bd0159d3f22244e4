/**
 * The partners there are: those shipped as files, and those put through the API, which come first. Enters: files and the directory's stored
 * templates. Leaves: compiled templates by partner. It refuses to start on a file that is not valid; it never writes.
 */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault, describeError } from './errors';
import { environments } from './model/activity';
import { compileTemplate, type CompiledTemplate, type TemplateProblem } from './plan/compile-template';
import { lintTemplate } from './plan/lint/lint-template';
import { compileAll, type TemplateFile } from './plan/load-templates';
import type { ManagedDirectory, TemplateDocument } from './ports/directory';
import type { Observer } from './ports/observer';
import type { StoredRecord } from './ports/store';
import { createTemplateChoice, type TemplateSource } from './template-choice';

export interface RegisteredTemplate {
  readonly template: CompiledTemplate;
  readonly version: string;
  readonly source: 'builtin' | 'stored';
}

/** Hashes of e-mail and phone, beside SHA-256, that templates ask for. */
export interface HashForms {
  readonly sha1: boolean;
  readonly md5: boolean;
}

/** What a template's leaves name; the advertiser's raw values are hashed at the door and gone after it. */
export function hashFormsOf(templates: readonly (CompiledTemplate | undefined)[]): HashForms {
  const texts = templates.map((template) =>
    template === undefined ? '' : JSON.stringify(template.postbacks.map(({ definition }) => definition)),
  );
  return {
    sha1: texts.some((text) => /user\.(?:email|phone)_sha1/.test(text)),
    md5: texts.some((text) => /user\.(?:email|phone)_md5/.test(text)),
  };
}

/** Of the app's active integrations; worked out once a change of what is managed. */
export function createHashForms(directory: ManagedDirectory, registry: Registry): (app: string) => HashForms {
  const known = new Map<string, HashForms>();
  directory.onChange(() => known.clear());
  return (app) => {
    const found = known.get(app);
    if (found !== undefined) return found;
    const active = directory.integrations(app).filter((integration) => integration.active);
    const choose = createTemplateChoice(registry);
    const forms = hashFormsOf(active.flatMap((each) => environments.map((space) => choose(each, space))));
    known.set(app, forms);
    return forms;
  };
}

export interface Registry extends TemplateSource {
  all(): ReadonlyMap<string, RegisteredTemplate>;
}

/** For editors; no template. */
export const schemaFile = 'template.schema.json';

/** @throws Fault `invalid_template` that lists every problem of every file. */
export async function readBuiltinTemplates(folder: string): Promise<ReadonlyMap<string, CompiledTemplate>> {
  const { templates, problems } = compileAll(await readFiles(folder));
  if (problems.length > 0) {
    const lines = problems.map(describeProblem).join('\n  ');
    throw new Fault('invalid_template', { message: `Partner templates are not valid:\n  ${lines}` });
  }
  return templates;
}

async function readFiles(folder: string): Promise<readonly TemplateFile[]> {
  try {
    const names = (await readdir(folder))
      .filter((name) => name.endsWith('.json') && name !== schemaFile)
      .sort();
    return await Promise.all(
      names.map(async (file) => ({ file, text: await readFile(join(folder, file), 'utf8') })),
    );
  } catch (cause) {
    throw new Fault('invalid_settings', {
      message: `PARTNER_TEMPLATES_DIR: the folder "${folder}" cannot be read: ${describeError(cause)}`,
      cause,
    });
  }
}

export function describeProblem({ file, path, message, suggestion }: TemplateProblem): string {
  const place = path === '' ? file : `${file} at ${path}`;
  return `${place}: ${message}${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`;
}

/** Follows the directory: a template that was put is live as soon as the directory shows it. */
export function createRegistry(
  builtin: ReadonlyMap<string, CompiledTemplate>,
  directory: ManagedDirectory,
  observer: Observer,
): Registry {
  let seenVersion = -1;
  let current: ReadonlyMap<string, RegisteredTemplate> = new Map();
  const compiled = new Map<string, CompiledTemplate | null>();

  const rebuild = (): ReadonlyMap<string, RegisteredTemplate> => {
    const merged = new Map<string, RegisteredTemplate>();
    for (const [id, template] of builtin)
      merged.set(id, { template, version: template.version, source: 'builtin' });
    for (const record of directory.templates()) {
      const template = compileStored(record);
      if (template === null) continue;
      merged.set(template.id, { template, version: template.version, source: 'stored' });
    }
    return new Map([...merged].sort(([a], [b]) => (a < b ? -1 : 1)));
  };

  /** Once a version, because versions never change. It compiled when it was put; after an upgrade it may no longer. Then the log says so, and of a live one what is shipped counts. */
  const compileStored = (record: StoredRecord): CompiledTemplate | null => {
    const known = compiled.get(record.id);
    if (known !== undefined) return known;
    const { partner, number, template: definition } = record.document as TemplateDocument;
    const result = compileTemplate(definition, `${partner}.json`, String(number));
    if (!result.ok)
      observer.log('error', 'plan', {
        partner,
        version: number,
        problems: result.problems.map(describeProblem),
      });
    const template = result.ok ? result.template : null;
    compiled.set(record.id, template);
    return template;
  };

  const all = (): ReadonlyMap<string, RegisteredTemplate> => {
    if (directory.version() !== seenVersion) {
      seenVersion = directory.version();
      current = rebuild();
    }
    return current;
  };
  return {
    all,
    template: (partner) => all().get(partner)?.template,
    version(partner, number) {
      const record = directory.templateVersion(partner, number);
      return record === undefined ? undefined : (compileStored(record) ?? undefined);
    },
  };
}

/** One line a template that lint has something to say of, at the start; nothing is refused for it. */
export function reportFindings(registry: Registry, observer: Observer): void {
  for (const { template, version } of registry.all().values()) {
    const findings = lintTemplate(template.definition).map(({ code, path }) => `${code} at ${path}`);
    if (findings.length > 0) observer.log('info', 'lint', { partner: template.id, version, findings });
  }
}
