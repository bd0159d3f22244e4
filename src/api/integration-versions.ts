/**
 * Which versions of a template an integration names, and what settings they ask for. Enters: an integration, as sent or as stored. Leaves: definitions of
 * settings; or a Fault that names the field. It never lets production see a version that nobody approved.
 */
import { Fault } from '../errors';
import type { SandboxVersion } from '../model/app';
import type { CompiledTemplate } from '../plan/compile-template';
import type { SettingDefinition } from '../model/template';
import type { ApiDeps } from './deps';
import { compileVersion, needTemplate, readPartner } from './partner-versions';

interface Named {
  readonly template_version?: number | undefined;
  readonly sandbox_template_version?: SandboxVersion | undefined;
}

async function named(
  deps: ApiDeps,
  partner: string,
  number: number,
  field: string,
): Promise<CompiledTemplate> {
  try {
    return await compileVersion(deps, partner, number);
  } catch (cause) {
    if (!(cause instanceof Fault)) throw cause;
    throw new Fault('invalid_field', { field, message: cause.message });
  }
}

async function pinnedVersion(deps: ApiDeps, partner: string, number: number): Promise<CompiledTemplate> {
  const field = 'template_version';
  const template = await named(deps, partner, number, field);
  const approved = (await readPartner(deps, partner))?.approved ?? [];
  if (approved.includes(number)) return template;
  throw new Fault('invalid_field', {
    field,
    message: `Version ${number} of ${partner} was never approved: approve it, or name it as sandbox_template_version.`,
  });
}

async function sandboxTemplate(
  deps: ApiDeps,
  partner: string,
  version: SandboxVersion,
): Promise<CompiledTemplate> {
  const number = version === 'latest' ? (await readPartner(deps, partner))?.latest : version;
  if (number !== undefined) return named(deps, partner, number, 'sandbox_template_version');
  return needTemplate(deps, partner).template;
}

/** Of two versions with a setting of the same key the first says what it must be. */
function union(templates: readonly CompiledTemplate[]): readonly SettingDefinition[] {
  const found = new Map<string, SettingDefinition>();
  for (const { settings } of templates)
    for (const setting of settings) if (!found.has(setting.key)) found.set(setting.key, setting);
  return [...found.values()];
}

/** What production uses comes first; a partner without a live template can be set up for the sandbox alone. */
export async function definitionsFor(
  deps: ApiDeps,
  partner: string,
  { template_version: pinned, sandbox_template_version: sandbox }: Named,
): Promise<readonly SettingDefinition[]> {
  const tried = sandbox === undefined ? undefined : await sandboxTemplate(deps, partner, sandbox);
  const live = deps.templates().get(partner)?.template;
  const used = pinned === undefined ? live : await pinnedVersion(deps, partner, pinned);
  if (used === undefined && tried === undefined) return needTemplate(deps, partner).template.settings;
  return union([used, tried].filter((template) => template !== undefined));
}
