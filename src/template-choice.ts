/**
 * Which version of a partner's template an integration uses. Enters: the integration and the activity's environment. Leaves: a compiled template, or none. A
 * version that was never approved is seen by the sandbox alone.
 */
import type { Environment } from './model/activity';
import type { Integration, SandboxVersion } from './model/app';
import type { CompiledTemplate } from './plan/compile-template';

/** Templates by partner, and by partner and version. */
export interface TemplateSource {
  /** The live one. */
  template(partner: string): CompiledTemplate | undefined;
  /** A stored version, live or not, that an integration names. */
  version(partner: string, number: SandboxVersion): CompiledTemplate | undefined;
}

export type TemplateChoice = (
  integration: Pick<Integration, 'partner' | 'template_version' | 'sandbox_template_version'>,
  environment: Environment,
) => CompiledTemplate | undefined;

/** A pinned version that does not compile any more is none: another one in its place would be a surprise. */
export function createTemplateChoice(registry: TemplateSource): TemplateChoice {
  return ({ partner, template_version: pinned, sandbox_template_version: sandbox }, environment) => {
    if (environment === 'sandbox' && sandbox !== undefined) return registry.version(partner, sandbox);
    return pinned === undefined ? registry.template(partner) : registry.version(partner, pinned);
  };
}
