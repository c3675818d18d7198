import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { growthModels } from '../../model/growth/models';
import type { GrowthInput, GrowthResult, GrowthValues } from '../../model/growth/models/model';
import type { SavingId } from '../../model/growth/savings';
import { formatCount, formatStated } from '../../quantities/format';
import { parseNumber } from '../../quantities/parse';
import { measuredSpeedups } from '../../state/growth';
import { ETA_RANGE, type GrowthModelId } from '../../state/growth-choices';
import { describeSpan } from '../../quantities/range';
import '../controls/field';
import { fieldLook } from '../controls/input-styles';
import { formatPercent, formatShort } from '../controls/plain-values';
import { quietButton, shared } from '../controls/styles';
import { numberTable, ruledRows } from '../controls/table-styles';
import { sliderStyles } from '../controls/track';
import '../help/term';
import { GrowthElement } from './context';
import { renderFormula } from './formula';

/** The slider of the transfer efficiency: from 0.1 to 20 in even steps of its logarithm. */
const SLIDER = { from: 0.1, to: 20, steps: 200 };

/** Results that say the same as a number of growth on the law, by model. */
const COUNTERPARTS: Readonly<Record<string, Readonly<Record<string, SavingId | 'loss'>>>> = {
  gstack: { measuredSaving: 'lossMatchedSaving' },
  chen: { saving: 'frontierSaving' },
  'late-jump': { saving: 'areaSaving', loss: 'loss' },
  'liew-kato': { loss: 'loss' },
};

/** Growth models as a choice: the transfer efficiency on the law, and what a published growth law says of the same schedule. */
@customElement('iso-growth-models')
export class IsoGrowthModels extends GrowthElement {
  static override styles = [
    shared,
    quietButton,
    sliderStyles,
    numberTable,
    ruledRows,
    css`
      :host {
        --slider: var(--iso-growth);

        display: grid;
        gap: 0.5rem;
      }
      h2 {
        margin: 0;
        font-size: var(--iso-size-text);
        font-weight: 600;
      }
      .eta {
        display: grid;
        grid-template-columns: max-content minmax(4rem, 1fr) 3.5rem;
        gap: 0 0.75rem;
        align-items: center;
      }
      output {
        font-weight: 600;
        text-align: end;
      }
      select {
        ${fieldLook};
        inline-size: 100%;
        background: var(--iso-ground);
        color: inherit;
      }
      option {
        background: var(--iso-panel);
        color: var(--iso-text);
      }
      .calibrate {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.375rem 0.75rem;
        align-items: center;
        font-size: var(--iso-size-note);
      }
      p {
        margin: 0;
      }
      .formula {
        font-family: 'STIX Two Math', 'Cambria Math', Georgia, serif;
        font-size: var(--iso-size-text);
        line-height: 1.6;
        color: var(--iso-text);
        overflow-wrap: anywhere;
      }
      .equation {
        display: block;
      }
      .formula sup,
      .formula sub {
        font-size: 0.75em;
        line-height: 0;
      }
      table {
        line-height: 1.35;
      }
      caption {
        padding-block: 0.25rem 0.125rem;
        color: var(--iso-quiet);
        text-align: start;
      }
      th,
      td {
        padding-block: 0.1875rem;
        vertical-align: baseline;
      }
      th {
        color: var(--iso-quiet);
        white-space: normal;
      }
      thead th {
        white-space: nowrap;
      }
      td {
        font-weight: 600;
      }
      td.law {
        color: var(--iso-growth);
      }
      .missing {
        padding-inline-start: 0.625rem;
        border-inline-start: 3px solid var(--iso-limit);
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 0.125rem 0.75rem;
        margin: 0;
        font-size: var(--iso-size-note);
        line-height: 1.4;
      }
      dt {
        color: var(--iso-quiet);
      }
      dd {
        margin: 0;
      }
    `,
  ];

  /** What the last calibration found out, in words. */
  @state() private calibrated = '';

  override render() {
    const { choices } = this.growth;
    const { eta } = choices.value;
    return html`<h2>${msg('How well growing works')}</h2>
      <div class="eta">
        <label for="eta"><iso-term of="transfer-efficiency">${msg('transfer efficiency')}</iso-term> <i>η</i></label>
        <input
          id="eta"
          type="range"
          min="0"
          max=${SLIDER.steps}
          aria-valuetext=${String(Number(eta.toPrecision(3)))}
          .value=${String(toPosition(eta))}
          @input=${(event: Event) => this.setEta(toEta(Number((event.target as HTMLInputElement).value)), '')}
        />
        <output for="eta">${Number(eta.toPrecision(3))}</output>
      </div>
      ${this.calibration()} ${this.choice()}`;
  }

