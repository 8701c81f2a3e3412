/** A slice is well below what a person feels, and far above what handing the thread over costs. */
const sliceMs = 12;

/**
 * Makes something of each item without keeping the thread: after every few milliseconds whatever else waits gets its turn,
 * so that a long list does not freeze the page.
 */
export async function inSlices<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  let began = performance.now();
  for (const [index, item] of items.entries()) {
    results.push(work(item, index));
    if (performance.now() - began < sliceMs) continue;
    await turn();
    began = performance.now();
  }
  return results;
}

/** Resolves when the thread has had time for what waits. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
