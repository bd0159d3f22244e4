/** What is set up in a way that loses something. Enters: the set-up and what was credited. Leaves: findings. It changes nothing. */
import { creditedTo, type DoctorFacts } from './facts';
import type { Found } from './finding';

function exampleOf(activity: string | undefined): Pick<Found, 'example'> {
  return { example: activity === undefined ? null : { activity } };
}

/** Partners with links or credit whose integration is missing or off. A partner that the registry does not know gets no postbacks anyway. */
export function checkSwitchedOn(facts: DoctorFacts): readonly Found[] {
  const credited = facts.activities.flatMap(({ partner }) => (partner === null ? [] : [partner]));
  const partners = [...new Set([...facts.linkOf.keys(), ...credited])].filter(facts.isPartner);
  return partners.flatMap((partner): Found[] => {
    const integration = facts.integrations.find((each) => each.partner === partner);
    if (integration?.active === true) return [];
    const { count, example } = creditedTo(facts, partner);
    const link = facts.linkOf.get(partner);
    const missing = integration === undefined;
    return [
      {
        code: missing ? 'not_integrated' : 'integration_inactive',
        partner,
        ...(link === undefined ? {} : { link }),
        message: missing
          ? `${partner} has links or credit, and no integration.`
          : `The integration of ${partner} is switched off.`,
        count,
        affected: count,
        ...exampleOf(example),
      },
    ];
  });
}

/** Those that skips have shown already are theirs. */
export function checkSettings(facts: DoctorFacts, known: readonly Found[]): readonly Found[] {
  const active = facts.integrations.filter((integration) => integration.active);
  const unknown = active.flatMap(({ partner, missingSettings, hasTemplate }) => {
    const isKnown = (code: Found['code'], detail?: string): boolean =>
      known.some((each) => each.code === code && each.partner === partner && each.detail === detail);
    const { count, example } = creditedTo(facts, partner);
    const whose = { partner, count, affected: count, ...exampleOf(example) };
    const settings = missingSettings
      .filter((key) => !isKnown('setting_missing', key))
      .map((key): Found => ({
        code: 'setting_missing',
        detail: key,
        message: `The setting "${key}" has no value.`,
        ...whose,
      }));
    const template: Found[] =
      hasTemplate || isKnown('template_missing', '')
        ? []
        : [{ code: 'template_missing', message: 'There is no live template.', ...whose }];
    return [...settings, ...template];
  });
  return unknown;
}

/** One a code of lint; it costs nobody anything that could be counted. */
export function checkTemplates(facts: DoctorFacts): readonly Found[] {
  return facts.integrations
    .filter(({ active }) => active)
    .flatMap(({ partner, lint }) => {
      const codes = [...new Set(lint.map(({ code }) => code))];
      return codes.map((code): Found => {
        const own = lint.filter((each) => each.code === code);
        const first = own[0];
        return {
          code: 'template_finding',
          partner,
          detail: code,
          message: `${first?.message ?? code} (${first?.path ?? ''})`,
          count: own.length,
          affected: 0,
        };
      });
    });
}
