import { msg, str } from '@lit/localize';
import { css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatCount, formatScientific } from '../../quantities/format';
import { type FitState, type PredictedRung, parseLadder } from '../../state/fit';
import { mostInLink } from '../../state/fit-choices';
import { earlier, shared } from '../controls/styles';
import { numberTable } from '../controls/table-styles';
import { StoreElement } from '../store-element';
import { inputStyles } from './fit-styles';

/** Losses that the fit predicts for a ladder of runs, with the interval of the law and that of a run. */
@customElement('iso-fit-ladder')
export class IsoFitLadder extends StoreElement {
  static override styles = [
    shared,
    earlier,
    numberTable,
    inputStyles,
    css`
      h3 {
        margin: 0 0 0.25rem;
        font-size: var(--iso-size-text);
        font-weight: 600;
      }
      section {
        max-inline-size: 44rem;
      }
      .scroll {
        overflow-x: auto;
      }
      th,
      td {
        padding: 0.125rem 0 0.125rem 0.625rem;
      }
      td.value {
        font-weight: 600;
      }
    `,
  ];

  /** What is shown. */
  @property({ attribute: false }) fit!: FitState;

  /** What was typed last, where it is no list of runs. */
  @state() private wrong: string | undefined;

  /** The last predictions, which stand until the next are there. */
  private last: readonly PredictedRung[] = [];

  override render() {
    const { ladder, choices, phase } = this.fit;
    const isGoing = phase.value !== 'done' && phase.value !== 'stopped';
    if (ladder.value.length > 0 || !isGoing) this.last = ladder.value;
    if (choices.value.approach !== '3' || (this.last.length === 0 && choices.value.ladder.length === 0)) return nothing;
    const between = ([low, high]: readonly [number, number]) => `${low.toFixed(3)} – ${high.toFixed(3)}`;
    return html`<section aria-label=${msg('Predicted losses')}>
      <h3>${msg('Losses to expect')} <small>${msg('80 % intervals')}</small></h3>
      <div
        class="scroll ${this.last === ladder.value ? '' : 'earlier'}"
        tabindex="0"
        role="group"
        aria-label=${msg('Table of predicted losses')}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">N</th>
              <th scope="col">D</th>
              <th scope="col">FLOP</th>
              <th scope="col">${msg('loss')}</th>
              <th scope="col">${msg('of the law')}</th>
              <th scope="col">${msg('of a run')}</th>
            </tr>
          </thead>
          <tbody>
            ${this.last.map(
              ({ N, D, prediction }) =>
                html`<tr>
                  <th scope="row">${formatCount(N)}</th>
                  <td>${formatCount(D)}</td>
                  <td>${formatScientific(6 * N * D, 2)}</td>
                  <td class="value">${prediction.loss.toFixed(3)}</td>
                  <td>${between(prediction.interval)}</td>
                  <td>${between(prediction.runInterval)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <label class="field note"
        >${msg('Other runs, parameters:tokens, separated by commas; empty for the best runs up to the page’s budget')}
        <input
          spellcheck="false"
          placeholder="7B:140B, 70B:1.4T"
          .value=${choices.value.ladder.map(({ N, D }) => `${formatCount(N)}:${formatCount(D)}`).join(', ')}
          aria-invalid=${this.wrong === undefined ? 'false' : 'true'}
          aria-describedby=${this.wrong === undefined ? nothing : 'wrong'}
          @change=${this.change}
      /></label>
      ${
        this.wrong === undefined
          ? nothing
          : html`<p id="wrong" class="refusal" role="alert">
              ${msg(str`Other runs: ${this.wrong} is not allowed; type at most ${mostInLink.ladder} runs such as 7B:140B, 70B:1.4T.`)}
            </p>`
      }
    </section>`;
  }

  private readonly change = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const ladder = parseLadder(input.value);
    this.wrong = ladder ? undefined : input.value;
    if (ladder) this.fit.change({ ladder });
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-fit-ladder': IsoFitLadder;
  }
}
