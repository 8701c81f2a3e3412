/**
 * Waits for work that goes on at the same time in one transaction, whose statements go out without waiting for one another
 * and are executed in the order in which they were sent. As `Promise.all`, but where some of it fails, the rest has ended
 * too before this rejects: nothing is still being sent when the transaction is rolled back and the connection lent again.
 *
 * @returns the results, in the order of the work.
 * @throws what failed first; what follows in a transaction that has failed only says that it has.
 */
export async function together<const Work extends readonly unknown[] | []>(
  work: Work,
): Promise<{ -readonly [Each in keyof Work]: Awaited<Work[Each]> }> {
  const failures: unknown[] = [];
  await Promise.all(
    work.map((one) =>
      Promise.resolve(one).catch((error: unknown) => {
        failures.push(error);
      }),
    ),
  );
  if (failures.length > 0) throw failures[0];
  return Promise.all(work);
}
