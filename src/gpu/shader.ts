import { BackendError } from '../sweep/backend';

/** A linked WGSL module: its text, its name below `shaders/` and, line by line, the `file:line` where each line was written. */
export interface LinkedShader {
  readonly code: string;
  readonly source: string;
  readonly lines: readonly string[];
}

/** Compiles a module. Rejects with BackendError `shader-rejected`, which names the file and line that each error was written in. */
export async function compileShader(device: GPUDevice, shader: LinkedShader, label: string): Promise<GPUShaderModule> {
  device.pushErrorScope('validation');
  const module = device.createShaderModule({ code: shader.code, label });
  const [{ messages }, error] = await Promise.all([module.getCompilationInfo(), device.popErrorScope()]);
  const errors = messages.filter(({ type }) => type === 'error').map(({ lineNum, message }) => `${lineOf(shader, lineNum)}: ${message}`);
  if (errors.length > 0) throw new BackendError('shader-rejected', errors.join('\n'));
  if (error) throw new BackendError('shader-rejected', `${shader.source}: ${error.message}`);
  return module;
}

/** Where a line of the linked text was written; lines that the linker made stand for the module as a whole. */
function lineOf({ lines, source }: LinkedShader, lineNumber: number): string {
  return lines[lineNumber - 1] || source;
}
