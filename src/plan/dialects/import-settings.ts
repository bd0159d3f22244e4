/** Settings that an import makes of what is the partner's own. Enters: names. Leaves: declared settings, each once. */
import type { SettingDefinition } from '../../model/template';

const hostPattern = '[a-z0-9]([a-z0-9.-]*[a-z0-9])?';
const secretName =
  /token|secret|passw|signature|auth|hmac|(?:^|_)(?:api_?|access_?|postback_?|private_?)?key$/i;
const keyMax = 64;

/** True of a name under which a secret usually stands. */
export function looksSecret(name: string): boolean {
  return secretName.test(name);
}

/** A text that asks to be replaced, as instructions have them: REPLACE, YOUR_ID, xxxxxx, [EVERFLOW_NETWORK_ID], <token>. */
export function asksToBeReplaced(text: string): boolean {
  return /^(?:replace(?:_?me)?|optional|unique_?id|insert_\w+|your[_-]?\w+|x{4,}|[xX]{2,}(?:-[xX]+)+|\[[A-Za-z][\w ]*\]|<[A-Za-z][\w ]*>)$/i.test(
    text.trim(),
  );
}

function keyOf(name: string): string {
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return (/^[a-z]/.test(plain) ? plain : `value_${plain}`.replace(/_+$/, '')).slice(0, keyMax);
}

export interface SettingPlace {
  /** What it is called: the macro's name, or the parameter's. */
  readonly name: string;
  readonly written: string;
  readonly where: 'host' | 'path' | 'leaf';
}

export class ImportedSettings {
  private readonly byKey = new Map<string, { written: string; definition: SettingDefinition }>();

  /** The setting's key; the same macro is one setting wherever it stands. */
  declare({ name, written, where }: SettingPlace): string {
    const wanted = keyOf(name);
    for (let number = 1; ; number += 1) {
      const key = number === 1 ? wanted : `${wanted.slice(0, keyMax - 4)}_${String(number)}`;
      const known = this.byKey.get(key);
      if (known !== undefined && known.written !== written) continue;
      this.byKey.set(key, {
        written,
        definition: this.define(key, { name, written, where }, known?.definition),
      });
      return key;
    }
  }

  private define(key: string, place: SettingPlace, before: SettingDefinition | undefined): SettingDefinition {
    const label = key.replaceAll('_', ' ');
    const required = place.where !== 'leaf' || before?.required === true;
    const pattern = place.where === 'host' ? hostPattern : before?.pattern;
    // A secret may not stand in a host, and a pattern is of a value that people see.
    const secret = pattern === undefined && looksSecret(place.name);
    return {
      key,
      label: label.charAt(0).toUpperCase() + label.slice(1),
      help: `Stood as ${place.written} in what was imported.`,
      ...(required ? { required } : {}),
      ...(secret ? { secret } : {}),
      ...(pattern === undefined ? {} : { pattern }),
    };
  }

  list(): readonly SettingDefinition[] {
    return [...this.byKey.values()].map(({ definition }) => definition);
  }
}
