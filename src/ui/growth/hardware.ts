import { msg, str } from '@lit/localize';
import { type TemplateResult, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { said } from '../../locales/said';
import { type Fleet, daysAtRate } from '../../model/growth/hardware';
import type { GrowthPreset, PublishedStage } from '../../model/growth/presets';
import type { GrownStage } from '../../model/growth/simulate';
import { formatScientific } from '../../quantities/format';
import { parseNumber } from '../../quantities/parse';
import { quantities } from '../../quantities/registry';
import { isFleet } from '../../state/growth-choices';
import { growthCsv, growthJson } from '../../state/growth-export';
import '../controls/field';
import { formatDays, formatMoney, formatPercent, formatShort } from '../controls/plain-values';
import { downloadText } from '../controls/saving';
import { quietButton, shared } from '../controls/styles';
import { numberTable, ruledRows } from '../controls/table-styles';
import { GrowthElement } from './context';

/** FLOP/s in a TFLOP/s. */
const TERA = 1e12;

/** The stages as a table: what each trains, on which accelerators, how long and for how much; its cells are typed in place. */
@customElement('iso-growth-hardware')
export class IsoGrowthHardware extends GrowthElement {
  static override styles = [
    shared,
    quietButton,
    numberTable,
    ruledRows,
    css`
      header {
        display: flex;
        flex-wrap: wrap;
        gap: 0.25rem 1rem;
        align-items: center;
        justify-content: space-between;
        margin-block-end: 0.25rem;
      }
      h2 {
        margin: 0;
        font-size: var(--iso-size-note);
        font-weight: 600;
      }
      .scroll {
        position: relative;
        overflow-x: auto;
      }
      th,
      td {
        vertical-align: baseline;
      }
      thead th {
        max-inline-size: 5.5rem;
        white-space: normal;
        line-height: 1.25;
        vertical-align: bottom;
        /* Japanese breaks between words only */
        word-break: auto-phrase;
      }
      thead th:lang(ja) {
        max-inline-size: 7.25rem;
      }
      tfoot th,
      tfoot td {
        border: 0;
        font-weight: 650;
      }
      tbody th {
        color: var(--iso-growth);
        font-weight: 650;
      }
      .published {
        color: var(--iso-quiet);
      }
      td button {
        min-block-size: 1.5rem;
        padding: 0 0.4375rem;
      }
      p {
        margin: 0.5rem 0 0;
        max-inline-size: 68rem;
      }
    `,
  ];

  override render() {
    const { run, preset, total } = this.growth;
    const { stages } = run.value;
    return html`<header>
        <h2>${msg('Stages and their hardware')} <small>${msg('numbers with a dotted line can be typed over')}</small></h2>
        <div>
          <button type="button" @click=${() => this.save('csv')}>${msg('Stages as CSV')}</button>
          <button type="button" @click=${() => this.save('json')}>${msg('Result as JSON')}</button>
        </div>
      </header>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Stages and their hardware')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('stage')}</th>
              <th scope="col">${msg('parameters')}</th>
              <th scope="col">${msg('tokens')}</th>
              <th scope="col">${msg('share')}</th>
              <th scope="col">${msg('worth on entry')}</th>
              <th scope="col">${msg('loss at its end')}</th>
              <th scope="col">${msg('accelerators')}</th>
              <th scope="col">${msg('TFLOP/s of each')}</th>
              <th scope="col">${msg('USD/h of each')}</th>
              <th scope="col">${msg('days', { desc: 'the name of a quantity', id: 'name-days' })}</th>
              <th scope="col">${msg('cost')}</th>
              ${preset.value ? html`<th scope="col" class="published">${msg('published')}</th>` : nothing}
              <th scope="col"><span class="hidden">${msg('remove')}</span></th>
            </tr>
          </thead>
          <tbody>
            ${stages.map((stage, i) => this.stage(stage, i, preset.value?.stages[i]))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">${msg('in all')}</th>
              <td></td>
              <td>${formatShort(run.value.tokens, 4)}</td>
              <td></td>
              <td></td>
              <td>${run.value.loss.toFixed(4)}</td>
              <td></td>
              <td></td>
              <td></td>
              <td>${formatDays(total.value.days)}</td>
              <td>${formatMoney(total.value.cost)}</td>
              ${preset.value ? html`<td class="published">${msg(str`${preset.value.published.days} days, ${formatMoney(preset.value.published.cost)}`)}</td>` : nothing}
              <td></td>
            </tr>
          </tfoot>
        </table>
      </div>
      ${preset.value ? this.facts(preset.value) : this.control()}`;
  }

  private stage({ N, D, effectiveTokens, loss }: GrownStage, i: number, published: PublishedStage | undefined): TemplateResult {
    const { run, bills, choices } = this.growth;
    const fleet = choices.value.fleets[i]!;
    const bill = bills.value[i]!;
    const field = (label: string, text: string, allowed: string, accept: (text: string) => boolean) =>
      html`<iso-field label=${label} .text=${text} .allowed=${allowed} .accept=${accept}></iso-field>`;
    const fleetField = (label: string, text: string, allowed: string, change: (value: number) => Partial<Fleet>) =>
      field(label, text, allowed, (typed) => this.setFleet(i, change(parseNumber(typed))));
    return html`<tr>
      <th scope="row">${i + 1}</th>
      <td>
        ${field(
          msg(str`Parameters of stage ${i + 1}`),
          formatShort(N, 4),
          msg('a size between those of its neighbours, such as 51B'),
          (text) => this.setSize(i, text),
        )}
      </td>
      <td>
        ${field(msg(str`Tokens of stage ${i + 1}`), formatShort(D, 5), msg('tokens, such as 39.64B'), (text) => this.setTokens(i, text))}
      </td>
      <td>${formatPercent(D / run.value.tokens)}</td>
      <td title=${msg('tokens after which a run from scratch of this size would stand where the stage begins')}>
        ${i === 0 ? '–' : formatShort(effectiveTokens, 4)}
      </td>
      <td>${Number.isFinite(loss) ? loss.toFixed(4) : '–'}</td>
      <td>
        ${fleetField(
          msg(str`Accelerators of stage ${i + 1}`),
          String(fleet.accelerators),
          msg('a whole number from 1 to 1e7'),
          (accelerators) => ({ accelerators }),
        )}
      </td>
      <td>
        ${fleetField(
          msg(str`Achieved TFLOP/s of stage ${i + 1}`),
          String(Number((fleet.flopPerSecond / TERA).toPrecision(4))),
          msg('TFLOP/s that each accelerator achieves, such as 160'),
          (rate) => ({ flopPerSecond: rate * TERA }),
        )}
      </td>
      <td>
        ${fleetField(
          msg(str`Price of an hour of stage ${i + 1}`),
          fleet.pricePerHour === undefined ? '–' : String(fleet.pricePerHour),
          msg('USD from 0 to 10,000'),
          (pricePerHour) => ({
            pricePerHour,
          }),
        )}
      </td>
      <td>${formatDays(bill.days)}</td>
      <td>${formatMoney(bill.cost)}</td>
      ${
        published
          ? html`<td class="published" title=${msg('tensor × pipeline × data parallel, and measured days')}>
              ${msg(str`${published.layout.tensor}×${published.layout.pipeline}×${published.layout.data}, ${published.days} days`)}
            </td>`
          : nothing
      }
      <td>
        <button
          type="button"
          aria-label=${msg(str`Remove stage ${i + 1}`)}
          ?disabled=${run.value.stages.length === 1}
          @click=${() => this.growth.removeStage(i)}
        >
          ✕
        </button>
      </td>
    </tr>`;
  }

  /** The published facts of a preset beside our arithmetic. */
  private facts({ label, published, stages, accelerators, accelerator, source, operator }: GrowthPreset): TemplateResult {
    const { run, total, baselines } = this.growth;
    const { days, scratchDays } = published;
    const [fleet, cost] = [`${accelerators} ${accelerator}`, formatMoney(published.cost)];
    const [counted, computed] = [formatScientific(published.C, 4), formatScientific(run.value.compute, 4)];
    const scratch = daysAtRate(run.value.tokens, stages.at(-1)!).toFixed(2);
    const [ours, constant] = [formatDays(total.value.days), formatDays(baselines.value.areaSaving.days)];
    const [way, paper] = [said(operator), said(source)];
    return html`<p class="note">
      ${msg(
        str`${label}, published: ${days} days on ${fleet} at about ${cost}, ${counted} FLOP by the paper’s own count, ${scratchDays} days from scratch at the rate of its last stage (${scratch} by our arithmetic). Ours: 6ND counts ${computed} FLOP, so that its measured throughput gives ${ours} days, and ${constant} for the last size all along. Days here are arithmetic, without restarts or evaluation; the price of an hour is what the paper’s cost comes to. Operator: ${way}. ${paper}.`,
      )}
    </p>`;
  }

  /** What the runs from scratch would take on the accelerators of the last stage. */
  private control(): TemplateResult {
    const { areaSaving, lossMatchedSaving, frontierSaving } = this.growth.baselines.value;
    const [all, matched, optimal] = [areaSaving, lossMatchedSaving, frontierSaving].map(({ days }) => formatDays(days));
    return html`<p class="note">
      ${msg(
        str`On the accelerators of the last stage its size takes ${all} days on all the tokens, ${matched} to the same loss, and the compute-optimal model ${optimal}. Days count 6ND at the achieved throughput, without restarts or evaluation.`,
      )}
    </p>`;
  }

  private setSize(stage: number, text: string): boolean {
    const { stages } = this.growth.choices.value;
    const N = parseNumber(text);
    const isBetween = N >= (stages[stage - 1]?.N ?? quantities.N.min) && N <= (stages[stage + 1]?.N ?? quantities.N.max);
    if (isBetween) this.growth.setStages(stages.map((each, i) => (i === stage ? { ...each, N } : each)));
    return isBetween;
  }

  private setTokens(stage: number, text: string): boolean {
    const D = parseNumber(text);
    const isAllowed = D >= quantities.D.min && D <= quantities.D.max;
    if (isAllowed) this.growth.setStages(this.growth.choices.value.stages.map((each, i) => (i === stage ? { ...each, D } : each)));
    return isAllowed;
  }

  private setFleet(stage: number, change: Partial<Fleet>): boolean {
    const isAllowed = isFleet({ ...this.growth.choices.value.fleets[stage]!, ...change });
    if (isAllowed) this.growth.setFleet(stage, change);
    return isAllowed;
  }

  private save(kind: 'csv' | 'json'): void {
    const name = `isoflop-growth-${this.growth.law.value.id}`;
    if (kind === 'json') downloadText(growthJson(this.growth), `${name}.json`);
    else downloadText(growthCsv(this.growth), `${name}.csv`, 'text/csv');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'iso-growth-hardware': IsoGrowthHardware;
  }
}
