import { collectDefaultMetrics, Registry } from 'prom-client';

/** Makes a registry that already holds the process's own metrics: memory, event loop, garbage collection. */
export function createMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
