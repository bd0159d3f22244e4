/**
 * What is left out where a permission is missing. Enters: a template's `consent`, then an activity's. Leaves: the values without what may not go out, or
 * the reason why nothing does. What the app did not say forbids nothing, except in the European Economic Area, where silence is no consent.
 */
import type { ConsentBody } from '../model/activity';
import type { ConsentRule, TemplateDefinition } from '../model/template';
import type { CompileContext } from './compile-context';
import type { Values, Withhold } from './compiled-template';
import { findPathProblem, namespaces } from './paths';

/** Attribution's own status 3 is "authorized" (https://developer.apple.com/documentation/apptrackingtransparency). */
const attAuthorized = 3;

const forbids: Readonly<Record<ConsentRule, (consent: ConsentBody) => boolean>> = {
  att: ({ att_status: status }) => status !== undefined && status !== attAuthorized,
  ad_user_data: ({ ad_user_data: given, eea }) => given === false || (eea === true && given !== true),
  ad_personalization: ({ ad_personalization: given, eea }) =>
    given === false || (eea === true && given !== true),
  limit_ad_tracking: ({ limit_ad_tracking: limited }) => limited === true,
};

/** `device.advertising_id` is one of these. */
const advertisingIds: readonly string[] = ['idfa', 'gps_adid', 'fire_adid', 'oaid'];

const wholePostback = '*';

function checkPath(path: string, place: string, context: CompileContext): void {
  if (path === wholePostback || Object.hasOwn(namespaces, path)) return;
  const finding = findPathProblem(path.split('.'), context);
  if (finding !== null) context.report(place, finding.message, finding.suggestion);
  else if (path.startsWith('settings.')) context.report(place, 'settings are not personal data');
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** A copy of the tree without what stands at the path. */
function without(tree: Values, [name = '', ...rest]: readonly string[]): Values {
  if (!Object.hasOwn(tree, name)) return tree;
  const inner = tree[name];
  if (rest.length === 0) return { ...tree, [name]: undefined };
  return isTree(inner) ? { ...tree, [name]: without(inner, rest) } : tree;
}

/** An id under its other name is the same id. */
function withoutPath(values: Values, path: readonly string[]): Values {
  const [namespace, field = ''] = path;
  const device = values['device'];
  const left = without(values, path);
  if (namespace !== 'device' || !advertisingIds.includes(field) || !isTree(device)) return left;
  const isNamedTwice = device[field] !== undefined && device[field] === device['advertising_id'];
  return isNamedTwice ? without(left, ['device', 'advertising_id']) : left;
}

/** Null where the template names nothing. */
export function compileConsent(
  consent: TemplateDefinition['consent'],
  context: CompileContext,
): Withhold | null {
  const rules = Object.entries(consent ?? {}) as [ConsentRule, readonly string[]][];
  if (rules.length === 0) return null;
  const compiled = rules.map(([rule, paths]) => {
    paths.forEach((path, at) => checkPath(path, `consent.${rule}.${at}`, context));
    const withheld = paths.map((path) => path.split('.'));
    return { rule, forbidden: forbids[rule], whole: paths.includes(wholePostback), withheld };
  });
  return (values, given) => {
    if (given === undefined) return { values };
    let left = values;
    for (const { rule, forbidden, whole, withheld } of compiled) {
      if (!forbidden(given)) continue;
      if (whole) return { skip: `no_consent:${rule}` };
      for (const path of withheld) left = withoutPath(left, path);
    }
    return { values: left };
  };
}
