import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { formatWhole } from '../../locales/numbers';
import { type PlanOption, distinguished } from '../../model/plan/options';
import { dollars, trim } from '../../model/plan/phrases';
import { formatCount } from '../../quantities/format';
import { formatPercent } from '../controls/plain-values';
import { shared } from '../controls/styles';
import { numberTable, ruledRows } from '../controls/table-styles';
import { PlanElement } from './context';
import { saidList } from './words';

/** Rows of the front between the fastest and the cheapest. */
const BETWEEN = 4;

/** The same work done otherwise: the best by time, money and utilisation, and some between; each can be taken as the question. */
@customElement('iso-plan-alternatives')
export class IsoPlanAlternatives extends PlanElement {
  static override styles = [
    shared,
    numberTable,
    ruledRows,
    css`
      h2 {
        margin: 0 0 0.25rem;
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      .scroll {
        overflow-x: auto;
      }
      th:first-child {
        white-space: normal;
      }
      tbody th {
        font-weight: 600;
      }
      tr.now th,
      tr.now td {
        color: var(--iso-optimal);
        font-weight: 650;
      }
      tr.pointed td,
      tr.pointed th {
        background: var(--iso-line);
      }
      th button {
        padding: 0;
        border: 0;
        border-block-end: 1px dotted var(--iso-line-strong);
        background: none;
        color: inherit;
        font: inherit;
        text-align: start;
        cursor: pointer;
      }
      th button:hover {
        border-block-end-color: var(--iso-text);
      }
      @media print {
        h2 small {
          display: none;
        }
        th button {
          border: 0;
        }
      }
    `,
  ];

  override render() {
    const { report, plan } = this.plan;
    const options = report.value?.options ?? [];
    const run = plan.value;
    if (!run || options.length < 2) return nothing;
    const named = distinguished(options).map(({ by, option }) => ({ name: saidList(by), option }));
    const isThis = ({ accelerators, days }: PlanOption) => accelerators === run.accelerators && Math.abs(days / run.bill.days - 1) < 1e-6;
    const front = options.filter((option) => option.isBest && !isThis(option) && !named.some((each) => each.option === option));
    const between = thin(front, BETWEEN).map((option) => ({
      name: msg('between', { desc: 'the fastest and the cheapest run', id: 'plan-between' }),
      option,
    }));
    const rows = [...named.filter(({ option }) => !isThis(option)), ...between].toSorted((a, b) => a.option.days - b.option.days);
    const own = named.find(({ option }) => isThis(option))?.name;
    const { bill } = run;
    return html`<h2>${msg('The same work otherwise')} <small>${msg('a name takes it as the question')}</small></h2>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Alternatives')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('which', { desc: 'of several runs', id: 'plan-which' })}</th>
              <th scope="col">${msg('accelerators')}</th>
              <th scope="col">${msg('days', { desc: 'a number of them', id: 'plan-days' })}</th>
              <th scope="col">${msg('money')}</th>
              <th scope="col">MFU</th>
            </tr>
          </thead>
          <tbody>
            <tr class="now">
              <th scope="row">${own === undefined ? msg('this run') : msg(str`this run: ${own}`)}</th>
              <td>${formatWhole(run.accelerators)}</td>
              <td>${trim(bill.days)}</td>
              <td>${bill.cost === undefined ? `${formatCount(bill.acceleratorHours)} h` : dollars(bill.cost)}</td>
              <td>${formatPercent(run.mfu)}</td>
            </tr>
            ${rows.map(({ name, option }) => this.row(name, option))}
          </tbody>
        </table>
      </div>`;
  }

  private row(name: string, option: PlanOption) {
    const { pointed } = this.plan;
    const point = () => (pointed.value = option);
    const leave = () => (pointed.value = undefined);
    return html`<tr class=${pointed.value === option ? 'pointed' : ''} @pointerenter=${point} @pointerleave=${leave}>
      <th scope="row">
        <button
          type="button"
          aria-label=${msg(str`Take the run on ${option.accelerators} accelerators: ${name}`)}
          @focus=${point}
          @blur=${leave}
          @click=${() => this.take(option)}
        >
          ${name}
        </button>
      </th>
      <td>${formatWhole(option.accelerators)}</td>
      <td>${trim(option.days)}</td>
      <td>${option.cost === undefined ? `${formatCount(option.acceleratorHours)} h` : dollars(option.cost)}</td>
      <td>${formatPercent(option.mfu)}</td>
    </tr>`;
  }

  private take(option: PlanOption): void {
    this.plan.pointed.value = undefined;
    this.plan.adopt(option);
  }
}

/** A few of them, evenly. */
function thin(options: readonly PlanOption[], most: number): readonly PlanOption[] {
  const shown = Math.min(most, options.length);
  return Array.from({ length: shown }, (_, i) => options[Math.round(((i + 0.5) * options.length) / shown - 0.5)]!);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-plan-alternatives': IsoPlanAlternatives;
  }
}
