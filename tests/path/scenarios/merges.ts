import { testNhsNumber } from '#libs/fixtures';
import { deteriorating, deterioratingTotal, fullSet } from '../../outside/gateway-client.ts';
import { PatientOnWard, type WardOnAManualClock } from '../../outside/ward-on-a-manual-clock.ts';

/** Beyond the patients that other scenarios register. */
const otherRecord = 900;

export function merges(ward: () => WardOnAManualClock): void {
  describe('a record that is merged into another', () => {
    it('has its readings scored on the one that stays, and its alert raised once', async () => {
      const merged = await ward().admit();
      await merged.settle(fullSet());
      await ward().pass(5);
      const illAt = ward().now;
      await merged.settle(fullSet(deteriorating));
      const alert = await merged.alert('score');
      const { id: patientId } = await ward().administrator.post<{ id: string }>('/api/v1/patients', {
        nhsNumber: testNhsNumber(otherRecord),
        givenName: 'Test',
        familyName: 'Person of two records',
        birthDate: '1950-02-03',
      });
      const stays = new PatientOnWard(ward(), {
        patientId,
        stayId: merged.stayId,
        deviceIds: [merged.device()],
      });
      await ward().administrator.post(`${stays.path}/merge`, {
        duplicateId: merged.patientId,
        reason: 'Registered twice',
      });
      expect(await stays.scoreAt(illAt, ({ total }) => total === deterioratingTotal)).toMatchObject({ patientId });
      expect(await stays.boardRow()).toMatchObject({ score: { total: deterioratingTotal } });

      await ward().pass(5);
      const again = await stays.settle(fullSet(deteriorating));
      expect(again).toMatchObject({ patientId, total: deterioratingTotal });
      const alerts = await stays.alerts('');
      expect(alerts.filter(({ condition }) => condition === 'score')).toMatchObject([
        { id: alert.id, patientId, state: 'raised', raisedAt: alert.raisedAt },
      ]);
    });
  });
}
