/** Path of a Chromium to drive; undefined when there is none. */
export function findChromium(): Promise<string | undefined>;

/** Playwright launch options that give Chromium WebGPU. Without `isSeen` (true by default) canvases stay empty, and pages open sooner. */
export function launchOptions(options?: {
  readonly isSeen?: boolean;
}): Promise<{ readonly args: string[]; readonly executablePath?: string }>;
