import type { Fault } from './fault.ts';

/** A broker of its own keeps its connections and answers nothing. */
export const brokerHalts: Fault = {
  name: 'the MQTT broker halts',
  kind: 'outage',
  possible: ({ broker }) => broker !== undefined,
  failing: /^mqtt$/,
  metric: /^homeward_check_failed\{check="mqtt"\}$/,
  begin: ({ homeward: { broker } }) => {
    broker?.freeze();
    return Promise.resolve({
      end: () => {
        broker?.thaw();
        return Promise.resolve();
      },
    });
  },
};
