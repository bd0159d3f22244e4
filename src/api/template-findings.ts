/** What is worth a second look in a template that is valid. Enters: a compiled template. Leaves: findings for people; never a refusal. */
import type { CompiledTemplate } from '../plan/compile-template';

export interface Finding {
  readonly path: string;
  readonly message: string;
}

function mentions(text: string, key: string): boolean {
  return new RegExp(`settings\\.${key.replace(/[^\w]/g, '\\$&')}(?!\\w)`).test(text);
}

/** Settings nobody reads, plain HTTP, secrets in a URL, conversions that cannot be told apart. */
export function findInTemplate({ definition, postbacks }: CompiledTemplate): readonly Finding[] {
  const findings: Finding[] = [];
  const add = (path: string, message: string): void => void findings.push({ path, message });
  const text = JSON.stringify(postbacks.map((postback) => postback.definition));
  const personal = /device\.(?:idfa|gps_adid|advertising_id)|user\.(?:email|phone)/.test(text);
  if (personal && definition.consent === undefined)
    add('consent', 'Advertising ids or hashes of people go out whatever they allowed: "consent" is empty.');
  definition.settings.forEach(({ key }, index) => {
    if (!mentions(text, key)) add(`settings.${index}`, `No postback uses the setting "${key}".`);
  });
  const secrets = definition.settings.filter(({ secret }) => secret === true);
  postbacks.forEach(({ definition: { request, dedupe, auth } }, index) => {
    const path = `postbacks.${index}.request`;
    const shownKey = auth?.type === 'key' && auth.in === 'query' ? auth.value : '';
    const inUrl = request.url + JSON.stringify(request.query ?? {}) + shownKey;
    if (request.url.startsWith('http://')) add(`${path}.url`, 'The request goes over plain HTTP.');
    for (const { key } of secrets)
      if (mentions(inUrl, key))
        add(path, `The secret "${key}" stands in the URL, where proxies and logs can see it.`);
    const whole = JSON.stringify(request);
    if (dedupe === undefined && !/activity\.id|delivery\.id|transaction_id|partner_click_id/.test(whole))
      add(path, 'Nothing in the request tells one conversion from another, so a repeat would count twice.');
  });
  return findings;
}
