const DAY_MS = 86_400_000;

/**
 * Does something now and then once a day, as long as the process lives for other reasons.
 *
 * @param onFault hears what went wrong; it is tried again the next day
 * @returns ends it
 */
export function everyDay(
  work: () => Promise<unknown>,
  onFault: (error: unknown) => void,
): () => void {
  const attempt = (): void => {
    work().catch(onFault);
  };
  attempt();
  const timer = setInterval(attempt, DAY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
