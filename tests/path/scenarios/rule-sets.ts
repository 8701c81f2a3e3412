import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fullSet } from '../../outside/gateway-client.ts';
import { eventually } from '#libs/fixtures';
import type { WardOnAManualClock } from '../../outside/ward-on-a-manual-clock.ts';

const folder = resolve('libs/clinical/rule-sets/pathways');

/** A pathway without a line of code of its own: the general one, with a limit of its own. */
async function postOperative(over: object = {}): Promise<string> {
  // A file of this repository, which its own tests hold to its shape.
  const general = JSON.parse(await readFile(join(folder, 'general.v1.json'), 'utf8')) as object;
  const thresholds = [
    { id: 'warm', code: 'temperature', direction: 'above', limit: 37.5, tier: 'medium', reason: 'Warm after surgery.' },
  ];
  return JSON.stringify({ ...general, id: 'post-operative', title: 'After an operation', thresholds, ...over });
}

export function ruleSets(ward: () => WardOnAManualClock): void {
  describe('rule sets', () => {
    const keys = async (): Promise<readonly string[]> =>
      (await ward().nurse.all<{ key: string }>('/api/v1/rule-sets')).map(({ key }) => key);

    it('a pathway is a file: put beside the others, it is in force without a restart', async () => {
      await ward().putRuleSet('post-operative.v1.json', await postOperative());
      await eventually(async () => (await keys()).includes('post-operative@1'), {
        what: 'the pathway',
      });
      const patient = await ward().admit({ pathway: 'post-operative' });
      const isOnIt = ({ pathway }: { pathway: string | null }): boolean => pathway === 'post-operative@1';
      const score = await patient.settle(fullSet({ temperature: 37.8 }), isOnIt);
      expect(score).toMatchObject({ total: 0, ruleSet: 'news2-2017' });
      expect(await patient.alert('threshold:warm')).toMatchObject({
        tier: 'medium',
        reason: expect.stringContaining('Warm after surgery'),
      });
    });

    it('one with a fault is named with its path and what was expected, and the live rules stay', async () => {
      const before = await keys();
      const faulty = await postOperative({ version: 2, measures: [{ code: 'temperature', everyMinutes: 'often' }] });
      await ward().putRuleSet('post-operative.v2.json', faulty);
      const complaint = await eventually(
        () =>
          ward()
            .output.split('\n')
            .find((line) => line.includes('rule-sets-refused') && line.includes('post-operative.v2.json')),
        { what: 'the complaint' },
      );
      expect(complaint).toContain('measures');
      expect(complaint).toContain('everyMinutes');
      expect(await keys()).toEqual(before);
      const patient = await ward().admit({ pathway: 'post-operative' });
      await patient.settle(fullSet(), ({ pathway }) => pathway === 'post-operative@1');
      await ward().putRuleSet('post-operative.v2.json', null);
    });

    it('one that a patient is on cannot be taken away: the live rules stay, and what is wrong is said', async () => {
      const patient = await ward().admit({ pathway: 'post-operative' });
      const before = ward().output.length;
      await ward().putRuleSet('post-operative.v1.json', null);
      await eventually(
        () => {
          const lines = ward().output.slice(before).split('\n');
          return lines.some((line) => line.includes('rule-sets-refused') && line.includes('post-operative'));
        },
        { what: 'the complaint' },
      );
      await patient.settle(fullSet({ temperature: 37.8 }), ({ pathway }) => pathway === 'post-operative@1');
      expect(await patient.alert('threshold:warm')).toMatchObject({ tier: 'medium' });
      await ward().putRuleSet('post-operative.v1.json', await postOperative());
    });
  });
}
