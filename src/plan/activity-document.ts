/** An activity as a callback's POST carries it. Enters: an activity with its verdict. Leaves: the wire's form, snake_case, RFC 3339. */
import type { PlanInput } from './plan-input';

/** The same document that `GET /v1/activities` gives. Absent values are absent, `attribution` may be null. */
export function activityDocument(
  input: Pick<PlanInput, 'activity' | 'attribution' | 'rejected'>,
): Readonly<Record<string, unknown>> {
  const { activity, attribution, rejected } = input;
  const { event, ...body } = activity.body;
  return {
    id: activity.id,
    app: activity.app,
    ...(event === undefined ? {} : { event }),
    time: new Date(activity.time).toISOString(),
    received_at: new Date(activity.receivedAt).toISOString(),
    environment: activity.environment,
    flags: activity.flags,
    revision: activity.revision,
    ...(activity.causedBy === undefined ? {} : { caused_by: activity.causedBy }),
    ...body,
    // What it became, not what was posted.
    kind: activity.kind,
    attribution,
    rejected,
  };
}
