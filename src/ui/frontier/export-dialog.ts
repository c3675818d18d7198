import '@awesome.me/webawesome/dist/components/button/button.js';
import '@awesome.me/webawesome/dist/components/dialog/dialog.js';
import '@awesome.me/webawesome/dist/components/progress-bar/progress-bar.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import { said } from '../../locales/said';
import { type ExportKind, type ExportState, type Exporter, exportName } from '../../state/export';
import { estimateBytes, rowsOf } from '../../state/sweeps';
import type { AnySweepFile } from '../../sweep/any';
import type { ExportFormat, SweepProgress } from '../../worker/api';
import '../controls/icons';
import { formatBytes, formatDuration, formatRate } from '../controls/amounts';
import { FORMATS } from '../controls/formats';
import { download, downloadText, pickTarget } from '../controls/saving';
import { dialogStyles } from '../controls/dialog-styles';
import { shared } from '../controls/styles';
import { StoreElement, exporterContext } from '../store-element';
import './export-pictures';

const KINDS: readonly { readonly kind: ExportKind; readonly name: string; readonly about: string }[] = [
  { kind: 'frontier', name: msg('Frontier'), about: msg('N*, D*, loss and tokens per parameter at 201 budgets') },
  {
    kind: 'surface',
    name: msg('Surface'),
    about: msg('loss, compute and tokens per parameter over 512 × 512 parameters and tokens'),
  },
  {
    kind: 'growth-map',
    name: msg('Savings map'),
    about: msg('the three savings over the two quantities of the growth view’s map'),
  },
];

/**
 * Exports a sweep as CSV, Parquet, Arrow or JSON lines: what, how much, progress with rate and time left, cancel, and at the end checksum and sidecar.
 *
 * @fires iso-close when it is closed
 */
@customElement('iso-export-dialog')
export class IsoExportDialog extends StoreElement {
  static override styles = [
    shared,
    dialogStyles,
    css`
      wa-dialog {
        --width: 32rem;
      }
      fieldset {
        display: grid;
        gap: 0.5rem;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-block-end: 0.5rem;
      }
      label {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0.125rem 0.625rem;
        padding: 0.625rem 0.75rem;
        border: 1px solid var(--iso-line);
        border-radius: var(--iso-radius);
        cursor: pointer;
      }
      .formats {
        grid-template-columns: repeat(4, auto);
        justify-content: start;
        margin-block-start: 1rem;
      }
      .formats > label {
        padding: 0.375rem 0.75rem 0.375rem 0.5rem;
        gap: 0.375rem;
        align-items: center;
      }
      .formats b {
        white-space: nowrap;
      }
      .formats > small {
        grid-column: 1 / -1;
      }
      @media (max-width: 30rem) {
        .formats {
          grid-template-columns: repeat(2, 1fr);
        }
      }
      label:has(:checked) {
        border-color: var(--iso-optimal);
      }
      label > small {
        grid-column: 2;
      }
      p {
        margin: 0 0 0.75rem;
      }
      code {
        font-size: var(--iso-size-note);
        overflow-wrap: anywhere;
      }
      wa-progress-bar {
        --indicator-color: var(--iso-optimal);
        --track-height: 0.5rem;
        margin-block: 0.75rem;
      }
    `,
  ];

  /** Whether it is shown. */
  @property({ type: Boolean }) open = false;

  @state() private kind: ExportKind = 'frontier';
  @state() private format: ExportFormat = 'csv';

  @consume({ context: exporterContext })
  private exporter!: Exporter;

  override render() {
    const state = this.exporter.state.value;
    return html`<wa-dialog label=${msg('Export')} ?open=${this.open} @wa-after-hide=${this.close}>
      ${this.face(state)}
      <div slot="footer" class="actions">${this.actions(state)}</div>
    </wa-dialog>`;
  }

  private face(state: ExportState) {
    switch (state.kind) {
      case 'idle':
        return this.choice();
      case 'running':
        return this.progress(state.progress);
      case 'failed':
        return html`<p role="alert"><b>${said(state.notice.message)}</b></p>
          <p class="note">${said(state.notice.hint)}</p>`;
      case 'done':
        return this.outcome(state);
    }
  }

  private outcome({ name, result }: Extract<ExportState, { readonly kind: 'done' }>) {
    const { seconds, cellsPerSecond, backend } = result.summary;
    const [bytes, duration, rate, adapter] = [
      formatBytes(result.bytes),
      formatDuration(seconds),
      formatRate(cellsPerSecond),
      said(backend.adapter),
    ];
    return html`<p>${msg(html`<b>${name}</b>: ${bytes} in ${duration}, ${rate} on ${adapter}.`)}</p>
      <p><small>SHA-256</small><br /><code>${result.sha256}</code></p>
      <p class="note">${msg('The sidecar holds the sweep, version, backend and checksum: everything needed to make this file again.')}</p>`;
  }

