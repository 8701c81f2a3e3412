/**
 * Started by `npm run faults -- silence`, with how many lives and a seed: tries the property of never-silent.spec.ts on them,
 * and prints the smallest one that ends in silence as a test to be put there. Ends with status 1 where there is one.
 */
import fc from 'fast-check';
import { aSickLife, plainLife, type SickLife } from './sick-life.harness.ts';
import { judge, type Judged, silencesOf } from './silences.harness.ts';

const [lives = 0, seed = 0] = process.argv.slice(2).map(Number);
console.log(`${String(lives)} lives, seed ${String(seed)}: --seed ${String(seed)} tries the same ones again`);

const outcomes = new Map<Judged['outcome'], number>();
const result = fc.check(
  fc.property(aSickLife, (life) => {
    const judged = judge(life);
    for (const { outcome } of judged) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    return judged.every(({ outcome }) => outcome !== 'silent');
  }),
  { numRuns: lives, seed },
);
const [silent] = result.counterexample ?? [];
for (const [outcome, count] of outcomes) console.log(`  ${outcome.padEnd(20)} ${String(count)} readings`);
if (silent === undefined) console.log('  none was silent');
else {
  console.log(`  SILENT: ${silencesOf(silent).join('; ')}\n\n${asTest(silent)}`);
  process.exitCode = 1;
}

/** What differs from the plain life, as a test that fails until the fault is mended. */
function asTest(life: SickLife): string {
  const plain = new Map<string, unknown>(Object.entries(plainLife));
  const differing = Object.entries(life).filter(
    ([member, value]) => JSON.stringify(value) !== JSON.stringify(plain.get(member)),
  );
  const members = differing.map(([member, value]) => `      ${member}: ${JSON.stringify(value)},`).join('\n');
  const body = `    const life: SickLife = {\n      ...plainLife,\n${members}\n    };\n    expect(silencesOf(life)).toEqual([]);`;
  return `  it('TODO: say in words what went wrong', () => {\n${body}\n  });`;
}
