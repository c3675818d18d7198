import type { CameraPose } from './content';

/**
 * Makes a function that sends poses with one in flight, always the newest next, so that a slow renderer builds up no queue.
 * `send` resolves when the pose is drawn; where it fails, the next pose is tried.
 */
export function createPoseSender(send: (pose: CameraPose) => Promise<void>): (pose: CameraPose) => void {
  let next: CameraPose | undefined;
  let isSending = false;
  const run = async () => {
    isSending = true;
    while (next) {
      const pose = next;
      next = undefined;
      await send(pose).catch(() => undefined);
    }
    isSending = false;
  };
  return (pose) => {
    next = pose;
    if (!isSending) void run();
  };
}