  private choice() {
    const label = said(this.store.answer.value.law.label);
    return html`<fieldset>
        <legend class="note">${msg(str`Under ${label}, computed anew, streamed to a file on this machine.`)}</legend>
        ${KINDS.map(({ kind, name, about }) => {
          const file = this.fileOf(kind);
          if (!file) return nothing;
          return html`<label>
            <input type="radio" name="kind" value=${kind} .checked=${this.kind === kind} @change=${() => (this.kind = kind)} />
            <b>${name} <small>${this.sizeOf(file)}</small></b>
            <small>${about}</small>
          </label>`;
        })}
      </fieldset>
      <fieldset class="formats">
        <legend class="note">${msg('As a file of this kind:')}</legend>
        ${FORMATS.map(
          ({ format, name }) =>
            html`<label>
              <input
                type="radio"
                name="format"
                value=${format}
                .checked=${this.format === format}
                @change=${() => (this.format = format)}
              />
              <b>${name}</b>
            </label>`,
        )}
        <small>${FORMATS.find(({ format }) => format === this.format)!.about}</small>
      </fieldset>
      ${this.open ? html`<iso-export-pictures></iso-export-pictures>` : nothing}`;
  }

  /** Rows, and the size of the file where it can be told before. */
  private sizeOf(file: AnySweepFile): string {
    const rows = formatWhole(rowsOf(file));
    const bytes = estimateBytes(file, this.format);
    const size = formatBytes(bytes ?? estimateBytes(file, 'arrow')!);
    return bytes === undefined ? msg(str`${rows} rows, at most ${size}`) : msg(str`${rows} rows, about ${size}`);
  }

  private progress(progress: SweepProgress | undefined) {
    const share = progress ? progress.cellsDone / progress.cells : 0;
    return html`<wa-progress-bar label=${msg('Export')} .value=${share * 100} ?indeterminate=${!progress}></wa-progress-bar>
      <p class="note" role="status">${progress ? progressWords(progress) : msg('Preparing the sweep')}</p>`;
  }

  private actions(state: ExportState) {
    switch (state.kind) {
      case 'idle': {
        const isReady = this.exporter.isReady.value;
        const { name } = FORMATS.find(({ format }) => format === this.format)!;
        return html`<wa-button size="s" variant="neutral" ?disabled=${!isReady} @click=${this.start}
          >${isReady ? msg(str`Export ${name}`) : msg('The engine is starting')}</wa-button
        >`;
      }
      case 'running':
        return html`<wa-button size="s" appearance="outlined" @click=${() => this.exporter.cancel()}>${msg('Cancel')}</wa-button>`;
      case 'failed':
        return html`<wa-button size="s" appearance="outlined" @click=${() => this.exporter.reset()}>${msg('Back')}</wa-button>`;
      case 'done': {
        const { target, name, result } = state;
        return html`<wa-button size="s" appearance="plain" @click=${() => this.exporter.reset()}>${msg('Another')}</wa-button>
          <wa-button size="s" appearance="outlined" @click=${() => downloadText(result.sidecar, `${name}.json`)}
            >${msg('Sidecar')}</wa-button
          >
          ${
            target.kind === 'private'
              ? html`<wa-button size="s" variant="neutral" @click=${() => void download(target.name, name)}>${msg('Download')}</wa-button>`
              : nothing
          }`;
      }
    }
  }

  /** The sweep of a kind; undefined where there is none yet. */
  private fileOf(kind: ExportKind): AnySweepFile | undefined {
    if (kind === 'growth-map') return this.store.growthSweep.value;
    return kind === 'surface' ? this.store.surfaceSweep.value : this.store.frontierSweep.value;
  }

  private async start(): Promise<void> {
    const file = this.fileOf(this.kind);
    if (!file) return;
    const { format } = this;
    const name = exportName(this.kind, file, format);
    const target = await pickTarget(name);
    if (target) await this.exporter.start(file, format, name, target);
  }

  private close(event: Event): void {
    // selects and popups inside would send the same event
    if (event.target === event.currentTarget) this.dispatchEvent(new CustomEvent('iso-close'));
  }
}

/** How far a sweep is: `40 %, 35.2M cells/s, 12 s left`. */
function progressWords({ cellsDone, cells, cellsPerSecond, secondsLeft }: SweepProgress): string {
  const [percent, rate, left] = [Math.round((cellsDone / cells) * 100), formatRate(cellsPerSecond), formatDuration(secondsLeft)];
  return msg(str`${percent} %, ${rate}, ${left} left`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-export-dialog': IsoExportDialog;
  }
}
