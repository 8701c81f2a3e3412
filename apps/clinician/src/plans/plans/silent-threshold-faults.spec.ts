import { builtInRules } from '#libs/fixtures';
import type { AskedThreshold } from './plan-faults.ts';
import { silentThresholdFaults } from './silent-threshold-faults.ts';

const rules = builtInRules();
const alert: AskedThreshold = {
  effect: 'alert',
  code: 'pulse-rate',
  direction: 'above',
  limit: 110,
  tier: 'medium',
  reason: 'x',
  reviewAt: '2026-12-22T08:00:00Z',
};

interface Situation {
  readonly pathway?: string;
  readonly hasCeiling?: boolean;
  readonly unchanged?: boolean;
}

function faultsOf(
  asked: readonly AskedThreshold[],
  { pathway: id = 'heart-failure', hasCeiling = false, unchanged = false }: Situation = {},
) {
  const pathway = rules.newest(id);
  if (pathway === undefined) throw new TypeError(`No pathway ${id}.`);
  const measured = new Set(pathway.file.measures.map(({ code }) => code));
  return silentThresholdFaults(asked, { pathway, measured, hasCeiling }, () => unchanged).map(
    ({ path, message }) => `${path}: ${message}`,
  );
}

describe('A personal threshold that could never alert', () => {
  it.each<[string, AskedThreshold[], Situation, string]>([
    [
      'at the end of what is plausible',
      [{ ...alert, limit: 300 }],
      {},
      'thresholds.0.limit: found above 300 per minute, which no reading is; expected a limit that one can be above',
    ],
    [
      'on what the plan does not measure',
      [{ ...alert, code: 'peak-flow', direction: 'below', limit: 200 }],
      {},
      'thresholds.0.code: found peak-flow, which is not measured by this plan; expected one that is, or how often it is due in dueEveryMinutes',
    ],
    [
      'that a threshold of the pathway is always before',
      [{ ...alert, limit: 130 }],
      {},
      'thresholds.0.limit: found medium above 130, which pulse-fast of the pathway always alerts for already (medium above 120); expected an earlier limit or a more urgent tier',
    ],
    [
      'that is critical in anybody already',
      [{ ...alert, code: 'blood-glucose', direction: 'below', limit: 3.5 }],
      { pathway: 'severe-mental-illness' },
      'thresholds.0.code: found blood-glucose, which is not measured by this plan; expected one that is, or how often it is due in dueEveryMinutes',
    ],
    [
      'that another of the plan is always before',
      [alert, { ...alert, limit: 115, tier: 'low-medium' }],
      {},
      'thresholds.1.limit: found low-medium above 115, which thresholds.0 always alerts for already (medium above 110); expected an earlier limit or a more urgent tier',
    ],
  ])('%s is refused with what was found and expected', (_claim, asked, situation, fault) => {
    expect(faultsOf(asked, situation)).toContain(fault);
  });

  it('is named as such for what is critical in anybody', () => {
    const glucose = { ...alert, code: 'blood-glucose', direction: 'below', limit: 3.5 } as const;
    expect(faultsOf([glucose], { pathway: 'complex-maternity' }).join()).toMatch(/glucose-low of the pathway always/);
    const ketones = { ...alert, code: 'blood-ketones', limit: 2 } as const;
    expect(faultsOf([ketones]).join()).toMatch(/what is critical in anybody always/);
  });

  it('is not refused where it can: on a pathway that alerts for nothing, or under a ceiling of care, or as it was decided', () => {
    expect(faultsOf([{ ...alert, code: 'pain-score', limit: 6 }], { pathway: 'end-of-life' })).toEqual([]);
    expect(faultsOf([{ ...alert, limit: 130 }], { hasCeiling: true })).toEqual([]);
    expect(faultsOf([{ ...alert, limit: 130 }], { unchanged: true })).toEqual([]);
    expect(faultsOf([{ ...alert, limit: 130, tier: 'high' }])).toEqual([]);
  });
});
