/** (being written) A template's definition → what renders its requests, or every problem it has. */
import { Fault } from '../errors';
import type { CompileResult } from './compiled-template';

export type { CompiledPostback, CompiledTemplate, CompileResult, TemplateProblem } from './compiled-template';

/** `version`: the registry's; absent: derived from the content. */
export function compileTemplate(definition: unknown, file: string, version?: string): CompileResult {
  throw new Fault('internal', { message: `not written yet: ${file} ${version} ${typeof definition}` });
}
