/** Path of a Chromium to drive; undefined when there is none. */
export function findChromium(): Promise<string | undefined>;

/** Playwright launch options that give Chromium WebGPU. */
export function launchOptions(): Promise<{ readonly args: string[]; readonly executablePath?: string }>;
