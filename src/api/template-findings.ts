/** Lint, as routes answer it. Enters: a compiled template. Leaves: findings for people; never a refusal. */
import { z } from 'zod';
import type { CompiledTemplate } from '../plan/compile-template';
import { lintTemplate, type Finding } from '../plan/lint/lint-template';

export type { Finding } from '../plan/lint/lint-template';

export const findingAnswer = z.object({
  code: z.string().describe('docs/template-findings.md lists them'),
  path: z.string(),
  message: z.string(),
  fix: z.string(),
});

export function findInTemplate({ definition }: CompiledTemplate): readonly Finding[] {
  return lintTemplate(definition);
}
