import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { formatShare } from '../../model/corpus/supply';
import { irreducibleLoss } from '../../model/loss';
import { type TaskCount, largestPredictedRun, taskCounts } from '../../model/skill/gadre';
import { type DatasetId, datasetIds, lawOfDataset } from '../../model/skill/skill';
import { formatCount, formatScientific } from '../../quantities/format';
import { lengthRange } from '../../state/skill';
import { panelStyles } from '../controls/panel-styles';
import { quietButton, shared } from '../controls/styles';
import { renderValue } from '../controls/value';
import { StoreElement } from '../store-element';
import './scores-chart';
import './skill-chart';

/** From a smooth loss to a mean error, and to answers that are marked smoothly or all at once. */
@customElement('iso-skill-body')
export class IsoSkillBody extends StoreElement {
  static override styles = [
    shared,
    quietButton,
    panelStyles,
    css`
      .marking {
        grid-column: span 2;
        display: grid;
        grid-template-rows: auto 1fr;
        min-inline-size: 0;
      }
      .error {
        display: grid;
        grid-template-rows: auto 1fr;
        min-inline-size: 0;
      }
      .pair {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        grid-auto-rows: 15rem;
        gap: 1.5rem 2rem;
      }
      .charts {
        grid-auto-rows: auto;
      }
      .control {
        display: flex;
        flex-wrap: wrap;
        gap: 0.375rem 0.75rem;
        align-items: center;
        min-block-size: 2.75rem;
        margin-block-end: 0.5rem;
        font-size: var(--iso-size-note);
      }
      .error iso-skill-chart {
        block-size: 15rem;
      }
      iso-scores-chart {
        block-size: 17rem;
      }
      input {
        inline-size: min(16rem, 40vw);
        margin: 0;
      }
      output {
        font-weight: 600;
      }
      .words {
        align-self: center;
      }
      ul {
        max-inline-size: 46rem;
        margin: 0.25rem 0 0;
        padding-inline-start: 1.125rem;
      }
      li {
        margin-block-end: 0.375rem;
      }
      @media (max-width: 60rem) {
        .marking {
          grid-column: auto;
        }
        .pair {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  override render() {
    return html`${this.sentence()}
      <div class="charts">
        <div class="error">
          ${this.errorChoices()}
          <iso-skill-chart metric="taskError"></iso-skill-chart>
        </div>
        <div class="marking">
          ${this.lengthChoice()}
          <div class="pair">
            <iso-skill-chart metric="tokenEditDistance"></iso-skill-chart>
            <iso-skill-chart metric="exactMatch"></iso-skill-chart>
          </div>
        </div>
      </div>
      <p class="note">
        ${this.onset()}
        ${msg('All the while the loss, and with it the wrong tokens, fall without a step: the ability seems to emerge with the metric, not with the model. Faint curves: other lengths.')}
      </p>
      <div class="aside">
        <iso-scores-chart></iso-scores-chart>
        ${this.limits()}
      </div>`;
  }

  private sentence() {
    const { skill, answer } = this.store;
    const { N, D } = answer.value.optimum;
    const { taskLoss, taskError, exactMatch, tokenEditDistance } = skill.predicted.value;
    const { dataset, tasks, length } = skill.exam.value;
    const [parameters, read] = [renderValue('N', N), renderValue('N', D)];
    const loss = html`<span class="whole">${taskLoss.toFixed(2)} <small>nat/token</small></span>`;
    const law = said(lawOfDataset(dataset).label);
    const error = html`<b>${formatShare(taskError)}</b>`;
    const wrong = html`<b>${tokenEditDistance.toFixed(2)}</b>`;
    const right = html`<b>${formatShare(exactMatch)}</b>`;
    const answered = length === 1 ? msg('an answer of 1 token') : msg(str`an answer of ${length} tokens`);
    return html`<p class="sentence">
      ${msg(html`${parameters} parameters on ${read} tokens: a C4 loss of ${loss} under ${law}, so ${error} mean error over ${tasks} tasks.`)}
      ${
        tokenEditDistance === 1
          ? msg(html`Of ${answered}, ${wrong} is wrong on average, and it is right as a whole ${right} of the time.`)
          : msg(html`Of ${answered}, ${wrong} are wrong on average, and it is right as a whole ${right} of the time.`)
      }
    </p>`;
  }

  private errorChoices() {
    const { skill } = this.store;
    const { dataset, tasks } = skill.exam.value;
    const choice = html`<select
      .value=${dataset}
      @change=${(event: Event) => skill.change({ dataset: (event.target as HTMLSelectElement).value as DatasetId })}
    >
      ${datasetIds.map((id) => html`<option value=${id} ?selected=${id === dataset}>${said(lawOfDataset(id).label)}</option>`)}
    </select>`;
    return html`<div class="control">
      <label class="choice">${msg(html`Trained on ${choice}`)}</label>
      <span class="choice"
        >${taskCounts.map((count) => html`<button type="button" aria-pressed=${count === tasks} @click=${() => this.pickTasks(count)}>${msg(str`${count} tasks`)}</button>`)}</span
      >
    </div>`;
  }

  private pickTasks(tasks: TaskCount): void {
    this.store.skill.change({ tasks });
  }

  private lengthChoice() {
    const { skill } = this.store;
    const { length } = skill.exam.value;
    return html`<div class="control">
      <label for="k">${msg('One smooth loss, marked in two ways. Tokens of an answer k')}</label>
      <input
        id="k"
        type="range"
        min=${lengthRange.min}
        max=${lengthRange.max}
        .value=${String(length)}
        @input=${(event: Event) => skill.change({ length: Number((event.target as HTMLInputElement).value) })}
      />
      <output for="k">${length}</output>
    </div>`;
  }

  /** Where a thresholded score leaves zero. */
  private onset(): string {
    const { skill, answer } = this.store;
    const [leaves, half] = skill.onset.value;
    const { length } = skill.exam.value;
    const law = said(answer.value.law.label);
    const tokens = length === 1 ? msg('1 token') : msg(str`${length} tokens`);
    const [start, end] = [formatScientific(leaves, 2), formatScientific(half, 2)];
    // what never leaves 1 % reaches no half
    if (Number.isNaN(leaves)) return msg(str`Under ${law}, exact match over ${tokens} never leaves 1 %, and never reaches a half.`);
    return Number.isNaN(half)
      ? msg(str`Under ${law}, exact match over ${tokens} stays under 1 % up to ${start} FLOP, and never reaches a half.`)
      : msg(str`Under ${law}, exact match over ${tokens} stays under 1 % up to ${start} FLOP, and reaches a half at ${end} FLOP.`);
  }

  private limits() {
    const { law } = this.store.answer.value;
    const [size, tokens] = [formatCount(largestPredictedRun.N), formatCount(largestPredictedRun.D)];
    const [predicted, measured] = [formatShare(largestPredictedRun.predicted), formatShare(largestPredictedRun.measured)];
    const label = said(law.label);
    return html`<div class="words">
      <h3>${msg('What the models cannot tell')}</h3>
      <ul>
        <li>
          ${msg(
            str`The error law was tried on runs up to ${size} parameters on ${tokens} tokens: RedPajama, ${predicted} predicted and ${measured} measured. Beyond, the chart is hatched. It is a mean: single tasks scatter about it.`,
          )}
        </li>
        <li>
          ${msg('Token probability is taken as e^−(L − E), as if a right answer had no uncertainty of its own: an assumption of ours, in the manner of Schaeffer et al. 2023. Only the shape is meant, not the score of any test.')}
          ${irreducibleLoss(law) === 0 ? msg(str`${label} has no floor E, so its probabilities are too low.`) : nothing}
        </li>
        <li>
          ${msg('At most 5 of 39 BIG-Bench metrics show emergence, mostly exact match and multiple-choice grade (Schaeffer et al. 2023).')}
        </li>
        <li>
          ${msg('The dots are published scores and compute; their papers print no loss on C4, so no curve is drawn through them. At equal compute, Chinchilla and Gopher lie 7.6 points apart.')}
        </li>
      </ul>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-skill-body': IsoSkillBody;
  }
}
