/** Settings against a template. Enters: what was sent, what is stored, the partner's definitions. Leaves: settings to store, secret ones sealed; or a Fault that names the setting. */
import { Fault } from '../errors';
import type { SettingDefinition } from '../model/template';
import type { Secrets } from '../ports/secrets';
import { mask, sealOrKeep } from './masks';

export interface SettingsChange {
  readonly partner: string;
  readonly definitions: readonly SettingDefinition[];
  readonly sent: Readonly<Record<string, string>>;
  /** What the integration has now. */
  readonly stored: Readonly<Record<string, string>>;
  /** An active integration needs its required settings. */
  readonly active: boolean;
}

function fieldOf(key: string): string {
  return `settings.${key}`;
}

function checkKnown({ sent, definitions, partner }: SettingsChange): void {
  const known = definitions.map((definition) => definition.key);
  const unknown = Object.keys(sent).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const list = known.length === 0 ? 'It has none.' : `It has: ${known.join(', ')}.`;
  throw new Fault('unknown_field', {
    field: fieldOf(unknown),
    message: `${partner} has no setting "${unknown}". ${list}`,
  });
}

function checkPattern(definition: SettingDefinition, value: string): void {
  if (definition.pattern === undefined || new RegExp(`^(?:${definition.pattern})$`, 'u').test(value)) return;
  throw new Fault('invalid_field', {
    field: fieldOf(definition.key),
    message: `"${fieldOf(definition.key)}" must match ${definition.pattern} (${definition.label}).`,
  });
}

/** The mask stands for a secret that is stored; of a plain setting it is a value like any other. */
function storedForm(
  secrets: Secrets,
  change: SettingsChange,
  definition: SettingDefinition,
  value: string,
): string {
  const kept = change.stored[definition.key];
  if (definition.secret !== true) {
    if (value.startsWith('sealed:'))
      throw new Fault('invalid_field', {
        field: fieldOf(definition.key),
        message: `"${fieldOf(definition.key)}" may not start with "sealed:", which marks stored secrets.`,
      });
    checkPattern(definition, value);
    return value;
  }
  if (value !== mask) checkPattern(definition, value);
  return sealOrKeep(secrets, value, kept, fieldOf(definition.key));
}

/** Empty values count as absent. @throws Fault `unknown_field`, `missing_field`, `invalid_field` with the field `settings.<key>`. */
export function checkSettings(secrets: Secrets, change: SettingsChange): Record<string, string> {
  checkKnown(change);
  const settings: Record<string, string> = {};
  for (const definition of change.definitions) {
    const value = Object.hasOwn(change.sent, definition.key) ? change.sent[definition.key] : undefined;
    if (value !== undefined && value !== '')
      settings[definition.key] = storedForm(secrets, change, definition, value);
    else if (change.active && definition.required === true && definition.default === undefined)
      throw new Fault('missing_field', {
        field: fieldOf(definition.key),
        message: `${change.partner} needs "${fieldOf(definition.key)}" (${definition.label}) before it can be active.`,
      });
  }
  return settings;
}
