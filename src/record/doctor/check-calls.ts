/** Conversion calls whose tracker did not fill in its macros. Enters: counted refusals. Leaves: findings, one a parameter and macro. */
import type { DoctorFacts } from './facts';
import type { Found } from './finding';

export function checkCalls({ refusals }: DoctorFacts): readonly Found[] {
  return refusals.map(({ field, value, count }) => ({
    code: 'call_macro_unexpanded',
    detail: `${field}=${value}`,
    message: `${count} conversion calls came with ${field}=${value}.`,
    count,
    // Each may be a conversion that nobody is paid for.
    affected: count,
  }));
}
