import type { EscalationPolicy, RotaId } from '#libs/contracts';

/** The rotas that policies in force notify, each once, in the order of their steps. */
export function rotasOfPolicies(policies: readonly Pick<EscalationPolicy, 'steps' | 'retiredAt'>[]): readonly RotaId[] {
  const targets = policies
    .filter(({ retiredAt }) => retiredAt === null)
    .flatMap(({ steps }) => steps.flatMap(({ notify }) => notify));
  return [...new Set(targets.flatMap((target) => ('rotaId' in target ? [target.rotaId] : [])))];
}
