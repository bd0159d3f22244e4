/** (being written) An attributed activity → what to send, and for everything not sent the rule that stopped it. */
import type { Delivery } from '../model/delivery';
import { Fault } from '../errors';
import type { PlanInput } from './plan-input';

export type { PlanCallback, PlanInput, PlanIntegration } from './plan-input';
export { activityDocument } from './activity-document';
export { deliveryId } from './delivery-id';

export function plan(input: PlanInput): readonly Delivery[] {
  throw new Fault('internal', { message: `not written yet: ${input.now}` });
}
