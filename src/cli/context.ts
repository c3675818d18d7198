/** What a command needs from the process that runs it; tests give their own. */
export interface CliContext {
  /** Writes a result; resolves when the reader has taken it. The bytes may be reused then. */
  readonly stdout: (data: string | Uint8Array) => Promise<void>;
  /** Writes progress and messages for people. */
  readonly stderr: (text: string) => void;
  /** Whether stderr is a terminal, on which a progress line can be rewritten. */
  readonly isTerminal: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** The built entry of the CPU backend's worker threads. */
  readonly cpuWorker: URL;
  /** Builds the page where that is needed and returns its folder. */
  readonly pageFolder: () => Promise<string>;
  /** Launch options of the Chromium to drive; rejects where there is none. */
  readonly chromiumOptions: () => Promise<{ executablePath?: string; args: string[] }>;
}

/** A failure with a message for people: exit code 1, no stack. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
}
