import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type RunPart, runShares } from '../../model/plan/breakdown';
import { memoryParts, totalMemory } from '../../model/plan/memory';
import { partNames } from '../../model/plan/markdown';
import { dollars, gigabytes, plural, trim } from '../../model/plan/phrases';
import type { Plan } from '../../model/plan/request';
import { timeParts, totalTime } from '../../model/plan/time';
import { type Trace, traceMemory, traceTime } from '../../model/plan/trace';
import { formatPercent } from '../controls/plain-values';
import { shared } from '../controls/styles';
import { PlanElement } from './context';
import { renderTrace, traceLines, traceStyles } from './trace';
import { inDays, listed, partColors } from './words';

/** One part of a bar. */
interface Part {
  readonly id: keyof typeof partColors;
  readonly share: number;
  readonly value: string;
  readonly trace?: Trace;
}

/** What the run is made of: memory of an accelerator, time of a step, days and money of the run; each part unfolds to its formula. */
@customElement('iso-plan-bars')
export class IsoPlanBars extends PlanElement {
  static override styles = [
    shared,
    traceStyles,
    traceLines,
    css`
      :host {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 1.25rem 1.75rem;
      }
      section {
        min-inline-size: 0;
      }
      h2 {
        margin: 0 0 0.375rem;
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      .bar {
        position: relative;
        display: flex;
        block-size: 1.75rem;
        overflow: hidden;
        border: 1px solid var(--iso-line-strong);
        border-radius: 4px;
        background: var(--iso-ground);
      }
      .bar span {
        min-inline-size: 0;
        border-inline-end: 1px solid var(--iso-ground);
        transition:
          flex-grow var(--iso-motion),
          opacity var(--iso-motion);
      }
      .dimmed {
        opacity: 0.3;
      }
      ul {
        margin: 0.5rem 0 0;
        padding: 0;
        list-style: none;
        font-size: var(--iso-size-note);
      }
      .part {
        display: flex;
        gap: 0.5rem;
        align-items: baseline;
        padding-block: 0.1875rem;
      }
      /* the figures of a list stand beneath each other, whether they unfold or not */
      ul:has(details) .part::after {
        content: '';
        flex: none;
        inline-size: 0.5rem;
        color: var(--iso-quiet);
      }
      ul details > .part::after {
        content: '›';
      }
      details[open] > .part::after {
        rotate: 90deg;
      }
      .swatch {
        flex: none;
        align-self: center;
        inline-size: 0.75rem;
        block-size: 0.75rem;
        border-radius: 2px;
      }
      .free {
        border: 1px solid var(--iso-line-strong);
      }
      .part .name {
        flex: 1;
      }
      .part b {
        font-weight: 600;
        white-space: nowrap;
      }
      .part .share {
        min-inline-size: 3.25rem;
        color: var(--iso-quiet);
        text-align: end;
        white-space: nowrap;
      }
      p {
        margin: 0.375rem 0 0;
      }
      /* where three lists are too narrow, the run's stands beneath the other two */
      @media (max-width: 76rem) {
        :host {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        section:last-child {
          grid-column: 1 / -1;
        }
        section:last-child ul {
          columns: 2;
          column-gap: 1.75rem;
        }
        li {
          break-inside: avoid;
        }
      }
      @media (max-width: 60rem) {
        :host {
          grid-template-columns: minmax(0, 1fr);
        }
        section:last-child ul {
          columns: auto;
        }
      }
      @media print {
        :host {
          grid-template-columns: repeat(3, minmax(0, 1fr));
        }
        section:last-child {
          grid-column: auto;
        }
        section:last-child ul {
          columns: auto;
        }
        ul details > .part::after {
          content: '';
        }
      }
    `,
  ];

  /** The part under the pointer or the focus, in every bar. */
  @state() private pointed: string | undefined;

  override render() {
    const run = this.plan.plan.value;
    if (!run || !this.plan.report.value) return nothing;
    return html`${run.layout ? this.memory(run) : nothing}${run.layout ? this.step(run) : nothing}${this.days(run)}`;
  }

