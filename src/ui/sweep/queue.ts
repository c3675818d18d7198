import '@awesome.me/webawesome/dist/components/progress-bar/progress-bar.js';
import { consume } from '@lit/context';
import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { exportName } from '../../state/export';
import type { Jobs } from '../../state/jobs';
import type { ExportFormat } from '../../worker/api';
import type { Job, JobCommand, JobStatus } from '../../worker/jobs/job';
import { FORMATS } from '../controls/formats';
import { pickTarget } from '../controls/saving';
import { quietButton, shared } from '../controls/styles';
import { jobsContext } from '../store-element';
import { SweepElement } from './context';
import { smallControls, statusStyles } from './control-styles';
import { type SavedFile, renderSavedFile } from './saved-file';
import { progressText, summaryText } from './words';

const WORDS: Readonly<Record<JobStatus, string>> = {
  queued: msg('Waits for its turn'),
  running: msg('Running'),
  paused: msg('Paused'),
  done: msg('Done'),
  failed: msg('Failed'),
  cancelled: msg('Cancelled'),
};

/** A file that is made of a job's rows. */
type JobExport =
  | { readonly kind: 'running'; readonly job: string; readonly controller: AbortController; readonly share: number }
  | ({ readonly kind: 'done'; readonly job: string } & SavedFile)
  | { readonly kind: 'failed'; readonly job: string; readonly message: string };

/** The sweeps in the background: how far each is, what can be done with it, and its rows. One line where there are none. */
@customElement('iso-sweep-queue')
export class IsoSweepQueue extends SweepElement {
  static override styles = [
    shared,
    quietButton,
    smallControls,
    statusStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: 0.5rem;
        min-inline-size: 0;
      }
      h2,
      p,
      ul {
        margin: 0;
      }
      h2 {
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      ul {
        display: grid;
        gap: 0.75rem;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        gap: 0.25rem;
        padding-block-start: 0.5rem;
        border-block-start: 1px solid var(--iso-line);
      }
      .name {
        overflow-wrap: anywhere;
        word-break: auto-phrase;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem;
      }
      select {
        padding: 0.0625rem 0.5rem;
      }
      wa-progress-bar {
        --track-height: 0.25rem;
      }
    `,
  ];

  @consume({ context: jobsContext })
  private jobs!: Jobs;

  @state() private saved: JobExport | undefined;

  override render() {
    const jobs = this.jobs.all.value;
    if (jobs.length === 0) return html`<p class="note">${msg('Nothing runs in the background.')}</p>`;
    return html`<h2>${msg('In the background')}</h2>
      <ul>
        ${jobs.map((job) => this.job(job))}
      </ul>`;
  }

  private job(job: Job) {
    const { name, status, progress, notice } = job;
    const share = progress ? progress.cellsDone / progress.cells : 0;
    const isOpen = status === 'queued' || status === 'running' || status === 'paused';
    return html`<li aria-label=${name}>
      <span class="name">${name}</span>
      ${isOpen && progress ? html`<wa-progress-bar label=${msg(str`Progress of ${name}`)} .value=${share * 100}></wa-progress-bar>` : nothing}
      <p class="note" role="status">${this.stand(job)}</p>
      ${notice ? html`<p class="note wrong">${said(notice.message)} ${said(notice.hint)}</p>` : nothing}
      <div class="actions">${this.actions(job)}</div>
      ${this.exported(job)}
    </li>`;
  }

  private stand({ status, progress, summary }: Job): string {
    if (status === 'running' && progress) return progressText(progress);
    if (status === 'done' && summary) return summaryText(summary);
    if (!progress || (status !== 'paused' && status !== 'queued')) return WORDS[status];
    const percent = Math.floor((progress.cellsDone / progress.cells) * 100);
    return status === 'paused' ? msg(str`Paused at ${percent} %`) : msg(str`Waits for its turn at ${percent} %`);
  }

  private actions(job: Job) {
    const { id, status, name } = job;
    const button = (text: string, command: JobCommand) =>
      html`<button type="button" aria-label="${text}: ${name}" @click=${() => void this.jobs.command(command, id)}>${text}</button>`;
    switch (status) {
      case 'queued':
      case 'running':
        return html`${button(msg('Pause'), 'pause')} ${button(msg('Cancel'), 'cancel')}`;
      case 'paused':
        return html`${button(msg('Resume'), 'resume')} ${button(msg('Cancel'), 'cancel')}`;
      case 'failed':
      case 'cancelled':
        return html`${button(msg('Run again'), 'resume')} ${button(msg('Remove'), 'remove')}`;
      case 'done':
        return html`<button type="button" aria-label="${msg('Show its rows')}: ${name}" @click=${() => this.sweep.openJob(job)}>
            ${msg('Show its rows')}
          </button>
          <select
            aria-label="${msg('Export')}: ${name}"
            .value=${''}
            ?disabled=${this.saved?.kind === 'running' || !this.jobs.isReady.value}
            @change=${(event: Event) => {
              const select = event.target as HTMLSelectElement;
              void this.export(job, select.value as ExportFormat);
              select.value = '';
            }}
          >
            <option value="">${msg('Export as …')}</option>
            ${FORMATS.map((each) => html`<option value=${each.format} title=${each.about}>${each.name}</option>`)}
          </select>
          ${button(msg('Remove'), 'remove')}`;
    }
  }

  private async export({ id, file }: Job, format: ExportFormat): Promise<void> {
    const name = exportName('sweep', file, format);
    const target = await pickTarget(name);
    if (!target) return;
    const controller = new AbortController();
    this.saved = { kind: 'running', job: id, controller, share: 0 };
    const answer = await this.jobs.export(id, format, target, {
      signal: controller.signal,
      onProgress: ({ cellsDone, cells }) => {
        if (this.saved?.kind === 'running') this.saved = { ...this.saved, share: cellsDone / cells };
      },
    });
    if (answer?.ok) this.saved = { kind: 'done', job: id, name, result: answer.value, target };
    else this.saved = answer?.error.kind === 'failed' ? { kind: 'failed', job: id, message: answer.error.notice.message } : undefined;
  }

  private exported({ id }: Job) {
    const { saved } = this;
    if (saved?.job !== id) return nothing;
    switch (saved.kind) {
      case 'running': {
        const percent = Math.floor(saved.share * 100);
        return html`<p class="note" role="status">
          ${msg(str`Writing the file, ${percent} %`)}
          <button type="button" @click=${() => saved.controller.abort()}>${msg('Cancel')}</button>
        </p>`;
      }
      case 'failed':
        return html`<p class="note wrong" role="alert">${said(saved.message)}</p>`;
      case 'done':
        return renderSavedFile(saved);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-sweep-queue': IsoSweepQueue;
  }
}
