/**
 * Works on items in their order, on a few at the same time. After a failure, no further item starts.
 *
 * @param most - the number of items at the same time
 */
export async function inTurns<Item>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  const turns = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
      await work(item);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(most, items.length) }, turns));
  } finally {
    waiting.length = 0;
  }
}
