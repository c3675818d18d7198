import { expect } from 'vitest';
import { run } from '../cli/cli';
import type { CliContext } from '../cli/context';

/** Runs a command in this process, away from any terminal, page and browser; what it wrote, and its exit code. */
export async function isoflop(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  const context: Partial<CliContext> = {
    stdout: async (data) => void (stdout += String(data)),
    stderr: (text) => void (stderr += text),
    isTerminal: false,
    signal: new AbortController().signal,
  };
  const code = await run(args, context as CliContext);
  return { code, stdout, stderr };
}

/** The same with `--json`: what it wrote, parsed. It must succeed. */
export async function isoflopJson(...args: readonly string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await isoflop(...args, '--json');
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}
