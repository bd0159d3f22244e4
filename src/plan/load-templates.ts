/**
 * The registry's files, compiled together. Enters: names and texts, already read. Leaves: the templates by id and every problem of every file.
 * It reads no folder: main does.
 */
import { compileTemplate } from './compile-template';
import type { CompiledTemplate, TemplateProblem } from './compiled-template';

export interface TemplateFile {
  /** `<id>.json`, with or without folders before it. */
  readonly file: string;
  readonly text: string;
}

export interface CompiledTemplates {
  readonly templates: ReadonlyMap<string, CompiledTemplate>;
  readonly problems: readonly TemplateProblem[];
}

type Compiled =
  | { readonly ok: true; readonly template: CompiledTemplate; readonly file: string }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };

function baseName(file: string): string {
  return (file.split(/[\\/]/).pop() ?? file).replace(/\.json$/, '');
}

function compileFile({ file, text }: TemplateFile): Compiled {
  let definition: unknown;
  try {
    definition = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    return { ok: false, problems: [{ file, path: '', message: `is not JSON: ${said}` }] };
  }
  const result = compileTemplate(definition, file);
  if (!result.ok) return result;
  const { template } = result;
  if (template.id !== baseName(file)) {
    const message = `is "${template.id}", but the file is named "${baseName(file)}"`;
    return { ok: false, problems: [{ file, path: 'id', message, suggestion: baseName(file) }] };
  }
  return { ok: true, template, file };
}

/** Sorted by file; a file with a problem is left out, of two with one id the first stays. */
export function compileAll(files: readonly TemplateFile[]): CompiledTemplates {
  const templates = new Map<string, CompiledTemplate>();
  const owners = new Map<string, string>();
  const problems: TemplateProblem[] = [];
  for (const entry of [...files].sort((a, b) => (a.file < b.file ? -1 : 1))) {
    const compiled = compileFile(entry);
    if (!compiled.ok) {
      problems.push(...compiled.problems);
      continue;
    }
    const { id } = compiled.template;
    const owner = owners.get(id);
    if (owner === undefined) {
      owners.set(id, entry.file);
      templates.set(id, compiled.template);
    } else problems.push({ file: entry.file, path: 'id', message: `"${id}" is already in ${owner}` });
  }
  return { templates, problems };
}
