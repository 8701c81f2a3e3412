import { eventually } from '#libs/fixtures';
import type { Board } from '#libs/contracts';
import { deteriorating, fullSet } from '../../outside/gateway-client.ts';
import type { WardOnAManualClock } from '../../outside/ward-on-a-manual-clock.ts';

export function transfers(ward: () => WardOnAManualClock): void {
  describe('a transfer', () => {
    it('takes the patient, their open alert and their task along, and people on both wards see it', async () => {
      const plan = {
        thresholds: [],
        oxygenScale: { scale: 2, reason: 'On blood gas', reviewAt: ward().inMinutes(3).toISOString() },
      };
      const patient = await ward().admit({ plan });
      await patient.settle(fullSet(deteriorating));
      const alert = await patient.alert('score');
      await ward().pass(3);
      const task = await patient.task('review-oxygen-scale');
      const { id: wardId } = await ward().administrator.post<{ id: string }>('/api/v1/wards', {
        name: 'Hillside',
        beds: 5,
      });
      const watched = [await ward().nurse.live(ward().wardId), await ward().nurse.live(wardId)];
      const moved = await ward().nurse.post(`/api/v1/stays/${patient.stayId}/transfer`, {
        wardId,
        reason: 'Moved house',
      });
      expect(moved).toMatchObject({ id: patient.stayId, wardId, state: 'admitted' });
      for (const live of watched) {
        await live.next('the transfer', ({ event, data }) => event === 'stay' && data['wardId'] === wardId);
        live.close();
      }
      expect(await patient.boardRow()).toBeUndefined();
      const board = await ward().nurse.get<Board>(`/api/v1/wards/${wardId}/board`);
      expect(board.rows).toMatchObject([
        {
          patientId: patient.patientId,
          alerts: expect.arrayContaining([expect.objectContaining({ id: alert.id, wardId })]),
          // That of the prescription, and a screen for sepsis.
          tasks: 2,
        },
      ]);
      for (const [list, id] of [
        ['alerts', alert.id],
        ['tasks', task.id],
      ] as const) {
        const open = async (of: string) =>
          (await ward().nurse.all<{ id: string }>(`/api/v1/${list}?wardId=${of}&state=open`)).map((item) => item.id);
        expect(await open(wardId)).toContain(id);
        expect(await open(ward().wardId)).not.toContain(id);
      }
    });

    it('is known: the boards of the time before it show the patient where they were', async () => {
      const patient = await ward().admit();
      const before = ward().now.toISOString();
      await ward().pass(5);
      const { id: wardId } = await ward().administrator.post<{ id: string }>('/api/v1/wards', {
        name: 'Lakeside',
        beds: 5,
      });
      await ward().nurse.post(`/api/v1/stays/${patient.stayId}/transfer`, { wardId, reason: 'Nearer to her' });
      const asOf = `?asOf=${encodeURIComponent(before)}`;
      await eventually(async () => (await patient.boardRow()) === undefined, { what: 'the patient to have left' });
      expect(await patient.boardRow(asOf)).toMatchObject({ patientId: patient.patientId });
      expect((await ward().nurse.get<Board>(`/api/v1/wards/${wardId}/board${asOf}`)).rows).toEqual([]);
    });
  });
}