  private memory(run: Plan) {
    const { request } = this.plan.report.value!;
    const { layout, accelerator } = run;
    const used = totalMemory(layout!.memoryParts);
    const parts = memoryParts
      .filter((part) => layout!.memoryParts[part] > 0)
      .map((part): Part => ({
        id: part,
        share: layout!.memoryParts[part] / accelerator.memory,
        value: gigabytes(layout!.memoryParts[part]),
        trace: traceMemory(part, request, run),
      }));
    const free = accelerator.memory - used;
    return this.section(
      'memory',
      html`${msg('Memory of each')}
        <small>${msg(str`${gigabytes(used)} of ${gigabytes(accelerator.memory)}`, { id: 'memory-used' })}</small>`,
      parts,
      html`<li class="part">
        <span class="swatch free"></span><span class="name">${msg('free', { desc: 'memory that is not used', id: 'memory-free' })}</span
        ><b>${gigabytes(free)}</b><span class="share">${formatPercent(free / accelerator.memory)}</span>
      </li>`,
    );
  }

  private step(run: Plan) {
    const { request } = this.plan.report.value!;
    const { timeParts: time } = run.layout!;
    const total = totalTime(time);
    // idle and waiting time last, so that what works stands together
    const order = [...timeParts].sort((a, b) => Number(a === 'bubble') - Number(b === 'bubble'));
    const parts = order
      .filter((part) => time[part] > 0)
      .map((part): Part => ({
        id: part,
        share: time[part] / total,
        value: `${time[part] < 0.01 ? time[part].toFixed(4) : time[part].toFixed(3)} s`,
        trace: traceTime(part, request, run),
      }));
    return this.section('step', html`${msg('One step')} <small>${total.toFixed(3)} s</small>`, parts);
  }

  private days(run: Plan) {
    const { bill, overhead } = run;
    const parts = runShares(run).map(({ part, days, share }): Part => ({
      id: part satisfies RunPart,
      share,
      value: bill.cost === undefined ? inDays(days) : dollars(bill.cost * share),
    }));
    const restarts = (bill.days * 24) / overhead.hoursBetweenFailures;
    const times = said(plural(Math.round(restarts), 'restart'));
    const between = trim(overhead.hoursBetweenFailures);
    const checkpoint = duration(overhead.checkpointHours);
    return this.section(
      'run',
      html`${msg('The whole run')} <small>${listed([inDays(bill.days), ...(bill.cost === undefined ? [] : [dollars(bill.cost)])])}</small>`,
      parts,
      nothing,
      html`<p class="note">
        ${
          restarts < 1
            ? msg(str`Less than one restart, one in ${between} h; a checkpoint each ${checkpoint}.`)
            : msg(str`About ${times}, one in ${between} h; a checkpoint each ${checkpoint}.`)
        }
      </p>`,
    );
  }

  private section(
    kind: string,
    title: TemplateResult,
    parts: readonly Part[],
    rest: TemplateResult | typeof nothing = nothing,
    note: TemplateResult | typeof nothing = nothing,
  ) {
    const about = listed(parts.map(({ id, share }) => `${said(partNames[id])} ${formatPercent(share)}`));
    const known = parts.some(({ id }) => id === this.pointed);
    const left = 1 - parts.reduce((sum, { share }) => sum + share, 0);
    return html`<section data-bar=${kind}>
      <h2>${title}</h2>
      <div class="bar" role="img" aria-label=${about}>
        ${parts.map(
          ({ id, share }) =>
            html`<span
              class=${known && id !== this.pointed ? 'dimmed' : ''}
              style="flex:${share} 1 0;background:${partColors[id]}"
              title=${said(partNames[id])}
              @pointerenter=${() => (this.pointed = id)}
              @pointerleave=${() => (this.pointed = undefined)}
            ></span>`,
        )}
        ${left > 1e-6 ? html`<span style="flex:${left} 1 0"></span>` : nothing}
      </div>
      <ul @pointerleave=${() => (this.pointed = undefined)}>
        ${parts.map((part) => this.row(part))}${rest}
      </ul>
      ${note}
    </section>`;
  }

  private row({ id, share, value, trace }: Part) {
    const line = html`<span class="swatch" style="background:${partColors[id]}"></span><span class="name">${said(partNames[id])}</span
      ><b>${value}</b><span class="share">${share < 0.0005 ? '< 0.1 %' : formatPercent(share)}</span>`;
    const point = () => (this.pointed = id);
    if (!trace) return html`<li class="part" data-part=${id} @pointerenter=${point}>${line}</li>`;
    return html`<li data-part=${id} @pointerenter=${point}>
      <details>
        <summary class="part" @focus=${point}>${line}</summary>
        ${renderTrace(trace)}
      </details>
    </li>`;
  }
}

/** Hours for people: 3 min, 1.3 h. */
function duration(hours: number): string {
  const minutes = Math.round(hours * 60);
  return hours < 1 ? msg(str`${minutes} min`) : msg(str`${trim(hours)} h`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-bars': IsoPlanBars;
  }
}