  /** η from a measurement: a published speed-up of stacking, or a final loss of one's own. */
  private calibration(): TemplateResult {
    return html`<div class="calibrate">
        <label for="measured">${msg('from a measured speed-up')}</label>
        <select id="measured" @change=${this.calibrateBySpeedup}>
          <option value="">${msg('choose: depth stacking, Du et al. 2024')}</option>
          ${measuredSpeedups.map(
            ({ N, D, speedup }, i) =>
              html`<option value=${i}>${msg(str`${formatShort(N)} on ${formatCount(D)} tokens: +${formatPercent(speedup)}`)}</option>`,
          )}
        </select>
        <span>${msg('from a measured final loss')}</span>
        <span
          ><iso-field
            label=${msg('Measured final loss')}
            .text=${this.growth.run.value.loss.toFixed(4)}
            .accept=${(text: string) => this.calibrateByLoss(text)}
            allowed=${msg('the loss in nat/token at which this schedule ended; some η must reach it')}
          ></iso-field>
          <small>nat/token</small> <button type="button" @click=${() => this.setEta(1, '')}>${msg('lossless again')}</button></span
        >
      </div>
      ${this.calibrated === '' ? nothing : html`<p class="note" role="status">${this.calibrated}</p>`}`;
  }

  private choice(): TemplateResult {
    const { model, results, missing } = this.growth.model.value;
    const needed = missing.map(said).join('; ');
    return html`<h2><label for="model">${msg('Another growth law beside it')}</label></h2>
      <select id="model" @change=${this.pick}>
        ${growthModels.map(({ id, label }) => html`<option value=${id} ?selected=${id === model.id}>${said(label)}</option>`)}
      </select>
      <p class="formula">${renderFormula(said(model.formula))}</p>
      <dl>
        <dt><iso-term of="growth-operator">${msg('operator')}</iso-term></dt>
        <dd>${said(model.operator)}</dd>
        <dt>${msg('range')}</dt>
        <dd>${said(model.range)}</dd>
        <dt>${msg('source')}</dt>
        <dd>${said(model.source)}; ${said(model.status)}</dd>
      </dl>
      ${this.inputs()}
      ${results ? this.results(results) : html`<p class="note missing">${msg(str`It says nothing until it is given ${needed}.`)}</p>`}`;
  }

  private inputs(): TemplateResult {
    const { model, inputs } = this.growth.model.value;
    return html`<table>
      <caption>
        ${msg('What it reads; from this schedule where nothing is typed')}
      </caption>
      <tbody>
        ${model.inputs.map((input) => this.input(input, inputs[input.id]))}
      </tbody>
    </table>`;
  }

  private input(input: GrowthInput, value: number | undefined): TemplateResult {
    const { id, unit, about, fitted, min, max } = input;
    const name = said(about);
    const accepted = said(describeSpan(min, max));
    return html`<tr>
      <th scope="row">
        ${name}${unit === '1' ? nothing : html`, ${said(unit)}`}${fitted ? html` <small>${describeFitted(fitted, value)}</small>` : nothing}
      </th>
      <td>
        <iso-field
          label=${name}
          .text=${value === undefined ? '–' : formatInput(value)}
          .accept=${(text: string) => this.setInput(input, text)}
          allowed=${msg(str`a number ${accepted}`)}
          data-input=${id}
        ></iso-field>
      </td>
    </tr>`;
  }

