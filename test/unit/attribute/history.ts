/**
 * Whole histories of one device, run through the real verdict with any preset and any change of it. Leaves: what the property tests share.
 */
import fc from 'fast-check';
import { attribute, type AttributeInput, type Verdict } from '../../../src/attribute/attribute';
import { resolvePolicy } from '../../../src/attribute/policy';
import type { Activity } from '../../../src/model/activity';
import type { Attribution, Device } from '../../../src/model/attribution';
import type { PolicyDocument } from '../../../src/model/policy';
import type { Touch } from '../../../src/model/touch';
import { activities, judges, linkPolicies, policies, touches } from './arbitraries';
import { device } from './cases';

export interface Step {
  readonly input: AttributeInput;
  readonly verdict: Verdict;
}

/** Each activity in order, with the device as the one before left it. */
export function play(
  given: readonly Activity[],
  found: readonly Touch[],
  app: PolicyDocument,
  byLink: Readonly<Record<string, PolicyDocument>> = {},
  from: Device | null = device(),
): readonly Step[] {
  const policy = resolvePolicy(app);
  const policyFor = judges(app, byLink);
  let known = from;
  return given.map((each) => {
    const input = { activity: each, touches: found, device: known, policy, policyFor, platform: 'android' };
    const verdict = attribute(input);
    known = verdict.device;
    return { input, verdict };
  });
}

const anyKind = fc.constantFrom<Activity['kind'][]>('install', 'install', 'install', 'session', 'event');
export const installs = activities(fc.constant('install'), 1);
export const histories = fc.tuple(activities(anyKind, 6), touches, policies, linkPolicies);

/** The run is the same each time: a failure shows its path, and stays until it is mended. */
export const often = { numRuns: 150, seed: 20_261_122 };

export function attributionsOf(verdict: Verdict): readonly Attribution[] {
  return [verdict.attribution, ...verdict.derived.map((each) => each.attribution)].filter(
    (each) => each !== null,
  );
}

export const everyStep = (check: (step: Step) => void): void =>
  fc.assert(
    fc.property(histories, ([given, found, app, byLink]) => {
      for (const step of play(given, found, app, byLink)) check(step);
    }),
    often,
  );
