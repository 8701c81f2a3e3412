import type { DeviceId } from '#libs/contracts';
import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { recoverDevice } from '../../../api/devices.ts';
import { deviceQuery } from '../../../api/queries.ts';
import { useCommand } from '../../../components/forms/use-command.ts';
import { ProblemSummary } from '../../../components/page-states/page-states.tsx';

/** Takes a device back from its patient. */
export function RecoverDevice({ deviceId }: { readonly deviceId: DeviceId }) {
  const client = useQueryClient();
  const recovering = useCommand({
    send: (_body: null, press) => recoverDevice(deviceId, press),
    onDone: async (recovered) => {
      client.setQueryData(deviceQuery(deviceId).queryKey, recovered);
      await Promise.all(['devices', 'patient'].map((resource) => client.invalidateQueries({ queryKey: [resource] })));
    },
  });
  return (
    <>
      {recovering.error !== null && <ProblemSummary title={t`The device was not recovered`} error={recovering.error} />}{' '}
      <button
        type="button"
        className="hw-link"
        disabled={recovering.pending}
        onClick={() => recovering.run(null, null)}
      >
        {recovering.pending ? t`Recovering…` : t`It is back in stock`}
        <span className="nhsuk-u-visually-hidden"> {deviceId}</span>
      </button>
    </>
  );
}
