/** Rejects when there is no answer within that time. */
export async function within<T>(time_ms: number, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('EventStoreDB does not answer')), time_ms)
  })
  return await Promise.race([promise, tooLate]).finally(() => clearTimeout(timer))
}
