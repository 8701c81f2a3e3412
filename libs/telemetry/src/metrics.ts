import { collectDefaultMetrics, type Registry } from 'prom-client';
import { BoundedRegistry } from './bounded-registry.ts';

/** Makes a registry that already holds the process's own metrics: memory, event loop, garbage collection. */
export function createMetrics(): Registry {
  const registry = new BoundedRegistry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
