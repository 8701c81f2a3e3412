import { createContext, use } from 'react';

/** How many alerts wait for an answer, which the browser's tab says as well; 0 while it is not known. */
export const WaitingAlertsContext = createContext(0);

export const useWaitingAlerts = (): number => use(WaitingAlertsContext);
