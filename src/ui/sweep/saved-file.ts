import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import type { ExportResult, ExportTarget } from '../../worker/api';
import { formatBytes } from '../controls/amounts';
import { download, downloadText } from '../controls/saving';

/** A file of rows that was written. */
export interface SavedFile {
  readonly name: string;
  readonly result: ExportResult;
  readonly target: ExportTarget;
}

/** How large a file became and its checksum; its sidecar to save, and the file itself where it is not yet where it was wanted. */
export function renderSavedFile({ name, result, target }: SavedFile): TemplateResult {
  return html`<p class="note" role="status">${name}: ${formatBytes(result.bytes)}, SHA-256 <code>${result.sha256.slice(0, 16)}…</code></p>
    <div class="actions">
      ${
        target.kind === 'private'
          ? html`<button type="button" @click=${() => void download(target.name, name)}>${msg('Download')}</button>`
          : nothing
      }
      <button type="button" @click=${() => downloadText(result.sidecar, `${name}.json`)}>${msg('Sidecar')}</button>
    </div>`;
}
