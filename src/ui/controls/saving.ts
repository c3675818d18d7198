import type { ExportTarget } from '../../worker/api';

/** The File System Access API's picker, which only some browsers have. */
type SavePicker = (options: { readonly suggestedName: string }) => Promise<FileSystemFileHandle>;

/** Asks where to write a file; a private file where the browser cannot ask. Undefined when the user changes their mind. */
export async function pickTarget(name: string): Promise<ExportTarget | undefined> {
  const picker = (globalThis as { showSaveFilePicker?: SavePicker }).showSaveFilePicker;
  if (!picker) return { kind: 'private', name };
  try {
    return { kind: 'picked', handle: await picker({ suggestedName: name }) };
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    // pages in a frame, and some policies, forbid the picker
    return { kind: 'private', name };
  }
}

/** Offers a private file as a download. */
export async function download(privateName: string, name: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  downloadBlob(await (await root.getFileHandle(privateName)).getFile(), name);
}

/** Offers a text as a download. */
export function downloadText(text: string, name: string, type = 'application/json'): void {
  downloadBlob(new Blob([text], { type }), name);
}

/** Offers bytes as a download. */
export function downloadBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // the browser reads the URL after this turn
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
