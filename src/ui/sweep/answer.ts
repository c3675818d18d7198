import '@awesome.me/webawesome/dist/components/progress-bar/progress-bar.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type Exporter, exportName } from '../../state/export';
import type { Jobs } from '../../state/jobs';
import { type SweepResult, answerColumn, isLessBetter, pictureColumns } from '../../state/sweep';
import type { AnySweepFile } from '../../sweep/any';
import type { TableWindow } from '../../sweep/results/result-table';
import { isQuantityId } from '../../quantities/registry';
import type { SweepKind } from '../../state/sweep-kinds';
import type { ExportFormat } from '../../worker/api';
import type { DescribedColumn } from '../../worker/table-api';
import { formatBytes } from '../controls/amounts';
import { awaited } from '../controls/awaited';
import { FORMATS } from '../controls/formats';
import { pickTarget } from '../controls/saving';
import { earlier, quietButton, shared } from '../controls/styles';
import { sweepTitle } from '../../state/sweep-edit';
import '../help/term';
import { exporterContext, jobsContext } from '../store-element';
import { Asking, TableAsking } from './asking';
import { SweepElement } from './context';
import { statusStyles } from './control-styles';
import { type SavedFile, renderSavedFile } from './saved-file';
import { columnName, columnText, columnUnit, columnValue, progressText, summaryText } from './words';

/** An export of the rows that are kept. */
type RowExport =
  | { readonly kind: 'idle' }
  /** The page's exporter sweeps again, straight into a file. */
  | { readonly kind: 'streamed' }
  | { readonly kind: 'running' }
  | ({ readonly kind: 'done' } & SavedFile)
  | { readonly kind: 'failed'; readonly message: string };

