/**
 * The files by which phones learn which app opens a domain's links. Enters: the host that was asked. Leaves: the files of the apps whose `link_domain` it is;
 * 404 of any other host. It never redirects: Apple and Google do not follow.
 */
import type { Express, Request } from 'express';
import { send } from '../ingest/http';
import { Fault } from '../errors';
import type { App } from '../model/app';
import type { ApiDeps } from './deps';

const headers = { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' };

/** Click URLs open the app; everything else of the domain stays with the browser. */
function appleFile(apps: readonly App[]): object | null {
  const appIDs = apps.flatMap(({ ios_app_ids: ids = [] }) => ids);
  if (appIDs.length === 0) return null;
  return {
    applinks: {
      details: [{ appIDs, components: [{ '/': '/c/*', comment: 'tracking links' }] }],
    },
  };
}

function googleFile(apps: readonly App[]): object | null {
  const targets = apps.flatMap(({ android_apps: found = [] }) => found);
  if (targets.length === 0) return null;
  return targets.map((target) => ({
    relation: ['delegate_permission/common.handle_all_urls'],
    target: {
      namespace: 'android_app',
      package_name: target.package,
      sha256_cert_fingerprints: target.sha256_cert_fingerprints,
    },
  }));
}

export function mountWellKnown(app: Express, { directory }: Pick<ApiDeps, 'directory'>): void {
  const appsOf = (req: Request): readonly App[] => directory.appsOfDomain(req.hostname.toLowerCase());
  const serve = (path: string, make: (apps: readonly App[]) => object | null): void => {
    app.get(`/.well-known/${path}`, (req, res) => {
      const file = make(appsOf(req));
      if (file === null)
        throw new Fault('not_found', {
          message: `No app with link_domain "${req.hostname.slice(0, 253)}" has what this file is made of.`,
        });
      send(res, 200, JSON.stringify(file), headers);
    });
  };
  serve('apple-app-site-association', appleFile);
  serve('assetlinks.json', googleFile);
  // Chrome's prefetch proxy asks before it fetches ahead; a click that was fetched ahead would be lost.
  app.get('/.well-known/traffic-advice', (_req, res) =>
    send(res, 200, JSON.stringify([{ user_agent: 'prefetch-proxy', disallow: true }]), {
      ...headers,
      'content-type': 'application/trafficadvice+json',
    }),
  );
}
