/** (being written) */
import { Fault } from '../errors';
import type { CompiledTemplate, TemplateProblem } from './compiled-template';

export interface TemplateFile {
  /** File name, `<id>.json`. */
  readonly file: string;
  readonly text: string;
}

export function compileAll(files: readonly TemplateFile[]): {
  readonly templates: ReadonlyMap<string, CompiledTemplate>;
  readonly problems: readonly TemplateProblem[];
} {
  throw new Fault('internal', { message: `not written yet: ${files.length}` });
}
