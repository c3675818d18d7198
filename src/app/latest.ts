/**
 * Makes a function that sends values at most once a frame and with one in flight, always the newest: a drag makes more of
 * them than a slow renderer can draw. Where sending fails, the next value is tried.
 */
export function createLatest<T>(send: (value: T) => Promise<void>): (value: T) => void {
  let next: { readonly value: T } | undefined;
  let isSending = false;
  const run = async () => {
    isSending = true;
    while (next) {
      await new Promise(requestAnimationFrame);
      const { value } = next;
      next = undefined;
      await send(value).catch(() => undefined);
    }
    isSending = false;
  };
  return (value) => {
    next = { value };
    if (!isSending) void run();
  };
}