  private results(results: GrowthValues): TemplateResult {
    const { model } = this.growth.model.value;
    const counterparts = COUNTERPARTS[model.id] ?? {};
    const isCompared = model.id !== 'lossless';
    const eta = Number(this.growth.choices.value.eta.toPrecision(2));
    return html`<table>
      <caption>
        ${msg('What it says of this schedule')}
      </caption>
      ${
        isCompared
          ? html`<thead>
              <tr>
                <th scope="col"><span class="hidden">${msg('result')}</span></th>
                <th scope="col">${msg('this law')}</th>
                <th scope="col">${msg(str`loss law, η ${eta}`)}</th>
              </tr>
            </thead>`
          : nothing
      }
      <tbody>
        ${model.results.map((result) => {
          const value = results[result.id];
          if (value === undefined) return nothing;
          return html`<tr>
            <th scope="row">${said(result.about)}${result.unit === '1' ? nothing : html`, ${said(result.unit)}`}</th>
            <td>${formatResult(result, value)}</td>
            ${isCompared ? html`<td class="law">${this.counterpart(result, counterparts[result.id])}</td>` : nothing}
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  /** What growth on the law says of the same thing. */
  private counterpart(result: GrowthResult, id: SavingId | 'loss' | undefined): string {
    if (id === undefined) return '';
    return formatResult(result, id === 'loss' ? this.growth.run.value.loss : this.growth.saved.value[id]);
  }

  private setEta(eta: number, words: string): void {
    this.calibrated = words;
    this.growth.choose({ eta });
  }

  private calibrateBySpeedup(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    const measured = value === '' ? undefined : measuredSpeedups[Number(value)];
    if (!measured) return;
    const eta = this.growth.etaOfSpeedup(measured);
    const [size, gain, tokens] = [formatShort(measured.N), formatPercent(measured.speedup), formatCount(measured.D)];
    if (eta >= ETA_RANGE[0] && eta <= ETA_RANGE[1]) {
      const worth = Number(eta.toPrecision(3));
      this.setEta(
        Number(eta.toPrecision(4)),
        msg(
          str`${size} stacked, +${gain} against ${tokens} tokens from scratch: under this law the base was worth ${worth} times its effective tokens.`,
        ),
      );
    } else
      this.calibrated = msg(
        str`${size} stacked, +${gain} against ${tokens} tokens from scratch: under this law no transfer efficiency explains it.`,
      );
  }

  private calibrateByLoss(text: string): boolean {
    const eta = this.growth.etaOfLoss(parseNumber(text));
    if (!(eta >= ETA_RANGE[0] && eta <= ETA_RANGE[1])) return false;
    const [typed, found] = [text.trim(), Number(eta.toPrecision(3))];
    this.setEta(Number(eta.toPrecision(6)), msg(str`A final loss of ${typed} nat/token means η ${found} under this law.`));
    return true;
  }

  private pick(event: Event): void {
    this.growth.choose({ model: (event.target as HTMLSelectElement).value as GrowthModelId, inputs: {} });
  }

  private setInput({ id, min, max }: GrowthInput, text: string): boolean {
    const value = parseNumber(text);
    if (!(value >= min && value <= max)) return false;
    const { model, inputs } = this.growth.choices.value;
    if (model !== 'lossless') this.growth.choose({ inputs: { ...inputs, [id]: value } });
    else if (id !== 'eta') this.growth.choose({ [id]: value });
    else if (value >= ETA_RANGE[0] && value <= ETA_RANGE[1]) this.growth.choose({ eta: value });
    else return false;
    return true;
  }
}

/** Position of a transfer efficiency on the slider; beyond its ends it stands there. */
function toPosition(eta: number): number {
  const share = Math.log(eta / SLIDER.from) / Math.log(SLIDER.to / SLIDER.from);
  return Math.round(Math.min(Math.max(share, 0), 1) * SLIDER.steps);
}

function toEta(position: number): number {
  const eta = SLIDER.from * (SLIDER.to / SLIDER.from) ** (position / SLIDER.steps);
  // lossless is a place of its own
  return Math.abs(Math.log(eta)) < 0.015 ? 1 : Number(eta.toPrecision(3));
}

/** Where an input was fitted, and whether its value lies outside. */
function describeFitted(fitted: readonly [number, number], value: number | undefined): string {
  const span = said(describeSpan(...fitted));
  const isOutside = value !== undefined && (value < fitted[0] || value > fitted[1]);
  return isOutside ? msg(str`fitted ${span}: outside`) : msg(str`fitted ${span}`);
}

function formatInput(value: number): string {
  return Math.abs(value) >= 1e4 && Math.abs(value) < 1e15 ? formatCount(value, 4) : formatStated(value, 5);
}

function formatResult({ id, unit }: GrowthResult, value: number): string {
  if (/saving|share/i.test(id) && unit === '1') return formatPercent(value);
  if (unit === 'token') return formatCount(value);
  return formatStated(value, unit === 'nat/token' ? 5 : 4);
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-models': IsoGrowthModels;
  }
}
