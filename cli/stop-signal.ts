/** Resolves at Ctrl-C or SIGTERM. */
export function stopSignal(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => {
      resolve();
    });
    process.once('SIGTERM', () => {
      resolve();
    });
  });
}
