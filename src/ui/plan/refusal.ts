import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import { said } from '../../locales/said';
import { describeFailure, dollars } from '../../model/plan/phrases';
import type { Plan, PlanFailure } from '../../model/plan/request';
import { MOST_ACCELERATORS } from '../../model/plan/defaults';
import { quietButton, shared } from '../controls/styles';
import { formatRatio } from '../controls/value';
import { PlanElement } from './context';
import { inDays } from './words';

/** A question that cannot be met: which constraint fails, by how much, and the nearest run, which can be taken as the question. */
@customElement('iso-plan-refusal')
export class IsoPlanRefusal extends PlanElement {
  static override styles = [
    shared,
    quietButton,
    css`
      section {
        margin-block-end: 1rem;
        padding: 0.875rem 1rem;
        border: 1px solid var(--iso-line);
        border-inline-start: 3px solid var(--iso-limit);
        border-radius: var(--iso-radius);
        background: var(--iso-panel);
      }
      h2 {
        margin: 0;
        font-size: var(--iso-size-question);
        font-weight: 650;
      }
      ul {
        display: grid;
        gap: 0.5rem;
        margin: 0.5rem 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.75rem;
        align-items: baseline;
      }
      li b {
        color: var(--iso-limit);
        font-size: var(--iso-size-question);
        font-weight: 650;
      }
      p {
        margin: 0 0 0.5rem;
      }
    `,
  ];

  override render() {
    const answer = this.plan.report.value?.answer;
    if (!answer || answer.isFeasible) return nothing;
    const { failures, nearest, relaxed = '' } = answer;
    const most = formatWhole(MOST_ACCELERATORS);
    return html`<section aria-label=${msg('Why not')} role="status">
      <h2>${msg('This cannot be done.')}</h2>
      <ul>
        ${[...failures, ...this.further(nearest)].map((failure) => this.failure(failure))}
      </ul>
      ${
        nearest
          ? html`<p>${describeNearest(nearest, said(relaxed))}</p>
              <button type="button" @click=${this.take}>${msg('Ask for the nearest run instead')}</button>`
          : failures.some(({ constraint }) => constraint === 'loss')
            ? html`<p class="note">${msg('Ask for a higher loss, or take another law.')}</p>`
            : html`<p class="note">${msg(str`No run on up to ${most} accelerators comes near.`)}</p>`
      }
    </section>`;
  }

  /** What else the nearest run breaks of what was asked. */
  private further(nearest: Plan | undefined): readonly PlanFailure[] {
    const { request, answer } = this.plan.report.value!;
    if (!nearest || answer.isFeasible) return [];
    const { bill } = nearest;
    const asked = [
      { constraint: 'days', needed: bill.days, allowed: request.days },
      { constraint: 'money', needed: bill.cost, allowed: request.money },
      { constraint: 'energy', needed: bill.energy, allowed: request.energy },
    ] as const;
    return asked.flatMap(({ constraint, needed, allowed }) =>
      needed !== undefined && allowed !== undefined && needed > allowed && !answer.failures.some((each) => each.constraint === constraint)
        ? [{ constraint, needed, allowed }]
        : [],
    );
  }

  private failure(failure: PlanFailure) {
    const { needed, allowed, constraint } = failure;
    const ratio = constraint === 'loss' ? Number.NaN : needed / allowed;
    const words = said(describeFailure(failure));
    const sentence = words[0]!.toUpperCase() + words.slice(1);
    return html`<li>
      ${Number.isFinite(ratio) ? html`<b>${formatRatio(ratio)}</b>` : html`<b aria-hidden="true">–</b>`}
      <span>${msg(str`${sentence}.`)}</span>
    </li>`;
  }

  private take(): void {
    const run = this.plan.plan.value;
    if (run) this.plan.use(run);
  }
}

/** The nearest run in one sentence. */
function describeNearest({ accelerators, bill }: Plan, relaxed: string): string {
  const [count, time] = [formatWhole(accelerators), inDays(bill.days)];
  return bill.cost === undefined
    ? msg(str`The nearest run, with ${relaxed}, is on ${count} accelerators in ${time}. It stands below.`)
    : msg(str`The nearest run, with ${relaxed}, is on ${count} accelerators in ${time} for ${dollars(bill.cost)}. It stands below.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-refusal': IsoPlanRefusal;
  }
}
