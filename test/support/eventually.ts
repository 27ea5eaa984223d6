/** Tries until an expectation holds; throws what it last threw when it does not for long. */
export async function eventually(check: () => void | Promise<void>, patienceMs = 20_000) {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
