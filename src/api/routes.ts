/** Every management route, in the order of the contract. Enters: deps. Leaves: the table that is mounted and described. */
import { activityRoutes } from './activities';
import { appRoutes } from './apps';
import { attributionRoutes } from './attribution';
import { callbackRoutes } from './callbacks';
import { rotationRoutes } from './callback-rotation';
import { clickKeyRoutes } from './click-keys';
import { compatRoutes } from './compat';
import { costRoutes } from './costs';
import { deliveryRoutes } from './deliveries';
import type { ApiDeps } from './deps';
import { destinationRoutes } from './destinations';
import { doctorRoutes } from './doctor';
import { dryRunRoutes } from './dry-run';
import { importRoutes } from './imports';
import { integrationRoutes } from './integrations';
import { keyRotationRoutes } from './key-rotation';
import { keyRoutes } from './keys';
import { linkRoutes } from './links';
import { optOutRoutes } from './opt-outs';
import { postbackKeyRoutes } from './postback-keys';
import { releaseRoutes } from './partner-releases';
import { partnerRoutes } from './partners';
import { rehearsalRoutes } from './rehearsals';
import { replayRoutes } from './replays';
import type { Route } from './route';
import { signingKeyRoutes } from './signing-keys';
import { traceRoutes } from './trace';

export function listRoutes(deps: ApiDeps): readonly Route[] {
  return [
    ...appRoutes(deps),
    ...keyRoutes(deps),
    ...keyRotationRoutes(deps),
    ...postbackKeyRoutes(deps),
    ...signingKeyRoutes(deps),
    ...linkRoutes(deps),
    ...clickKeyRoutes(deps),
    ...costRoutes(deps),
    ...integrationRoutes(deps),
    ...callbackRoutes(deps),
    ...rotationRoutes(deps),
    ...compatRoutes(deps),
    ...partnerRoutes(deps),
    ...releaseRoutes(deps),
    ...importRoutes(deps),
    ...rehearsalRoutes(deps),
    ...dryRunRoutes(deps),
    ...activityRoutes(deps),
    ...deliveryRoutes(deps),
    ...destinationRoutes(deps),
    ...replayRoutes(deps),
    ...traceRoutes(deps),
    ...doctorRoutes(deps),
    ...optOutRoutes(deps),
    ...attributionRoutes(deps),
  ];
}