/** The answer of a sweep: the best row of what is shown; how the run stands, and what can be done with it. */
@customElement('iso-sweep-answer')
export class IsoSweepAnswer extends SweepElement {
  static override styles = [
    shared,
    earlier,
    quietButton,
    statusStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
        align-content: start;
      }
      p,
      dl,
      dd {
        margin: 0;
      }
      .best {
        display: grid;
        gap: 0.75rem;
      }
      .best:empty {
        display: none;
      }
      /* two lines and a bar above them */
      .status {
        display: grid;
        gap: 0.375rem;
        align-content: start;
        min-block-size: calc(2 * 1.4 * var(--iso-size-note) + 0.75rem);
      }
      .figure {
        color: var(--iso-optimal);
        font-size: var(--iso-size-answer);
        font-weight: 650;
        letter-spacing: -0.01em;
        line-height: 1.15;
      }
      .figure small {
        font-size: var(--iso-size-text);
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 0.125rem 0.75rem;
      }
      dt {
        color: var(--iso-quiet);
      }
      dd {
        font-weight: 600;
        text-align: end;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.5rem;
        align-items: center;
      }
      /* a line of its own, whatever stands in the one above */
      .export {
        display: flex;
        flex-basis: 100%;
      }
      @media print {
        .export {
          display: none;
        }
      }
      .export button {
        border-start-end-radius: 0;
        border-end-end-radius: 0;
      }
      .export select:disabled {
        color: var(--iso-quiet);
      }
      .export select {
        border: 1px solid var(--iso-line);
        border-inline-start: 0;
        border-start-end-radius: var(--iso-radius);
        border-end-end-radius: var(--iso-radius);
        background: var(--iso-ground);
        color: var(--iso-text);
        font: inherit;
        font-size: var(--iso-size-note);
      }
      option {
        background: var(--iso-panel);
      }
      .run {
        border-color: var(--iso-optimal);
        font-weight: 650;
      }
    `,
  ];

  @consume({ context: exporterContext })
  private exporter!: Exporter;

  @consume({ context: jobsContext })
  private jobs!: Jobs;

  @state() private format: ExportFormat = 'csv';
  @state() private saved: RowExport = { kind: 'idle' };

  private readonly statistics = new TableAsking<DescribedColumn>(this);
  private readonly row = new Asking<TableWindow & { readonly of: number }>(this);
  /** The last answer, which stands until the next is there. */
  private last: TemplateResult | undefined;
  private exporting: AbortController | undefined;

  override render() {
    const result = this.sweep.result.value;
    const hasRows = result !== undefined && result.rows > 0;
    const best = hasRows ? this.best(result) : undefined;
    // rows are there before the worker has found the best of them
    const isAwaited = this.sweep.isAwaited.value || hasRows;
    if (best || !isAwaited) this.last = best;
    const isEarlier = !best && this.last !== undefined;
    return html`<div class="best ${isEarlier ? 'earlier' : ''}">${this.last ?? (isAwaited ? this.blank() : nothing)}</div>
      <div class="status">${this.status()}</div>
      <div class="actions">${this.actions()}</div>
      ${this.exported()}`;
  }

  /** The answer before there is one. */
  private blank() {
    const { axes = 0, metrics = 0 } = this.sweep.estimate.value?.width ?? {};
    const others = Math.max(axes + metrics - 1, 0);
    return html`<div aria-hidden="true">
        <p class="note">${awaited('The least loss')}</p>
        <p class="figure">${awaited('1.790')}</p>
      </div>
      <dl aria-hidden="true">
        ${Array.from(
          { length: others },
          () =>
            html`<dt>${awaited('tokens per parameter')}</dt>
              <dd>${awaited('1.000e26')}</dd>`,
        )}
      </dl>`;
  }

  /** The best row of what the picture shows; undefined while the worker is asked for it. */
  private best(result: SweepResult): TemplateResult | undefined {
    const client = this.store.tables.value;
    const { kind, columns, id } = result;
    const z = answerColumn(result, pictureColumns(result, this.sweep.choices.value));
    const { ranges } = this.sweep.view.value;
    const column = columns[z]!;
    const question = `${z} ${JSON.stringify(ranges)}`;
    const found = client && this.statistics.read(result, question, '', () => client.tableStatistics(id, { ranges }, z));
    if (!found) return undefined;
    const isLess = isLessBetter(result, column.id);
    const best = isLess ? found.leastRow : found.mostRow;
    const name = columnName(kind, column.id);
    if (best < 0) return html`<p>${msg(str`No row has a ${name}.`)}</p>`;
    const row =
      client &&
      this.row.read(`${id} ${best}`, async () => {
        const window = await client.tableWindow(id, { ranges: [] }, best, 1);
        return window && { ...window, of: id };
      });
    const isRead = row?.of === id;
    const unit = columnUnit(kind, column.id);
    return html`<div>
        <p class="note">${bestTitle(name, isLess, ranges.length > 0)}</p>
        <p class="figure">${columnText(kind, column.id, isLess ? found.least : found.most, 3)} <small>${unit}</small></p>
      </div>
      <dl>
        ${columns.map((each, k) =>
          k === z
            ? nothing
            : html`<dt>${this.name(kind, each.id)}</dt>
                <dd>${isRead ? columnValue(kind, each.id, row.columns[k]![0]!, 4) : awaited('1.000e26')}</dd>`,
        )}
      </dl>`;
  }

  /** A column's name, which explains itself where it is a quantity of the glossary; everyone knows parameters and tokens. */
  private name(kind: SweepKind, id: string) {
    const name = columnName(kind, id);
    return isQuantityId(id) && id !== 'N' && id !== 'D' ? html`<iso-term of=${id}>${name}</iso-term>` : name;
  }

  private status() {
    const run = this.sweep.run.value;
    const { tooLarge, estimate, isCurrent } = this.sweep;
    switch (run.kind) {
      case 'running': {
        const { progress, isPaused } = run;
        const share = progress ? progress.cellsDone / progress.cells : 0;
        const percent = Math.floor(share * 100);
        return html`<wa-progress-bar label=${msg('Sweep')} .value=${share * 100} ?indeterminate=${!progress}></wa-progress-bar>
          <p class="note" role="status">
            ${isPaused ? msg(str`Paused at ${percent} %`) : progress ? progressText(progress) : msg('Preparing the sweep')}
          </p>`;
      }
      case 'failed':
        return html`<p class="wrong" role="alert">${said(run.notice.message)} <small>${said(run.notice.hint)}</small></p>`;
      case 'stopped':
        return html`<p class="note" role="status">
          ${this.sweep.result.value ? msg('Stopped. What was swept before stays below.') : msg('Stopped.')}
        </p>`;
      default: {
        const large = tooLarge.value;
        if (large !== undefined) return html`<p class="note" role="status">${large}</p>`;
        if (run.kind === 'done' && isCurrent.value) {
          return html`<p class="note" role="status">${summaryText(run.summary)}</p>`;
        }
        const size = estimate.value;
        if (!size || this.store.choice.value === undefined || Number.isNaN(size.bytes)) return nothing;
        const bytes = formatBytes(size.bytes);
        return html`<p class="note" role="status">${msg(str`The rows will take ${bytes} of memory.`)}</p>`;
      }
    }
  }

  private actions() {
    const { run, draft, isCurrent, tooLarge } = this.sweep;
    const { value } = run;
    const { file } = draft.value;
    const isReady = this.store.tables.value !== undefined && file !== undefined;
    if (value.kind === 'running') {
      return html`<button type="button" @click=${() => this.sweep.pause(!value.isPaused)}>
          ${value.isPaused ? msg('Go on') : msg('Pause')}
        </button>
        <button type="button" @click=${() => this.sweep.cancel()}>${msg('Stop')}</button>
        ${this.exportButton(file)}`;
    }
    const isDone = isCurrent.value && value.kind === 'done';
    return html`<button
        type="button"
        class=${isDone ? '' : 'run'}
        ?disabled=${!isReady || tooLarge.value !== undefined}
        @click=${() => this.sweep.start()}
      >
        ${isDone ? msg('Run again') : msg('Run the sweep')}
      </button>
      <button
        type="button"
        title=${msg('It goes on while you do something else, and after a reload')}
        ?disabled=${!isReady || !this.jobs.isReady.value}
        @click=${() => file && void this.jobs.add(sweepTitle(this.sweep.json.value), file)}
      >
        ${msg('Run in the background')}
      </button>
      ${this.exportButton(file)}`;
  }

  private exportButton(file: AnySweepFile | undefined) {
    const { result, isCurrent, run } = this.sweep;
    const isRunning = run.value.kind === 'running';
    const rows = result.value?.isComplete && isCurrent.value && run.value.kind === 'done';
    return html`<span class="export"
      ><button type="button" ?disabled=${!file || isRunning} @click=${() => void this.export()}>
        ${rows && this.isPart() ? msg('Export the rows below') : msg('Export all rows')}</button
      ><select
        aria-label=${msg('Format of the export')}
        .value=${this.format}
        ?disabled=${!file || isRunning}
        @change=${(event: Event) => (this.format = (event.target as HTMLSelectElement).value as ExportFormat)}
      >
        ${FORMATS.map(({ format, name, about }) => html`<option value=${format} title=${about} .selected=${format === this.format}>${name}</option>`)}
      </select></span
    >`;
  }

  /** Whether the rows below are not all of the sweep's, or in another order. */
  private isPart(): boolean {
    const { ranges, sort } = this.sweep.view.value;
    return ranges.length > 0 || sort !== undefined;
  }

  /** Writes the rows below where they are there, else sweeps again straight into a file. */
  private async export(): Promise<void> {
    const { draft, result, isCurrent, view } = this.sweep;
    const { file } = draft.value;
    const client = this.store.tables.value;
    if (!file) return;
    const { format } = this;
    const name = exportName('sweep', file, format);
    const target = await pickTarget(name);
    if (!target) return;
    const table = result.value;
    if (!client || !table?.isComplete || !isCurrent.value) {
      this.saved = { kind: 'streamed' };
      await this.exporter.start(file, format, name, target);
      return;
    }
    this.saved = { kind: 'running' };
    this.exporting = new AbortController();
    const answer = await client.export(table.id, view.value, format, target, this.exporting.signal);
    if (answer.ok) this.saved = { kind: 'done', name, result: answer.value, target };
    else this.saved = answer.error.kind === 'failed' ? { kind: 'failed', message: answer.error.notice.message } : { kind: 'idle' };
  }

  private cancelExport(): void {
    if (this.saved.kind === 'streamed') this.exporter.cancel();
    else this.exporting?.abort();
  }

  private exported() {
    const state = this.saved.kind === 'streamed' ? this.exporter.state.value : this.saved;
    switch (state.kind) {
      case 'running':
        return html`<p class="note" role="status">
          ${msg('Writing the file …')} <button type="button" @click=${this.cancelExport}>${msg('Cancel')}</button>
        </p>`;
      case 'failed':
        return html`<p class="wrong" role="alert">${said('message' in state ? state.message : state.notice.message)}</p>`;
      case 'done':
        return renderSavedFile(state);
      case 'idle':
        return nothing;
    }
  }
}

/** What the answer is called: the least or the largest of a column, of all rows or of those that are kept. */
function bestTitle(name: string, isLess: boolean, isPart: boolean): string {
  if (isLess) return isPart ? msg(str`The least ${name} of the rows that are kept`) : msg(str`The least ${name}`);
  return isPart ? msg(str`The largest ${name} of the rows that are kept`) : msg(str`The largest ${name}`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-answer': IsoSweepAnswer;
  }
}
