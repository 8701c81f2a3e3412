import type { Alert, Task } from '#libs/contracts';

/** An alert or a task with the names that it had when it was read: that of its patient, and of its ward while it is on that. */
export function namedLike<Thing extends Alert | Task>(
  thing: Thing,
  read: Pick<Alert, 'wardId' | 'patient' | 'wardName'> | undefined,
): Thing {
  const { patient } = read ?? {};
  const wardName = read?.wardId === thing.wardId ? read.wardName : undefined;
  return { ...thing, ...(patient !== undefined && { patient }), ...(wardName !== undefined && { wardName }) };
}
