/** What is worth a second look in a template. Enters: a definition of the right form. Leaves: findings for people, each with a code, a place and a fix; never a refusal. */
import type { FlatLeaves, TemplateDefinition } from '../../model/template';
import { readKey } from '../compile-context';
import { looksSecret } from '../dialects/import-settings';
import { expandPostbacks, type WholePostback } from '../expand-parts';
import { checkSyntax } from './check-syntax';
import { checkValues } from './check-values';
import { findingCodes, findingsMax, type Finding, type FindingCode, type Report } from './finding';
import { readLeaves, type LintLeaf } from './read-leaves';

export type { Finding } from './finding';

const identity =
  /touch\.(?:partner_click_id|id|params\.\w+)|device\.(?:advertising_id|idfa|gps_adid|idfv|android_id|oaid|fire_adid|device_id)|user\.\w+|referrer\.(?:raw|click_id)|partner_params/;
const personal = /device\.(?:idfa|gps_adid|advertising_id)|user\.(?:email|phone)/;
const conversionId = /activity\.id|delivery\.id|transaction_id|partner_click_id/;

/** In leaves, conditions, hosts and signatures alike a setting is named in one way. */
function checkSettings(
  definition: TemplateDefinition,
  postbacks: readonly WholePostback[],
  report: Report,
): void {
  const text = JSON.stringify(postbacks);
  definition.settings.forEach(({ key }, index) => {
    if (!new RegExp(`settings\\.${key}(?!\\w)`).test(text))
      report('unused_setting', `settings.${String(index)}`, `No postback uses the setting "${key}".`);
  });
}

function checkConsent(
  { consent }: TemplateDefinition,
  postbacks: readonly WholePostback[],
  report: Report,
): void {
  if (consent !== undefined || !personal.test(JSON.stringify(postbacks))) return;
  report('no_consent', 'consent', 'Advertising ids or hashes of people go out whatever they allowed.');
}

function checkSecrets(definition: TemplateDefinition, leaves: readonly LintLeaf[], report: Report): void {
  const secrets = new Set(
    definition.settings.filter(({ secret }) => secret === true).map(({ key }) => `settings.${key}`),
  );
  for (const { path, where, key, text, values } of leaves) {
    const secret = values.find((value) => secrets.has(value.path));
    if (secret !== undefined && (where === 'url' || where === 'query'))
      report(
        'secret_in_url',
        path,
        `The secret "${secret.path.slice('settings.'.length)}" stands in the URL.`,
      );
    if (values.length === 0 && looksSecret(key) && /^[\w+/=.-]{12,}$/.test(text) && /\d/.test(text))
      report('literal_secret', path, `The value of "${key}" is written into the template.`);
  }
}

function checkNames(leaves: FlatLeaves | undefined, path: string, withCase: boolean, report: Report): void {
  const seen = new Set<string>();
  for (const key of Object.keys(leaves ?? {})) {
    const { name } = readKey(key);
    const spelt = withCase ? name : name.toLowerCase();
    if (seen.has(spelt)) report('duplicate_key', `${path}.${key}`, `"${name}" stands twice.`);
    seen.add(spelt);
  }
}

function checkRequest({ request, dedupe }: WholePostback, path: string, report: Report): void {
  const { url, query, headers, form } = request;
  // Nobody is on the way to one's own machine.
  if (/^http:(?!\/\/(?:127\.|localhost[:/]|\[::1\]))/i.test(url))
    report('plain_http', `${path}.url`, 'The request goes over plain HTTP.');
  checkNames(query, `${path}.query`, true, report);
  checkNames(form, `${path}.form`, true, report);
  checkNames(headers, `${path}.headers`, false, report);
  const whole = JSON.stringify(request);
  if (!identity.test(whole))
    report('no_click_id', path, 'Nothing in the request says whose conversion it is.');
  if (dedupe === undefined && !conversionId.test(whole))
    report(
      'no_conversion_id',
      path,
      'Nothing in the request tells one conversion from another, so a repeat would count twice.',
    );
}

/** At most `findingsMax`. */
export function lintTemplate(definition: TemplateDefinition): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = Object.assign(
    (code: FindingCode, path: string, message: string, fix?: string): void => {
      if (findings.length < findingsMax)
        findings.push({ code, path, message, fix: fix ?? findingCodes[code].fix });
    },
    { isFull: () => findings.length >= findingsMax },
  );
  const settings = new Map(definition.settings.map((setting) => [setting.key, setting]));
  // A part that is not declared is the compiler's to refuse.
  const postbacks = expandPostbacks(definition, () => undefined);
  const leaves = readLeaves(postbacks, settings);
  checkSettings(definition, postbacks, report);
  checkConsent(definition, postbacks, report);
  postbacks.forEach((postback, index) =>
    checkRequest(postback, `postbacks.${String(index)}.request`, report),
  );
  checkSecrets(definition, leaves, report);
  checkSyntax(leaves, report);
  checkValues(leaves, report);
  return findings;
}
